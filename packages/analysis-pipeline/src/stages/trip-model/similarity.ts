import { type Entry, SojournError } from '@sojourn/datamodel';
import { distanceGreatCircle, isPoint } from '@sojourn/datamodel/geo';
import type { ClusteringWay } from './configuration.js';

/** Where a trip starts and ends: longitude and latitude of both, in degrees. */
export type TripFeatures = readonly [
  startLongitude: number,
  startLatitude: number,
  endLongitude: number,
  endLatitude: number,
];

/** The features of a trip. @throws SojournError `entry-field-missing` */
export function featuresOf({ data: { start_loc, end_loc } }: Entry): TripFeatures {
  if (!isPoint(start_loc) || !isPoint(end_loc)) {
    throw new SojournError('entry-field-missing', { detail: 'a trip does not say where it starts and ends' });
  }
  const [startLongitude, startLatitude] = start_loc.coordinates;
  const [endLongitude, endLatitude] = end_loc.coordinates;
  return [startLongitude, startLatitude, endLongitude, endLatitude];
}

/** Whether two trips start, end, or start and end at the same place. @param threshold metres, included */
export function isSimilar(
  one: TripFeatures,
  other: TripFeatures,
  way: ClusteringWay,
  threshold: number,
): boolean {
  const areClose = (at: 0 | 2): boolean =>
    distanceGreatCircle([one[at], one[at + 1]!], [other[at], other[at + 1]!]) <= threshold;
  return (way === 'destination' || areClose(0)) && (way === 'origin' || areClose(2));
}
