import { headingBetween } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { inventPoint } from '../testing/index.js';
import { countOf, locationPoints, metresBetween, movementAlong, rowsBetween } from './index.js';

const track = {
  ts: [0, 10, 10, 30],
  latitude: [37.3914184, 37.3903046, 37.3914184, 37.3914184],
  longitude: [-122.0826931, -122.082969, -122.0826931, -122.0826931],
};

describe('movement', () => {
  it('has the distance and heading of the reference', () => {
    expect(metresBetween(track, 0, 1)).toBeCloseTo(126.22468734349049, 11);
    expect(headingBetween([-122.0826931, 37.3914184], [-122.082969, 37.3903046])).toBeCloseTo(
      -168.86589723139477,
      9,
    );
  });

  it('begins at rest, and has no speed where no time passes', () => {
    const { distance, speed } = movementAlong(track);
    expect([...distance].map(Math.round)).toEqual([0, 126, 126, 0]);
    expect([...speed].map(Math.round)).toEqual([0, 13, 0, 0]);
  });

  it('of nothing is nothing', () => {
    expect(movementAlong({ ts: [], latitude: [], longitude: [] }).speed).toHaveLength(0);
  });
});

describe('rows between two times', () => {
  it.each([
    [10, 10, 1, 3],
    [0, 30, 0, 4],
    [11, 29, 3, 3],
    [31, 99, 4, 4],
    [20, 10, 3, 3],
  ])('%d and %d are %d to %d', (start, end, first, stop) => {
    expect(rowsBetween(track.ts, start, end)).toEqual({ first, stop });
    expect(countOf({ first, stop })).toBe(stop - first);
  });
});

describe('a table in order of sensing time', () => {
  it('drops repeats and keeps the same reading that was written at another time', () => {
    const here = { east: 0, north: 0 };
    const first = inventPoint(100, here);
    const again = { ...first, _id: inventPoint(0, here)._id };
    const later = inventPoint(100, here, { written: 200 });
    expect(locationPoints([first, again, later], 'data.ts').entries).toEqual([first, later]);
  });
});
