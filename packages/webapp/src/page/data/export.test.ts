import { expect, test } from 'vitest';
import { tripOf } from '../trips/trip.testing.js';
import { featuresOfTrip } from './geojson.js';
import { gpxFoot, gpxHead, gpxTrack } from './gpx.js';

const trip = tripOf({
  user_input: { mode_confirm: '<script>"&\u0007' },
  end_confirmed_place: {
    _id: { $oid: '9'.repeat(24) },
    data: { location: { type: 'Point', coordinates: [2.36, 48.85] } },
  },
});

test('GeoJSON has the lines of sections that have one, with heights, and the place at the end', () => {
  const [line, place, ...rest] = featuresOfTrip(trip);
  expect(rest).toEqual([]);
  expect(line).toMatchObject({
    geometry: {
      type: 'LineString',
      coordinates: [
        [2.35, 48.85, 35],
        [2.351, 48.85, 36],
        [2.352, 48.85, 37],
      ],
    },
    properties: {
      mode: 'bicycling',
      start_local: '2024-06-10T08:13',
      time_zone: 'Europe/Paris',
      distance: 2000,
    },
  });
  expect(place).toMatchObject({
    geometry: { type: 'Point', coordinates: [2.36, 48.85] },
    properties: { kind: 'place' },
  });
});

test('time without tracking is a straight line in GeoJSON and nothing in GPX', () => {
  const untracked = { ...trip, kind: 'untracked' as const, sections: [], endPlace: undefined };
  expect(featuresOfTrip(untracked)).toMatchObject([
    {
      geometry: {
        coordinates: [
          [2.35, 48.85],
          [2.36, 48.85],
        ],
      },
    },
  ]);
  expect(gpxTrack(untracked)).toBe('');
});

test('GPX has a segment a section with UTC times, and labels as text', () => {
  const gpx = gpxHead + gpxTrack(trip) + gpxFoot;
  expect(gpx.match(/<trkseg>/g)).toHaveLength(2);
  expect(gpx).toContain(
    '<trkpt lat="48.85" lon="2.351"><ele>36</ele><time>2024-06-10T06:14:21.500Z</time></trkpt>',
  );
  expect(gpx).toContain('<desc>&lt;script&gt;&quot;&amp;</desc>');
  expect(gpx).not.toContain('<script');
});
