import type { Entry } from '@sojourn/datamodel';
import { standardTripModel } from './configuration.js';
import type { LikelyTripLabels } from './likely-trip-labels.js';
import { featuresOf, isSimilar } from './similarity.js';
import type { BinModel } from './stored-model.js';

/** What a model says about a trip. */
export interface TripPrediction {
  readonly predictions: readonly LikelyTripLabels[];
  /** How many trips that rests on. */
  readonly trips: number;
}

/**
 * Looks a trip up: in the first bin that has any trip between the same places, whichever way the bins were made.
 * @param threshold metres
 */
export function predictLabels(
  { bins }: BinModel,
  trip: Entry,
  threshold = standardTripModel.similarityThreshold,
): TripPrediction {
  const features = featuresOf(trip);
  const bin = bins.find(({ feature_rows }) =>
    feature_rows.some((row) => isSimilar(row, features, 'origin-destination', threshold)),
  );
  return { predictions: bin?.predictions ?? [], trips: bin?.feature_rows.length ?? 0 };
}
