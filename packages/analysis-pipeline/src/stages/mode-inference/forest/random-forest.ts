import { SojournError } from '@sojourn/datamodel';
import { countsOfNodes, nodeColumns, type PickledArray } from './pickled-array.js';

/** A decision tree as parallel columns; the first node is the root. */
interface Tree {
  /** Node to go on with when the feature is at most the threshold; negative at leaves. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly feature: readonly number[];
  readonly threshold: readonly number[];
  /** Probability of each class at each node. */
  readonly shares: readonly (readonly number[])[];
}

/** Decision trees that vote on a class. */
export interface Forest {
  readonly classes: readonly number[];
  readonly trees: readonly Tree[];
  /** How many features the trees look at. */
  readonly featureCount: number;
}

const rounding = 1e-9;

interface Pickled {
  readonly 'py/state': {
    readonly classes_: { readonly values: readonly number[] };
    readonly estimators_: readonly PickledTree[];
    readonly n_features_?: number;
    readonly n_features_in_?: number;
  };
}

interface PickledTree {
  readonly 'py/state': {
    readonly tree_: { readonly 'py/reduce': readonly [unknown, unknown, PickledNodes] };
  };
}

interface PickledNodes {
  readonly nodes: PickledArray<{ readonly 'py/tuple': readonly number[] }>;
  readonly values: PickledArray<readonly (readonly number[])[]>;
}

/**
 * Reads a forest of scikit-learn as jsonpickle writes it, which is how the reference keeps its seed model.
 * @throws SojournError `request-invalid`
 */
export function parseForest(model: unknown): Forest {
  try {
    const state = (model as Pickled)['py/state'];
    const trees = state.estimators_.map(parseTree);
    const classes = [...state.classes_.values];
    const featureCount = state.n_features_ ?? state.n_features_in_;
    if (trees.length === 0 || typeof featureCount !== 'number')
      throw new TypeError('no trees or no features');
    for (const tree of trees) check(tree, classes.length, featureCount);
    return { classes, trees, featureCount };
  } catch (cause) {
    throw new SojournError('request-invalid', { detail: 'the model is no random forest', cause });
  }
}

function parseTree(pickled: PickledTree): Tree {
  const { nodes, values } = pickled['py/state'].tree_['py/reduce'][2];
  const [left, right, feature, threshold] = nodeColumns(nodes);
  const shares = countsOfNodes(values).map((counts) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    // Later releases of scikit-learn keep shares instead of counts, and add nothing to their rounding.
    return Math.abs(total - 1) < rounding ? counts : counts.map((count) => count / total);
  });
  return { left, right, feature, threshold, shares };
}

/** Makes sure that a walk down a tree ends, at a leaf that knows every class. */
function check({ left, right, feature, shares }: Tree, classCount: number, featureCount: number): void {
  left.forEach((below, node) => {
    const isLeaf = below < 0;
    // Children come after their parent, so that no walk goes in circles.
    const isSound = isLeaf
      ? shares[node]?.length === classCount && shares[node].every(Number.isFinite)
      : below > node &&
        right[node]! > node &&
        Math.max(below, right[node]!) < left.length &&
        feature[node]! >= 0 &&
        feature[node]! < featureCount;
    if (!isSound) throw new TypeError('a tree has a node that leads nowhere');
  });
  if (left.length === 0) throw new TypeError('a tree has no nodes');
}

/** Probability of each class: the mean over the trees. @param features as many as the trees were trained with */
export function probabilitiesOf(forest: Forest, features: readonly number[]): number[] {
  // The trees compare numbers of 32 bits with thresholds of 64.
  const values = Float32Array.from(features);
  const sums = forest.classes.map(() => 0);
  for (const tree of forest.trees) {
    let node = 0;
    while (tree.left[node]! >= 0) {
      const isBelow = values[tree.feature[node]!]! <= tree.threshold[node]!;
      node = isBelow ? tree.left[node]! : tree.right[node]!;
    }
    tree.shares[node]!.forEach((share, index) => {
      sums[index]! += share;
    });
  }
  return sums.map((sum) => sum / forest.trees.length);
}
