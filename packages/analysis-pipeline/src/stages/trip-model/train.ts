import type { Entry } from '@sojourn/datamodel';
import type { TripModelConfiguration } from './configuration.js';
import { addTrips } from './greedy-binning.js';
import type { BinModel } from './stored-model.js';

/** What training came to: a model, or why there is none. */
export type TrainedModel =
  | { readonly model: BinModel }
  | { readonly model: undefined; readonly reason: 'no-labelled-trips' | 'too-few-trips' };

/**
 * Trains a person's model.
 * @param trips confirmed trips: all of them, or, when training is incremental, those that are new
 * @param stored the person's present model
 */
export function trainTripModel(
  trips: readonly Entry[],
  stored: BinModel | undefined,
  configuration: TripModelConfiguration,
): TrainedModel {
  const labelled = trips.filter(
    ({ data: { user_input } }) => Object.keys((user_input as object | undefined) ?? {}).length > 0,
  );
  if (labelled.length === 0) return { model: undefined, reason: 'no-labelled-trips' };
  if (stored === undefined && labelled.length < configuration.minimumTrips) {
    return { model: undefined, reason: 'too-few-trips' };
  }
  // All trips once more on top of themselves would only feign more confidence.
  const before = configuration.incremental ? (stored?.bins ?? []) : [];
  const modelTs = Math.max(...labelled.map(({ data }) => data.end_ts as number));
  return { model: { bins: addTrips(before, labelled, configuration), modelTs } };
}
