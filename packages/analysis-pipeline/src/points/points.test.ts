import { distanceSegmentation } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { haveRealDays, inventActivity, inventPoint, inventTransition, readDay } from '../testing/index.js';
import { activities, locationPoints, lowerBound, RowDistances, transitions } from './index.js';

const here = { east: 0, north: 0 };

describe('table views', () => {
  it('drop exact repeats and keep the first', () => {
    const first = inventPoint(100, here);
    const again = { ...first, _id: inventPoint(0, here)._id };
    expect(locationPoints([first, again]).entries).toEqual([first]);
  });

  it('keep the same reading that was written at another time', () => {
    expect(locationPoints([inventPoint(100, here), inventPoint(100, here, { written: 101 })]).count).toBe(2);
  });

  it('do not compare texts, filters or undeclared members', () => {
    const first = inventPoint(100, here);
    const other = inventPoint(100, here, { filter: 'distance' });
    Object.assign(other.data, { fmt_time: 'elsewhere', elapsedRealtimeNanos: 5, loc: null });
    expect(locationPoints([first, other]).count).toBe(1);
  });

  it('take missing, null and not a number for the same, and minus zero for zero', () => {
    const first = inventPoint(100, here);
    const other = inventPoint(100, here);
    Object.assign(first.data, { floor: null, heading: 0 });
    Object.assign(other.data, { heading: -0, vaccuracy: Number.NaN });
    expect(locationPoints([first, other]).count).toBe(1);
  });

  it('do not compare a column that holds anything but numbers', () => {
    const rows = [1, 2].map((altitude) => {
      const entry = inventPoint(100, here);
      Object.assign(entry.data, { altitude });
      return entry;
    });
    expect(locationPoints(rows).count).toBe(2);
    const texts = [...rows, inventPoint(200, here)];
    Object.assign(texts[2]!.data, { altitude: 'high' });
    expect(locationPoints(texts).count).toBe(2);
  });

  it('leave out locations without a time or a position', () => {
    const broken = [{ ts: undefined }, { latitude: Number.NaN }, { longitude: null }, { latitude: '48' }].map(
      (change) => {
        const entry = inventPoint(100, here);
        Object.assign(entry.data, change);
        return entry;
      },
    );
    expect(locationPoints([inventPoint(100, here), ...broken]).count).toBe(1);
  });

  it('of activities and transitions compare their codes', () => {
    expect(activities([inventActivity(1), inventActivity(1), inventActivity(1, 3)]).count).toBe(2);
    expect(transitions([inventTransition(1, 2), inventTransition(1, 2), inventTransition(1, 3)]).count).toBe(
      2,
    );
  });

  it('are empty for no entries', () => {
    expect(locationPoints([]).count + activities([]).count + transitions([]).count).toBe(0);
  });

  it.skipIf(!haveRealDays)('have the recorded sizes on a day with repeated uploads', () => {
    const all = readDay('android-2016-06-20').sort(
      (left, right) => left.metadata.write_ts - right.metadata.write_ts,
    );
    const of = (key: string) => all.filter(({ metadata }) => metadata.key === key);
    expect(locationPoints(of('background/filtered_location')).count).toBe(222);
    expect(locationPoints(of('background/location')).count).toBe(245);
    expect(transitions(of('statemachine/transition')).count).toBe(14);
    expect(activities(of('background/motion_activity')).count).toBe(183);
  });
});

describe('row distances', () => {
  it('equal the data model’s to the last bit', () => {
    const points = locationPoints(
      Array.from({ length: 50 }, (_, index) =>
        inventPoint(index, { east: Math.sin(index) * 1e5, north: Math.cos(index * 3) * 1e6 }),
      ),
    );
    const distances = new RowDistances(points);
    for (let from = 0; from < 50; from++) {
      for (let to = 0; to < 50; to++) {
        expect(distances.between(from, to)).toBe(
          distanceSegmentation(
            points.latitude[from]!,
            points.longitude[from]!,
            points.latitude[to]!,
            points.longitude[to]!,
          ),
        );
      }
    }
  });
});

describe('lowerBound', () => {
  it.each([
    [0, 0],
    [1, 0],
    [1.5, 1],
    [2, 1],
    [3, 3],
    [9, 4],
  ])('of %d is %d', (bound, index) => {
    expect(lowerBound([1, 2, 2, 3], bound)).toBe(index);
  });
});
