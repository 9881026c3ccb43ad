import { type Entry, SojournError } from '@sojourn/datamodel';
import { ModeAlgorithm, MotionType } from '@sojourn/datamodel/streams';
import { recreatedLocationKey } from '../../stream-keys.js';
import type { EntryView } from '../../working-set.js';
import { createModeInference } from '../mode-inference.js';
import type { ModeInferrer, ModeProbabilities, PredictedModeName } from '../mode-inferrer.js';
import { type Forest, parseForest, probabilitiesOf } from './random-forest.js';
import { sectionFeatures } from './section-features.js';
import { selectedFeatures } from './selected-features.js';

/** Modes by the numbers that forests are trained with, which are the reference's older ones. */
const modes: ReadonlyMap<number, PredictedModeName> = new Map([
  [1, 'WALKING'],
  [3, 'BICYCLING'],
  [5, 'BUS'],
  [6, 'TRAIN'],
  [7, 'CAR'],
  [9, 'AIR_OR_HSR'],
]);

/** Lets the trees of the forest in the settings vote on the mode of each section. */
const forestInferrer: ModeInferrer = {
  algorithm: ModeAlgorithm.SEED_RANDOM_FOREST,
  furtherNeeds: (sections) =>
    sections.map((section) => ({ key: recreatedLocationKey, range: rangeOf(section) })),
  prepare({ settings, view }) {
    const forest = forestOf(settings['classification.inference.mode.forest']);
    const columns = selectedFeatures(settings);
    if (columns.length !== forest.featureCount) {
      throw new SojournError('request-invalid', { detail: 'the forest was trained with other features' });
    }
    return (section) => {
      // A flight is known from its distance and speed alone.
      if (section.data.sensed_mode === MotionType.AIR_OR_HSR) return { probabilities: { AIR_OR_HSR: 1 } };
      const features = sectionFeatures(section, pointsOf(section, view));
      const looked = columns.map((column) => features[column]!);
      return { probabilities: byMode(forest, probabilitiesOf(forest, looked)) };
    };
  },
};

/** Mode inference by a random forest. */
export const modeInferenceByForest = createModeInference(forestInferrer);

function rangeOf({ data }: Entry) {
  const { start_ts: start, end_ts: end } = data as { start_ts: number; end_ts: number };
  return { field: 'data.ts', start, end } as const;
}

function pointsOf(section: Entry, view: EntryView): readonly Entry[] {
  return view.find(recreatedLocationKey, rangeOf(section));
}

function byMode({ classes }: Forest, votes: readonly number[]): ModeProbabilities {
  const probabilities: Partial<Record<PredictedModeName, number>> = {};
  votes.forEach((probability, index) => {
    const mode = modes.get(classes[index]!) ?? 'UNKNOWN';
    if (probability !== 0) probabilities[mode] = (probabilities[mode] ?? 0) + probability;
  });
  return probabilities;
}

const parsed = new WeakMap<object, Forest>();

function forestOf(model: object): Forest {
  let forest = parsed.get(model);
  if (forest === undefined) {
    forest = parseForest(model);
    parsed.set(model, forest);
  }
  return forest;
}
