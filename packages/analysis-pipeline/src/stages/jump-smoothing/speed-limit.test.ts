import { describe, expect, it } from 'vitest';
import { locationPoints } from '../../points/index.js';
import { inventPoint } from '../../testing/index.js';
import { moving, trackOf } from './section-track.js';
import { smoothSection } from './smooth-section.js';
import { belowSpeedLimit } from './speed-limit.js';

const pointsAt = (...east: number[]) =>
  locationPoints(
    east.map((metres, index) => inventPoint(1000 + index * 10, { east: metres, north: 0 })),
    'data.ts',
  );
const kept = (...east: number[]): string =>
  belowSpeedLimit(moving(trackOf(pointsAt(...east))))
    .map((keep) => (keep ? '+' : '-'))
    .join('');

describe('the limit of speed', () => {
  it('drops the shorter stretch on one side of an impossible step', () => {
    expect(kept(0, 1, 2, 3, 4, 9000, 9001)).toBe('+++++--');
    expect(kept(9000, 9001, 0, 1, 2, 3, 4)).toBe('+-+++++');
  });

  it('keeps everything where no step is impossible', () => {
    expect(kept(0, 1000, 2000, 3000)).toBe('++++');
  });

  it('leaves the first point out of every stretch', () => {
    expect(kept(9000, 0, 1, 2)).toBe('++++');
  });

  it('judges each stretch by the one before it, even by one that is dropped', () => {
    expect(kept(0, 1, 2, 3, 4, 9000, 15)).toBe('+++++--');
  });
});

describe('smoothing', () => {
  it('says which points jump', () => {
    const points = pointsAt(0, 40, 80, 120, 160, 9000, 200, 240, 280, 320);
    expect(smoothSection(points)).toEqual({
      algorithm: 'SmoothZigzag',
      deleted: [points.entries[5]!._id.$oid],
    });
  });

  it('says so when none do', () => {
    expect(smoothSection(pointsAt(0, 40, 80))).toEqual({ algorithm: 'SmoothZigzag', deleted: [] });
  });

  it('does without a section of no points', () => {
    expect(smoothSection(pointsAt())).toBeUndefined();
  });

  it('resorts to the limit when the alternation leaves steps faster than sound', () => {
    const points = pointsAt(0, 40, 12_040, 100, 120, 160, 200, 240);
    expect(smoothSection(points)).toEqual({
      algorithm: 'SmoothPosdap',
      deleted: [points.entries[2]!._id.$oid],
    });
  });
});
