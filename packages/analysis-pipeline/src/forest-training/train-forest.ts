import { SojournError } from '@sojourn/datamodel';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { Settings } from '../settings/index.js';
import { selectedFeatures } from '../stages/mode-inference/forest/index.js';
import { type GrownTree, growTree } from './grow-tree.js';
import type { TrainingTable } from './training-table.js';

/** How a forest is grown. */
export interface ForestOptions {
  readonly settings: Settings;
  /** Default 100. */
  readonly trees?: number;
  /** The same seed and sections give the same forest. Default 0. */
  readonly seed?: number;
}

const usualTrees = 100;

/**
 * Trains a random forest (Breiman, 2001) in the usual way: each tree with as many samples, drawn with repeats, and at
 * each node as many features as the square root of their number.
 * @returns the forest as jsonpickle writes one of scikit-learn: a value of `classification.inference.mode.forest`
 * @throws SojournError `request-invalid` when there is nothing to learn from
 */
export function trainForest(
  { features, modes }: Pick<TrainingTable, 'features' | 'modes'>,
  { settings, trees = usualTrees, seed = 0 }: ForestOptions,
): object {
  if (modes.length === 0) {
    throw new SojournError('request-invalid', { detail: 'no section can be learnt from' });
  }
  const columns = selectedFeatures(settings);
  const classes = [...new Set(modes)].sort((a, b) => a - b);
  const samples = {
    // As precise as the forest will look at features.
    rows: features.map((row) => Float32Array.from(columns, (column) => row[column]!)),
    classes: modes.map((mode) => classes.indexOf(mode)),
    classCount: classes.length,
  };
  const random = mersenne(seed);
  const below = (count: number): number => uniformInt(random, 0, count - 1);
  const mostFeatures = Math.max(1, Math.floor(Math.sqrt(columns.length)));
  const grown = Array.from({ length: trees }, () => {
    const chosen = modes.map(() => below(modes.length));
    return growTree(samples, chosen, () => shuffled(columns.length, below), mostFeatures);
  });
  return {
    'py/object': 'sklearn.ensemble._forest.RandomForestClassifier',
    'py/state': {
      classes_: { values: classes },
      n_features_in_: columns.length,
      estimators_: grown.map(pickledTree),
    },
  };
}

/** The numbers up to a count in a random order (Fisher and Yates). */
function shuffled(count: number, below: (count: number) => number): number[] {
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = below(last + 1);
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

function pickledTree({ left, right, feature, threshold, counts }: GrownTree): object {
  const nodes = {
    values: left.map((below, node) => ({
      'py/tuple': [below, right[node]!, feature[node]!, threshold[node]!],
    })),
  };
  const values = { values: counts.map((ofNode) => [ofNode]) };
  return { 'py/state': { tree_: { 'py/reduce': [null, null, { nodes, values }] } } };
}
