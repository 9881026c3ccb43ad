import { describe, expect, it } from 'vitest';
import { inventEntry, inventPoint, type Spot } from '../../testing/index.js';
import { isRemarkablyFast, leadBack, leadOn } from './extrapolate.js';
import { type Fix, fixOf } from './fix.js';

const [vehicle, bicycle, walking] = [0, 1, 7] as const;
const start = 100_000;
const spot = (east: number): Spot => ({ east, north: 0 });

/** Points a minute apart that move at a constant speed away from the origin, in m/s. */
const moving = (speed: number, count = 10): Fix[] =>
  Array.from({ length: count }, (_, index) =>
    fixOf(inventPoint(start + index * 60, spot(index * 60 * speed)), index),
  );
const originAt = (east: number): Fix => fixOf(inventPoint(start - 9000, spot(east)));
const place = (data: Record<string, unknown> = {}) => inventEntry('segmentation/raw_place', data, start);

function secondsBefore(speed: number, metres: number, mode: number, data?: Record<string, unknown>): number {
  const fixes = moving(speed);
  const led = leadBack(fixes, originAt(-metres), place(data), mode);
  return led === fixes ? 0 : start - led[0]!.ts;
}

describe('leading a trip back to its place', () => {
  it('takes as long as the way takes at the median speed', () => {
    expect(secondsBefore(2, 500, bicycle)).toBeCloseTo(250, 0);
    expect(secondsBefore(20, 5000, vehicle)).toBeCloseTo(250, 0);
  });

  it.each([
    [1.6, 5559.746 / 1.6],
    [1.8, 5559.746],
    [1.95, 5559.746 / 1.95],
  ])('for a far place and walking at %f m/s takes %f seconds', (speed, seconds) => {
    // A place that is more than twice the way of the section away; a little too fast is taken for 1 m/s.
    expect(secondsBefore(speed, 5559.746, walking) / seconds).toBeCloseTo(1, 3);
  });

  it('knows the limit of a bicycle for everything that does not walk', () => {
    expect(secondsBefore(9, 20_000, 4)).toBeCloseTo(20_000, -2);
    expect(secondsBefore(9, 20_000, vehicle)).toBeCloseTo(20_000 / 9, -2);
  });

  it('leaves a trip alone that starts at its place, and one that never moves', () => {
    expect(secondsBefore(2, 0, walking)).toBe(0);
    expect(secondsBefore(0, 500, walking)).toBe(0);
  });

  it('takes the median of what moves when most does not', () => {
    const fixes = [0, 0, 0, 0, 0, 120].map((east, index) =>
      fixOf(inventPoint(start + index * 60, spot(east))),
    );
    const [first] = leadBack(fixes, originAt(-100), place(), walking);
    expect(start - first!.ts).toBeCloseTo(50, 1);
  });

  it.each([
    ['at the arrival when the place has no duration', { enter_ts: start - 10, duration: 0 }, 10],
    ['after half of a short stay', { enter_ts: start - 200, duration: 200 }, 100],
    [
      'three minutes after the arrival when the stay was long',
      { enter_ts: start - 4000, duration: 4000 },
      3820,
    ],
    ['when it must, if that is after the arrival', { enter_ts: start - 90_000, duration: 90_000 }, 5000],
  ])('begins %s', (_, data, seconds) => {
    expect(secondsBefore(2, 10_000, vehicle, data)).toBeCloseTo(seconds, -1);
  });

  it('begins with the point of the arrival, at sea level when its altitude is unknown', () => {
    const origin = { ...originAt(-500), altitude: Number.NaN };
    const [first] = leadBack(moving(2), origin, place(), bicycle);
    expect(first).toEqual({ ...origin, ts: first!.ts, altitude: 0, row: undefined });
    const unknown = moving(2).map((fix) => ({ ...fix, altitude: Number.NaN }));
    expect(leadBack(unknown, origin, place(), bicycle)[0]!.altitude).toBeNaN();
  });
});

describe('the way from the place', () => {
  it('is too fast above the upper fence of the other speeds', () => {
    const [first, ...others] = moving(2);
    const rest = others.map((fix) => ({ ...fix, ts: fix.ts + 1000 }));
    expect(isRemarkablyFast([{ ...first!, ts: rest[0]!.ts - 70 }, ...rest])).toBe(false);
    expect(isRemarkablyFast([{ ...first!, ts: rest[0]!.ts - 10 }, ...rest])).toBe(true);
  });

  it('is not judged without other speeds', () => {
    expect(isRemarkablyFast(moving(9, 2))).toBe(false);
  });
});

describe('leading a trip on to its end', () => {
  it('adds the point there', () => {
    const fixes = moving(2);
    const end = fixOf(inventPoint(start + 5000, spot(3000)));
    expect(leadOn(fixes, end).at(-1)).toEqual(end);
    expect(leadOn(fixes, fixes.at(-1)!)).toBe(fixes);
  });
});
