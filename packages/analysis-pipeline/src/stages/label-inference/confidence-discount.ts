import { LabelAlgorithm } from '@sojourn/datamodel/streams';
import type { StageInput } from '../stage.js';
import { tripModelKey } from '../stream-keys.js';
import {
  type BinModel,
  parseBinModel,
  parseTripModelConfiguration,
  predictLabels,
  type TripPrediction,
} from '../trip-model/index.js';
import type { LabelPrediction, LabelPredictor } from './label-predictor.js';

/** How far a prediction is believed that rests on few trips. */
export interface ConfidenceDiscount {
  /** What the confidence comes close to with many trips. */
  readonly maximum: number;
  /** Confidence after a single trip. */
  readonly first: number;
  /** Share of what is missing that each further trip adds. */
  readonly step: number;
}

const standardDiscount: ConfidenceDiscount = { maximum: 0.99, first: 0.8, step: 0.3 };

/** How far a prediction from so many trips is believed, between 0 and 1. */
export function confidence(
  trips: number,
  { maximum, first, step }: ConfidenceDiscount = standardDiscount,
): number {
  return maximum - (maximum - first) * (1 - step) ** (trips - 1);
}

/** Guesses from the trips that a person has labelled between the same places, by the newest of their trip models. */
export function createConfidenceDiscountedCluster(
  discount: ConfidenceDiscount = standardDiscount,
): LabelPredictor {
  return {
    algorithm: LabelAlgorithm.CONFIDENCE_DISCOUNTED_CLUSTER,
    needs: () => [{ key: tripModelKey, newest: 'metadata.write_ts' }],
    predict(trips, input) {
      const model = newestModel(input);
      if (model === undefined) return trips.map(() => []);
      const { similarityThreshold } = parseTripModelConfiguration(input.settings['study.trip_model']);
      return trips.map((trip) => predictOne(predictLabels(model, trip, similarityThreshold), discount));
    },
  };
}

function newestModel({ view }: StageInput): BinModel | undefined {
  const stored = view.all(tripModelKey).at(-1);
  return stored && parseBinModel(stored);
}

function predictOne({ predictions, trips }: TripPrediction, discount: ConfidenceDiscount): LabelPrediction {
  if (trips <= 0) return predictions;
  const factor = confidence(trips, discount);
  return predictions.map(({ labels, p }) => ({ labels, p: p * factor }));
}
