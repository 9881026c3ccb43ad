import { type Entry, SojournError } from '@sojourn/datamodel';
import { binPredictions, type LabelRow } from './bin-predictions.js';
import type { TripModelConfiguration } from './configuration.js';
import type { LikelyTripLabels } from './likely-trip-labels.js';
import { featuresOf, isSimilar, type TripFeatures } from './similarity.js';

/** Trips that are alike, with what they were labelled. */
export interface Bin {
  readonly feature_rows: readonly TripFeatures[];
  /** The labels of each trip. */
  readonly labels: readonly LabelRow[];
  readonly predictions: readonly LikelyTripLabels[];
}

/**
 * Puts trips into bins: each into the first one of which it is similar to every trip, else into a new one.
 * @param bins bins that there are already, in the order of their making
 * @param trips labelled trips
 * @throws SojournError `request-invalid` for a trip without labels
 */
export function addTrips(
  bins: readonly Bin[],
  trips: readonly Entry[],
  { similarityThreshold, clusteringWay }: TripModelConfiguration,
): Bin[] {
  const growing = bins.map(({ feature_rows, labels }) => ({ rows: [...feature_rows], labels: [...labels] }));
  for (const trip of trips) {
    const labels = (trip.data.user_input ?? {}) as LabelRow;
    if (Object.keys(labels).length === 0) {
      throw new SojournError('request-invalid', { detail: 'a trip without labels teaches nothing' });
    }
    const features = featuresOf(trip);
    let bin = growing.find(({ rows }) =>
      rows.every((row) => isSimilar(row, features, clusteringWay, similarityThreshold)),
    );
    if (bin === undefined) {
      bin = { rows: [], labels: [] };
      growing.push(bin);
    }
    bin.rows.push(features);
    bin.labels.push(labels);
  }
  return growing.map(({ rows, labels }) => ({
    feature_rows: rows,
    labels,
    predictions: binPredictions(labels),
  }));
}
