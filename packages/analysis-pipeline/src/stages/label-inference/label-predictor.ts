import type { Entry } from '@sojourn/datamodel';
import type { EntryNeed, RunScope, StageInput } from '../stage.js';
import type { LikelyTripLabels } from '../trip-model/index.js';

/** What a trip may be labelled with; empty when nobody has an idea. */
export type LabelPrediction = readonly LikelyTripLabels[];

/** A way to guess the labels of trips. */
export interface LabelPredictor {
  /** Code that predictions carry. */
  readonly algorithm: number;
  needs?(scope: RunScope): readonly EntryNeed[];
  /** One prediction for each trip. @param trips inferred trips, not stored yet */
  predict(trips: readonly Entry[], input: StageInput): readonly LabelPrediction[];
}

/** A prediction with the algorithm that it counts as one of. */
export interface LabelChoice {
  readonly algorithm: number;
  readonly prediction: LabelPrediction;
}

/** Makes one prediction for a trip of those of all predictors, in their order. */
export type LabelEnsemble = (predictions: readonly LabelChoice[]) => LabelChoice;

/** Takes the first predictor at its word. */
export const firstPrediction: LabelEnsemble = ([first]) => {
  if (first === undefined) throw new RangeError('there is no prediction to choose from');
  return first;
};
