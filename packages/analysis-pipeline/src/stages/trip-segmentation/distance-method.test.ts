import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { activities, locationPoints, transitions } from '../../points/index.js';
import {
  haveRealDays,
  inventActivity,
  inventPoint,
  inventTransition,
  readDay,
  type Spot,
  travel,
} from '../../testing/index.js';
import { filteredPoints } from '../accuracy-filter/index.js';
import { type DistanceMethodOptions, segmentByDistance } from './distance-method.js';

interface Events {
  readonly transitions?: Entry[];
  readonly activities?: Entry[];
}

function segment(points: Entry[], events: Events = {}, options?: DistanceMethodOptions) {
  const { segments, progress } = segmentByDistance(
    {
      points: locationPoints(points),
      transitions: transitions(events.transitions ?? []),
      activities: activities(events.activities ?? []),
    },
    options,
  );
  return { trips: segments.map(({ first, last }) => [first.data.ts, last.data.ts]), progress };
}

const at = (ts: number, east: number): Entry => inventPoint(ts, { east, north: 0 }, { filter: 'distance' });
const home: Spot = { east: 0, north: 0 };
const work: Spot = { east: 6000, north: 0 };
/** 1000 to 2980. */
const ride = () => travel(1000, home, work, 100, 20, { filter: 'distance' });

describe('segmentation by distance', () => {
  it('finds nothing in nothing and in a trip that is still under way', () => {
    expect(segment([])).toEqual({ trips: [], progress: undefined });
    expect(segment(ride())).toEqual({ trips: [], progress: undefined });
  });

  it('ends a trip exactly at the last point before a gap, and starts at the first real step', () => {
    const result = segment([...ride(), at(4000, 6000), at(4020, 6049), at(4040, 6099), at(4060, 6200)]);
    expect(result).toEqual({ trips: [[1000, 2980]], progress: 4000 });
    expect(segment([...ride(), at(4000, 6000), at(4020, 6051), at(5000, 6051)]).trips).toEqual([
      [1000, 2980],
      [4020, 4020],
    ]);
  });

  it('may start the next trip at the point after the gap', () => {
    expect(segment([...ride(), at(4000, 6051), at(8000, 6051)]).trips).toEqual([
      [1000, 2980],
      [4000, 4000],
    ]);
  });

  it('needs no distance for an end: a phone that lies still is enough', () => {
    expect(segment([at(0, 0), at(601, 0)]).trips).toEqual([[0, 0]]);
    expect(segment([at(0, 0), at(600, 0)]).trips).toEqual([]);
  });

  it('is kept going through a gap by motion, if the gap was covered fast enough', () => {
    const activity = { activities: [inventActivity(3500)] };
    expect(segment([...ride(), at(4000, 9000)], activity).trips).toEqual([]);
    expect(segment([...ride(), at(4000, 6100)], activity).trips).toHaveLength(1);
    expect(segment([...ride(), at(2980 + 43_201, 90_000)], activity).trips).toHaveLength(1);
  });

  it('takes a restart for an end only together with a gap', () => {
    const activity = [inventActivity(3500)];
    const restart = [inventTransition(3500, 4)];
    expect(segment(ride(), { transitions: [inventTransition(1500, 4)] }).trips).toEqual([]);
    expect(
      segment([...ride(), at(4000, 9000)], { activities: activity, transitions: restart }).trips,
    ).toHaveLength(1);
  });

  it('ends the last trip, of one point even, when the phone says that it stopped moving', () => {
    expect(segment([at(0, 0)], { transitions: [inventTransition(1, 2)] })).toEqual({
      trips: [[0, 0]],
      progress: 0,
    });
    expect(segment(ride(), { transitions: [inventTransition(2980, 2)] }).trips).toEqual([]);
    expect(segment(ride(), { transitions: [inventTransition(2981, 2)] }).trips).toEqual([[1000, 2980]]);
  });

  it('keeps points that were written late', () => {
    const late = ride().map((entry) => ({
      ...entry,
      metadata: { ...entry.metadata, write_ts: (entry.data.ts as number) + 5000 },
    }));
    expect(segment(late, { transitions: [inventTransition(9000, 2)] }).trips).toEqual([[1000, 2980]]);
  });
});

describe.skipIf(!haveRealDays)('segmentation by distance of a recorded day', () => {
  it('with 100 m gives the two trips of the reference’s own test', () => {
    const day = readDay('ios-2015-11-06-unfiltered').sort(
      (left, right) => left.metadata.write_ts - right.metadata.write_ts,
    );
    const of = (key: string) =>
      day.filter(
        ({ metadata }) =>
          metadata.key === key && metadata.write_ts >= 1446796800 && metadata.write_ts <= 1446847600,
      );
    const { trips } = segment(
      filteredPoints(of('background/location'), []),
      { transitions: of('statemachine/transition'), activities: of('background/motion_activity') },
      { distanceThreshold: 100 },
    );
    expect(trips).toEqual([
      [1446797042.282652, 1446797923.682973],
      [1446821561.559255, 1446828217.125328],
    ]);
  });
});
