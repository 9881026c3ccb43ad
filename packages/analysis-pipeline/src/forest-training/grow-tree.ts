/** A tree as parallel columns, children after their parent; -1 at leaves. */
export interface GrownTree {
  readonly left: number[];
  readonly right: number[];
  readonly feature: number[];
  readonly threshold: number[];
  /** How many samples of each class arrive at each node. */
  readonly counts: number[][];
}

/** What a tree is grown from. */
export interface Samples {
  /** Features of each sample. */
  readonly rows: readonly Float32Array[];
  /** Index of the class of each sample. */
  readonly classes: readonly number[];
  readonly classCount: number;
}

interface Split {
  readonly feature: number;
  readonly threshold: number;
  readonly impurity: number;
}

const leaf = -1;

/**
 * Grows a tree until each leaf holds one class, or samples that no feature tells apart: CART (Breiman et al., 1984) with
 * Gini impurity.
 * @param chosen samples by index, repeats included
 * @param order gives the features in a random order; the first few that split anything are looked at
 * @param mostFeatures how many features are looked at for each node
 */
export function growTree(
  samples: Samples,
  chosen: readonly number[],
  order: () => readonly number[],
  mostFeatures: number,
): GrownTree {
  const tree: GrownTree = { left: [], right: [], feature: [], threshold: [], counts: [] };
  const grow = (indices: readonly number[]): number => {
    const node = tree.counts.length;
    const counts = countClasses(indices, samples);
    tree.counts.push(counts);
    const isPure = counts.some((count) => count === indices.length);
    const split = isPure ? undefined : bestSplit(indices, samples, order(), mostFeatures);
    tree.feature.push(split?.feature ?? leaf);
    tree.threshold.push(split?.threshold ?? leaf);
    tree.left.push(leaf);
    tree.right.push(leaf);
    if (split !== undefined) {
      const isBelow = (index: number) => samples.rows[index]![split.feature]! <= split.threshold;
      tree.left[node] = grow(indices.filter(isBelow));
      tree.right[node] = grow(indices.filter((index) => !isBelow(index)));
    }
    return node;
  };
  grow(chosen);
  return tree;
}

function countClasses(indices: readonly number[], { classes, classCount }: Samples): number[] {
  const counts = new Array<number>(classCount).fill(0);
  for (const index of indices) counts[classes[index]!]!++;
  return counts;
}

function bestSplit(
  indices: readonly number[],
  samples: Samples,
  order: readonly number[],
  mostFeatures: number,
): Split | undefined {
  let best: Split | undefined;
  let looked = 0;
  for (const feature of order) {
    const split = bestSplitBy(feature, indices, samples);
    if (split === undefined) continue;
    if (best === undefined || split.impurity < best.impurity) best = split;
    if (++looked === mostFeatures) break;
  }
  return best;
}

/** The threshold of a feature that leaves the least impurity; undefined when all samples have the same value. */
function bestSplitBy(feature: number, indices: readonly number[], samples: Samples): Split | undefined {
  const featureOf = (index: number): number => samples.rows[index]![feature]!;
  const sorted = [...indices].sort((a, b) => featureOf(a) - featureOf(b));
  const right = countClasses(indices, samples);
  const left = right.map(() => 0);
  let best: Split | undefined;
  for (let at = 1; at < sorted.length; at++) {
    const moved = samples.classes[sorted[at - 1]!]!;
    left[moved]!++;
    right[moved]!--;
    const [below, above] = [featureOf(sorted[at - 1]!), featureOf(sorted[at]!)];
    if (below === above) continue;
    const impurity = at * gini(left, at) + (sorted.length - at) * gini(right, sorted.length - at);
    if (best === undefined || impurity < best.impurity) {
      best = { feature, threshold: below + (above - below) / 2, impurity };
    }
  }
  return best;
}

function gini(counts: readonly number[], total: number): number {
  return 1 - counts.reduce((sum, count) => sum + (count / total) ** 2, 0);
}
