import { PredictedMode } from '@sojourn/datamodel/streams';
import type { ModeProbabilities, PredictedModeName } from './mode-inferrer.js';

/** Code of the most probable mode; of equally probable ones the lowest. Unknown when there is none. */
export function likeliestMode(probabilities: ModeProbabilities): number {
  let likeliest: number = PredictedMode.UNKNOWN;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [name, probability] of Object.entries(probabilities)) {
    const mode = PredictedMode[name as PredictedModeName];
    if (probability > highest || (probability === highest && mode < likeliest)) {
      likeliest = mode;
      highest = probability;
    }
  }
  return likeliest;
}
