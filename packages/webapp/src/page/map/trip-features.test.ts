import { distanceGreatCircle } from '@sojourn/datamodel/geo';
import { expect, test } from 'vitest';
import { tripOf } from '../trips/trip.testing.js';
import { greatCircle } from './great-circle.js';
import { featuresOf } from './trip-features.js';

test('a trip is a line a section, each from where the one before ended', () => {
  const trip = tripOf();
  const { lines, places } = featuresOf([trip]);
  expect(lines.features.map(({ properties }) => properties.mode)).toEqual(['bicycling', 'walking']);
  const [ride, walk] = lines.features.map(({ geometry }) => geometry.coordinates);
  expect(walk![0]).toEqual(ride!.at(-1));
  expect(places.features).toHaveLength(2);
});

test('names of features are never numbers', () => {
  const { lines } = featuresOf([tripOf({ confirmed_trip: { $oid: '1'.repeat(24) } })]);
  expect(lines.features.every(({ properties }) => Number.isNaN(Number(properties.feature)))).toBe(true);
});

test('summaries and time without tracking are straight lines', () => {
  const summary = tripOf({ sections: [], locations: [] });
  const untracked = { ...summary, id: 'e'.repeat(24), kind: 'untracked' as const };
  const { lines } = featuresOf([summary, untracked]);
  expect(lines.features.map(({ properties }) => properties.mode)).toEqual(['bicycling', 'untracked']);
  expect(lines.features[0]!.geometry.coordinates).toEqual([
    [2.35, 48.85],
    [2.36, 48.85],
  ]);
});

test('long ways are bent as the earth is, and go on over the date line', () => {
  const path = greatCircle([174.8, -36.8], [-118.2, 34], 100_000);
  expect(path[0]).toEqual([174.8, -36.8]);
  expect(path.at(-1)![0]).toBeCloseTo(241.8, 6);
  for (const [index, position] of path.slice(1).entries()) {
    expect(Math.abs(position[0] - path[index]![0])).toBeLessThan(5);
    expect(distanceGreatCircle([...position], [...path[index]!])).toBeLessThan(101_000);
  }
});
