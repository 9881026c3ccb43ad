import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cities, distanceBetween, toDegrees } from './city.js';
import { fastest, motionAt, moveAlong, trackLength } from './movement.js';
import { createRandom } from './random.js';
import { findWay, wayLength } from './streets.js';

const metres = fc.integer({ min: -6_000, max: 6_000 });
const errand = fc.record({
  seed: fc.string(),
  city: fc.constantFrom(...cities),
  from: fc.record({ x: metres, y: metres }),
  to: fc.record({ x: metres, y: metres }),
  mode: fc.constantFrom('walking', 'bicycling', 'bus', 'car' as const),
});

test('a track leads from door to door, forward in time, never faster than its mode', () => {
  fc.assert(
    fc.property(errand, ({ seed, city, from, to, mode }) => {
      const random = createRandom(seed);
      const way = findWay(random, city, from, to);
      const track = moveAlong(random, way, mode, 1_000);
      expect(motionAt(track, 0).point).toEqual(from);
      expect(distanceBetween(motionAt(track, Number.MAX_SAFE_INTEGER).point, to)).toBeLessThan(0.001);
      expect(trackLength(track)).toBeCloseTo(wayLength(way), 3);
      for (let index = 1; index < track.times.length; index++) {
        const milliseconds = track.times[index]! - track.times[index - 1]!;
        expect(milliseconds).toBeGreaterThan(0);
        const moved = Math.hypot(
          track.xs[index]! - track.xs[index - 1]!,
          track.ys[index]! - track.ys[index - 1]!,
        );
        expect((1000 * moved) / milliseconds).toBeLessThanOrEqual(fastest[mode] + 1e-6);
      }
    }),
    { numRuns: 60 },
  );
});

test('ways follow a grid: longer than the straight line, but no odyssey', () => {
  fc.assert(
    fc.property(errand, ({ seed, city, from, to }) => {
      const straight = distanceBetween(from, to);
      const length = wayLength(findWay(createRandom(seed), city, from, to));
      expect(length).toBeGreaterThanOrEqual(straight - 0.001);
      expect(length).toBeLessThan(1.6 * straight + 1_000);
    }),
    { numRuns: 60 },
  );
});

test('metres and degrees agree', () => {
  const [city] = cities;
  const { latitude, longitude } = toDegrees(city!, { x: 0, y: 1_000 });
  expect(longitude).toBe(city!.longitude);
  expect(latitude - city!.latitude).toBeCloseTo(0.008993, 5);
});
