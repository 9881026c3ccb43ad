import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import type { Position, Trip } from '../trips/index.js';
import { greatCircle } from './great-circle.js';

/** What the map knows of a line or a place. */
export interface TripProperties {
  /** Name of the feature for its state on the map. */
  readonly feature: string;
  readonly trip: string;
  readonly mode: string;
}

/** Lines of the trips, one for each section, and their ends. */
export interface TripFeatures {
  readonly lines: FeatureCollection<LineString, TripProperties>;
  readonly places: FeatureCollection<Point, TripProperties>;
}

/** Metres beyond which a straight piece is bent as the earth is. */
const LONG = 100_000;

/** What the map draws of some trips. Time without tracking is a straight line of the mode `untracked`. */
export function featuresOf(trips: readonly Trip[]): TripFeatures {
  const lines: Feature<LineString, TripProperties>[] = [];
  const places = new Map<string, Feature<Point, TripProperties>>();
  for (const trip of trips) {
    lines.push(...linesOf(trip));
    for (const position of [trip.from, trip.to]) {
      // Coming and going find the same place a few metres apart.
      const key = position.map((degrees) => degrees.toFixed(4)).join();
      if (!places.has(key)) places.set(key, pointFeature(position, trip.id));
    }
  }
  return {
    lines: { type: 'FeatureCollection', features: lines },
    places: { type: 'FeatureCollection', features: [...places.values()] },
  };
}

function linesOf(trip: Trip): Feature<LineString, TripProperties>[] {
  if (trip.kind === 'untracked') return [lineFeature([trip.from, trip.to], trip, 'untracked')];
  const drawn = trip.sections.filter(({ points }) => points.length > 0);
  if (drawn.length === 0) return [lineFeature([trip.from, trip.to], trip, trip.shares[0]?.mode ?? 'unknown')];
  let before: Position | undefined;
  return drawn.map(({ points, mode }) => {
    const path = points.map(({ position }) => position);
    // A section begins where the one before ended, also when the phone fell silent in between.
    const line = lineFeature(before ? [before, ...path] : path, trip, mode);
    before = path.at(-1);
    return line;
  });
}

function lineFeature(
  path: readonly Position[],
  trip: Trip,
  mode: string,
): Feature<LineString, TripProperties> {
  const bent = path.flatMap((position, index) => {
    const before = path[index - 1];
    return before ? greatCircle(before, position, LONG).slice(1) : [position];
  });
  const coordinates = bent.length > 1 ? bent : [...bent, ...bent];
  return {
    type: 'Feature',
    properties: { feature: featureOf(trip.id), trip: trip.id, mode },
    geometry: {
      type: 'LineString',
      coordinates: coordinates.map(([longitude, latitude]) => [longitude, latitude]),
    },
  };
}

function pointFeature([longitude, latitude]: Position, trip: string): Feature<Point, TripProperties> {
  return {
    type: 'Feature',
    properties: { feature: featureOf(trip), trip, mode: 'place' },
    geometry: { type: 'Point', coordinates: [longitude, latitude] },
  };
}

/** The name of a trip's features. An id that happens to be digits alone would be taken for a number, and be too large. */
export function featureOf(trip: string): string {
  return `trip-${trip}`;
}
