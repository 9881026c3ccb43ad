import { describe, expect, it } from 'vitest';
import { locationPoints } from '../../points/index.js';
import { inventPoint } from '../../testing/index.js';
import { type MovingTrack, moving, trackOf } from './section-track.js';
import { zigzag } from './zigzag.js';

/** A track at the given metres east, a point every ten seconds. */
const trackAt = (...east: number[]): MovingTrack =>
  moving(
    trackOf(
      locationPoints(
        east.map((metres, index) => inventPoint(1000 + index * 10, { east: metres, north: 0 })),
        'data.ts',
      ),
    ),
  );

/** The rows that are kept, `x` for those that are not. */
function kept(track: MovingTrack, fastest: number, byDistance = false): string | undefined {
  const keep = zigzag(track, fastest, byDistance);
  return keep?.map((value, row) => (value ? row : 'x')).join(' ');
}

describe('zigzag', () => {
  it('keeps everything when nothing is too fast', () => {
    expect(kept(trackAt(0, 10, 20), 2)).toBe('0 1 2');
    expect(kept(trackAt(0), 0)).toBe('0');
  });

  it('drops a jump there and back', () => {
    expect(kept(trackAt(0, 40, 80, 120, 5000, 5001, 160, 200, 240, 280), 20)).toBe('0 1 2 3 x x 6 7 8 9');
  });

  it('takes the shortest stretch that moves for a good one', () => {
    expect(kept(trackAt(0, 5000, 5060, 5120, 5180), 20)).toBe('x 1 2 3 4');
    expect(kept(trackAt(0, 60, 120, 5000), 20)).toBe('0 1 2 x');
  });

  it('takes the neighbour of the smallest cluster for good when nothing moves', () => {
    expect(kept(trackAt(0, 5000, 5010), 20)).toBe('x 1 2');
    expect(kept(trackAt(0, 10, 5000), 20)).toBe('0 1 x');
  });

  it('takes any movement for a jump when most of the time nothing moves', () => {
    expect(kept(trackAt(0, 30, 30, 30, 30), 0)).toBe('x 1 2 3 4');
  });

  it('splits a bad stretch that moves where it jumps, to the right and to the left', () => {
    const east = [0, 40, 80, 120, 3000, 3010, 3120, 3160, 3200, 3240];
    expect(kept(trackAt(...east), 50)).toBe('0 1 2 3 x x 6 7 8 9');
    expect(kept(trackAt(...east.toReversed()), 50)).toBe('0 1 2 3 x x 6 7 8 9');
  });

  it('gives up when a bad stretch has no jump to be split at', () => {
    const slowly = [3000, 3060, 3120, 3180];
    expect(kept(trackAt(0, 40, 80, 120, ...slowly), 50)).toBeUndefined();
    expect(kept(trackAt(...slowly, 0, 40, 80, 120), 50)).toBeUndefined();
  });

  it('gives up when what is split off still moves', () => {
    expect(kept(trackAt(0, 40, 80, 120, 3000, 3080, 3160, 3300, 3310), 50)).toBeUndefined();
  });

  it('for points at fixed distances cuts at far jumps and at the far step before each', () => {
    expect(kept(trackAt(0, 50, 160, 210, 270, 3000, 3040, 3080), 50, true)).toBe('x x 2 3 4 x x x');
    expect(kept(trackAt(0, 50, 3000), 50, true)).toBeUndefined();
    expect(kept(trackAt(0, 110, 3000, 6000), 50, true)).toBeUndefined();
    expect(kept(trackAt(0, 90, 100, 190), 8, true)).toBe('0 1 2 3');
  });
});
