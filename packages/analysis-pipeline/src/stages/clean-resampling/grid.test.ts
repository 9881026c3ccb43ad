import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import type { Fix } from './fix.js';
import { gridOf, interpolate, zonesOf } from './grid.js';
import { resample } from './resample.js';

const fix = (ts: number, latitude: number, longitude = 0, more: Partial<Fix> = {}): Fix => ({
  ts,
  latitude,
  longitude,
  altitude: 10,
  location: point(longitude, latitude),
  zone: 'UTC',
  entry: undefined,
  row: undefined,
  ...more,
});
const membership = { mode: 7, section: { $oid: 's' } };

describe('the grid of times', () => {
  it.each([
    [90, [0, 30, 60, 90]],
    [90.5, [0, 30, 60, 90, 90.5]],
    [29.9, [0, 29.9]],
    [0, [0]],
    [-5, [-5]],
  ])('to %d', (end, times) => {
    expect([...gridOf(0, end)]).toEqual(times);
  });

  it('has an end even when a clock jumps by years', () => {
    const grid = gridOf(0, 1e9);
    expect(grid.length).toBeLessThan(28_810);
    expect(grid.at(-1)).toBe(1e9);
  });
});

describe('interpolation', () => {
  const at = (knots: Fix[], ...times: number[]) => [
    ...interpolate(Float64Array.from(times), knots, 'latitude'),
  ];

  it('follows the line that ends at the first knot not before a time', () => {
    expect(at([fix(0, 0), fix(10, 1), fix(20, 5)], 0, 5, 10, 15, 20)).toEqual([0, 0.5, 1, 3, 5]);
  });

  it('goes on along the first and the last line', () => {
    expect(at([fix(10, 1), fix(20, 2)], 0, 30)).toEqual([0, 3]);
  });

  it('takes the first of knots at the same time', () => {
    expect(at([fix(0, 0), fix(10, 1), fix(10, 9), fix(20, 2)], 5, 10, 20)).toEqual([0.5, 1, 2]);
    expect(at([fix(0, 0), fix(10, 1), fix(10, 9)], 10)).toEqual([1]);
  });

  it('takes the first also where all begins with knots at the same time', () => {
    expect(at([fix(0, 0), fix(0, 1), fix(10, 2)], 0, 5, 10)).toEqual([0, 1.5, 2]);
    expect(at([fix(0, 3), fix(0, 1)], 0)).toEqual([3]);
  });
});

describe('zones', () => {
  const zoneAt = zonesOf([
    fix(0, 0, 0, { zone: 'Europe/Paris' }),
    fix(100, 0, 0, { zone: 'Europe/London' }),
    fix(400, 0, 0, { zone: 'Europe/Paris' }),
    fix(450, 0, 0, { zone: 'Europe/Paris' }),
  ]);

  it('last from their first point to the first of another', () => {
    expect([50, 200, 430].map(zoneAt)).toEqual(['Europe/Paris', 'Europe/London', 'Europe/Paris']);
  });

  it('that meet are decided by the longer one', () => {
    expect([100, 400].map(zoneAt)).toEqual(['Europe/London', 'Europe/London']);
  });
});

describe('resampling', () => {
  it('says how far and how fast each point is from the one before', () => {
    const { points, speeds, distances } = resample([fix(0, 0), fix(60, 0.001), fix(75, 0.001)], membership);
    expect(points.map(({ ts, idx }) => [ts, idx])).toEqual([
      [0, 0],
      [30, 1],
      [60, 2],
      [75, 3],
    ]);
    expect(distances[0]).toBe(0);
    expect(distances[1]).toBeCloseTo(55.6, 1);
    expect(speeds[1]).toBeCloseTo(distances[1]! / 30, 12);
    expect(speeds[3]).toBe(0);
    expect(points[1]).toMatchObject({
      latitude: 0.0005,
      longitude: 0,
      altitude: 10,
      heading: 0,
      fmt_time: '1970-01-01T00:00:30+00:00',
      local_dt: { minute: 0, second: 30, timezone: 'UTC' },
      ...membership,
    });
  });

  it('sorts what is out of order, but begins and ends with the first and the last', () => {
    const { points } = resample([fix(0, 0), fix(60, 2), fix(30, 1), fix(90, 3)], membership);
    expect(points.map(({ latitude }) => latitude)).toEqual([0, 1, 2, 3]);
  });

  it('loses no part of the way to an unknown altitude', () => {
    const unknown = fix(60, 2, 0, { altitude: Number.NaN });
    const { points, distances } = resample([fix(0, 0), fix(30, 1), unknown, fix(90, 3), fix(120, 4)], {
      ...membership,
    });
    expect(points.map(({ idx, altitude }) => [idx, altitude])).toEqual([
      [0, 10],
      [1, 10],
      [2, undefined],
      [3, undefined],
      [4, 10],
    ]);
    expect(distances[2]).toBeCloseTo(distances[1]!, 3);
  });

  it('does without altitudes where there are none', () => {
    const none = { altitude: Number.NaN };
    const { points } = resample([fix(0, 0, 0, none), fix(30, 1, 0, none)], membership);
    expect(points).toHaveLength(2);
    expect(points[0]).not.toHaveProperty('altitude');
  });

  it('rounds copies of coordinates to 15 decimals', () => {
    const { points } = resample([fix(0, 1 / 3, 1 / 3), fix(30, 1, 1)], membership);
    expect(points[0]!.loc).toEqual({ type: 'Point', coordinates: [0.333333333333333, 0.333333333333333] });
    expect(points[0]!.latitude).toBe(1 / 3);
  });
});
