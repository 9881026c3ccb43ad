import type { Entry } from '@sojourn/datamodel';
import { ModeAlgorithm, MotionType } from '@sojourn/datamodel/streams';
import { stageRange } from '../../state.js';
import { recreatedLocationKey } from '../../stream-keys.js';
import type { ModeInferrer, ModeProbabilities, PredictedModeName } from '../mode-inferrer.js';
import { parseForest, probabilitiesOf } from './random-forest.js';
import { sectionFeatures } from './section-features.js';
import { selectedFeatures } from './selected-features.js';

/** Seconds that a section may begin before its place was left. */
const slack = 60;

/** Modes by the codes that the classes of a forest have. */
const modes: ReadonlyMap<number, PredictedModeName> = new Map([
  [1, 'WALKING'],
  [3, 'BICYCLING'],
  [5, 'BUS'],
  [6, 'TRAIN'],
  [7, 'CAR'],
  [9, 'AIR_OR_HSR'],
]);

/** A random forest, from the settings, that votes on the mode of a section by its features. */
export const modeInferenceByForest: ModeInferrer = {
  algorithm: ModeAlgorithm.SEED_RANDOM_FOREST,
  needs: ({ states, now }) => {
    const { start, end } = stageRange(states.MODE_INFERENCE, now);
    const since = start === null ? null : start - slack;
    return [{ key: recreatedLocationKey, range: { field: 'data.ts', start: since, end } }];
  },
  prepare({ view, settings }) {
    const forest = parseForest(settings['classification.inference.mode.forest']);
    const columns = selectedFeatures(settings);
    return (section: Entry): ModeProbabilities => {
      if (section.data.sensed_mode === MotionType.AIR_OR_HSR) return { AIR_OR_HSR: 1 };
      const { start_ts: start, end_ts: end } = section.data as { start_ts: number; end_ts: number };
      const points = view.find(recreatedLocationKey, { field: 'data.ts', start, end });
      const features = sectionFeatures(section, points);
      const votes = probabilitiesOf(
        forest,
        columns.map((column) => features[column]!),
      );
      const probabilities: Partial<Record<PredictedModeName, number>> = {};
      votes.forEach((probability, index) => {
        const mode = modes.get(forest.classes[index]!) ?? 'UNKNOWN';
        if (probability > 0) probabilities[mode] = (probabilities[mode] ?? 0) + probability;
      });
      return probabilities;
    };
  },
};
