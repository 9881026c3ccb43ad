import type { Feature, Geometry } from 'geojson';
import type { Trip } from '../trips/index.js';

/**
 * The features of a trip: the line of each section, and the place that the trip led to. Properties are in SI units; times
 * are local, as the clocks showed them, and Unix seconds.
 */
export function featuresOfTrip(trip: Trip): Feature<Geometry>[] {
  const { id: trip_id, kind, labels } = trip;
  const about = { trip_id, kind, ...labels };
  const lines = trip.sections.map(
    ({ id, mode, start, end, distance, duration, points }): Feature<Geometry> => ({
      type: 'Feature',
      id,
      properties: {
        ...about,
        mode,
        start_ts: start.ts,
        end_ts: end.ts,
        start_local: `${start.day}T${start.clock}`,
        end_local: `${end.day}T${end.clock}`,
        time_zone: start.zone,
        distance,
        duration,
      },
      geometry: {
        type: 'LineString',
        coordinates: points.map(({ position: [longitude, latitude], altitude }) =>
          altitude === undefined ? [longitude, latitude] : [longitude, latitude, altitude],
        ),
      },
    }),
  );
  const untracked: Feature<Geometry>[] =
    kind === 'untracked'
      ? [
          {
            type: 'Feature',
            id: trip_id,
            properties: { ...about, start_ts: trip.start.ts, end_ts: trip.end.ts, distance: trip.distance },
            geometry: { type: 'LineString', coordinates: [[...trip.from], [...trip.to]] },
          },
        ]
      : [];
  const place = trip.endPlace;
  const places: Feature<Geometry>[] = place
    ? [
        {
          type: 'Feature',
          id: place.id,
          properties: { kind: 'place', enter_ts: place.enter?.ts ?? null, exit_ts: place.exit?.ts ?? null },
          geometry: { type: 'Point', coordinates: [...place.position] },
        },
      ]
    : [];
  return [...lines.filter((line) => hasLength(line)), ...untracked, ...places];
}

function hasLength({ geometry }: Feature<Geometry>): boolean {
  return geometry.type === 'LineString' && geometry.coordinates.length > 1;
}
