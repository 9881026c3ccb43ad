import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { activities, locationPoints, transitions } from '../../points/index.js';
import {
  haveRealDays,
  inventActivity,
  inventPoint,
  inventTransition,
  readDay,
  stay,
  travel,
} from '../../testing/index.js';
import { segmentByTime, type TimeMethodOptions } from './time-method.js';

const home = { east: 0, north: 0 };
const work = { east: 3000, north: 0 };

interface Events {
  readonly transitions?: Entry[];
  readonly activities?: Entry[];
}

function segment(points: Entry[], events: Events = {}, options?: TimeMethodOptions) {
  const { segments, progress } = segmentByTime(
    {
      points: locationPoints(points),
      transitions: transitions(events.transitions ?? []),
      activities: activities(events.activities ?? []),
    },
    options,
  );
  return { trips: segments.map(({ first, last }) => [first.data.ts, last.data.ts]), progress };
}

/** A walk of 50 minutes, 30 seconds between points, sensed from 1000 to 3970. */
const walk = () => travel(1000, home, work, 100, 30);

describe('segmentation by time', () => {
  it('finds nothing in nothing, in one point, and in a trip that is still under way', () => {
    expect(segment([])).toEqual({ trips: [], progress: undefined });
    expect(segment([inventPoint(0, home)])).toEqual({ trips: [], progress: undefined });
    expect(segment(walk())).toEqual({ trips: [], progress: undefined });
  });

  it('ends a trip where the phone stays put, at the earlier of two medians', () => {
    // Detected at 4174, row 106, where the point of 3880 is 294 s old and 91 m away. The window holds ten points, all
    // younger than 300 s: the median of the last nine and itself is 101.5, of the ten 100.5.
    const result = segment([...walk(), ...stay(4000, work, 7, 29)]);
    expect(result).toEqual({ trips: [[1000, 4000]], progress: 4174 });
  });

  it('starts over after the detection when nothing sets out', () => {
    expect(segment([...walk(), ...stay(4000, work, 12, 29)])).toEqual({
      trips: [[1000, 4000]],
      progress: 4203,
    });
    expect(segment([...walk(), ...stay(4000, work, 30, 29)]).trips).toHaveLength(3);
  });

  it('starts the next trip at the first long gap or long step after the detection', () => {
    const back = (from: number) => [...travel(from, work, home, 100, 30), ...stay(from + 3000, home, 7, 29)];
    const gap = segment([...walk(), ...stay(4000, work, 12, 29), ...back(4380)]);
    expect(gap.trips).toEqual([
      [1000, 4000],
      [4380, 7380],
    ]);
    const step = segment([
      ...walk(),
      ...stay(4000, work, 12, 29),
      ...travel(4379, { east: 2800, north: 0 }, home, 93, 30),
    ]);
    expect(step).toEqual({ trips: [[1000, 4000]], progress: 4319 });
    const neither = segment([...walk(), ...stay(4000, work, 12, 29), ...back(4379)]);
    expect(neither.trips[1]![0]).toBe(4203);
  });

  it('needs seven points for a dwell', () => {
    const sparse = [inventPoint(0, home), ...stay(0 + 50, home, 6, 46)];
    // Ages of 276 s at the last point, with 6 earlier points: one too few.
    expect(segment(sparse.slice(0, 7)).trips).toEqual([]);
    expect(segment(stay(0, home, 8, 40)).trips).toHaveLength(1);
  });

  it('needs an earlier point aged between 270 and 300 seconds, both excluded', () => {
    const aged = (oldest: number) => [
      inventPoint(0, home),
      ...[-6, -5, -4, -3, -2, -1, 0].map((index) => inventPoint(oldest + index * 5, home)),
    ];
    expect(segment(aged(270)).trips).toEqual([]);
    expect(segment(aged(271)).trips).toHaveLength(1);
    expect(segment(aged(299.5)).trips).toHaveLength(1);
    expect(segment(aged(300)).trips).toEqual([]);
    expect(segment(aged(305)).trips).toEqual([]);
  });

  it('looks at old points too, when there are few', () => {
    // The far point is older than 300 s, but among the last nine.
    const few = [
      inventPoint(0, { east: 500, north: 0 }),
      ...[100, 140, 180, 220, 260, 300, 340, 380].map((ts) => inventPoint(ts, home)),
    ];
    expect(segment(few).trips).toEqual([]);
    expect(segment([...few, inventPoint(395, home)], {}, { pointThreshold: 8 }).trips).toHaveLength(1);
  });

  it('cuts the window at the start of the trip', () => {
    // After the gap the trip starts at 5000; points before it are near, but do not count.
    const result = segment([...stay(0, home, 6, 30), ...stay(5000, home, 6, 30)]);
    expect(result.trips).toHaveLength(1);
  });

  it('ends a trip before a gap without motion, at the median of the last points', () => {
    const points = [...walk(), ...stay(9000, { east: 60_000, north: 0 }, 3, 30)];
    // Detected at the point after the gap, row 100: 100 − 9/2 truncated is row 95.
    expect(segment(points)).toEqual({ trips: [[1000, 1000 + 95 * 30]], progress: 9000 });
  });

  it('does not end it there when the phone sensed any motion meanwhile', () => {
    const far = stay(9000, { east: 60_000, north: 0 }, 3, 30);
    for (const type of [0, 3, 4, 5, 9]) {
      expect(segment([...walk(), ...far], { activities: [inventActivity(5000, type, 1)] }).trips).toEqual([]);
    }
    // An event belongs to the first point at or after it: this one lies before the gap.
    expect(segment([...walk(), ...far], { activities: [inventActivity(3970)] }).trips).toHaveLength(1);
  });

  it('ends it in spite of motion when hardly anything was covered, or after half a day', () => {
    const activity = { activities: [inventActivity(5000)] };
    expect(segment([...walk(), ...stay(9000, work, 3, 30)], activity).trips).toHaveLength(1);
    const nextDay = stay(60_000, { east: 90_000, north: 0 }, 3, 30);
    expect(segment([...walk(), ...nextDay], activity).trips).toHaveLength(1);
    // A gap of 600 s is not long enough for any of these.
    expect(segment([...walk(), ...stay(3970 + 600, work, 3, 30)]).trips).toEqual([]);
    expect(segment([...walk(), ...stay(3970 + 601, work, 3, 30)]).trips).toHaveLength(1);
  });

  it('ends a trip at any restart', () => {
    for (const restart of [
      inventTransition(2501, 3),
      inventTransition(2501, 4),
      inventTransition(2501, 14, 1),
    ]) {
      const result = segment(walk(), { transitions: [restart] });
      // Detected at 2530, row 51, where the points younger than 300 s are 9: rows 42 to 50, median 46.
      expect(result.trips).toEqual([[1000, 2380]]);
    }
    expect(segment(walk(), { transitions: [inventTransition(2501, 14, 2)] }).trips).toEqual([]);
    expect(segment(walk(), { transitions: [inventTransition(2501, 1)] }).trips).toEqual([]);
  });

  it('ends the last trip when the phone says, later than the last point, that it stopped moving', () => {
    const after = { transitions: [inventTransition(3971, 2)] };
    // Row 99: median of the last nine and itself is 94.5; of the nine younger ones, 94.
    expect(segment(walk(), after)).toEqual({ trips: [[1000, 1000 + 94 * 30]], progress: 3970 });
    expect(segment(walk(), { transitions: [inventTransition(3970, 2)] }).trips).toEqual([]);
    expect(segment([inventPoint(0, home)], { transitions: [inventTransition(1, 2)] }).trips).toEqual([]);
    expect(
      segment([inventPoint(0, home), inventPoint(10, home)], { transitions: [inventTransition(11, 2)] })
        .trips,
    ).toHaveLength(1);
  });

  it('ignores points that were written long after they were sensed', () => {
    const points = walk();
    const late = points.map((entry, index) =>
      index % 2 === 0
        ? entry
        : { ...entry, metadata: { ...entry.metadata, write_ts: (entry.data.ts as number) + 1000 } },
    );
    expect(segment(late, { transitions: [inventTransition(5000, 2)] }).progress).toBe(1000 + 98 * 30);
    const justInTime = points.map((entry) => ({
      ...entry,
      metadata: { ...entry.metadata, write_ts: (entry.data.ts as number) + 999 },
    }));
    expect(segment(justInTime, { transitions: [inventTransition(5000, 2)] }).progress).toBe(3970 + 999);
  });

  it('costs no more than linear time on dense data that never settles', () => {
    // Ten points a second on a circle, and points of a phone that lies still: both once took quadratic time.
    const circle = Array.from({ length: 50_000 }, (_, index) =>
      inventPoint(index / 10, { east: 49 * Math.cos(index), north: 60 * Math.sin(index) }),
    );
    const still = Array.from({ length: 50_000 }, (_, index) => inventPoint(10_000 + index, home));
    expect(segment([...circle, ...still]).trips.length).toBeGreaterThan(0);
  });
});

describe.skipIf(!haveRealDays)('segmentation by time of a recorded day', () => {
  const day = () =>
    readDay('android-2015-08-27-extrapolation')
      .filter(({ metadata: { write_ts } }) => write_ts >= 1440658800 && write_ts <= 1440745200)
      .sort((left, right) => left.metadata.write_ts - right.metadata.write_ts);
  const of = (key: string) => day().filter(({ metadata }) => metadata.key === key);
  const events = () => ({
    transitions: of('statemachine/transition'),
    activities: of('background/motion_activity'),
  });

  it('with ten points gives the eight trips of the reference’s own test', () => {
    const { trips } = segment(of('background/filtered_location'), events(), { pointThreshold: 10 });
    expect(trips).toEqual([
      [1440688739.672, 1440689408.302],
      [1440689662.943, 1440690108.678],
      [1440690718.768, 1440694424.894],
      [1440695152.989, 1440699298.535],
      [1440699933.687, 1440700070.129],
      [1440716367.376, 1440719699.47],
      [1440720239.012, 1440723334.898],
      [1440728519.971, 1440729184.411],
    ]);
  });

  it('with the pipeline’s nine points ends three of them earlier', () => {
    const { trips, progress } = segment(of('background/filtered_location'), events());
    expect(trips.map(([, end]) => end)).toEqual([
      1440689408.302, 1440690076.784, 1440694424.894, 1440699266.669, 1440700070.129, 1440719699.47,
      1440723334.898, 1440729142.709,
    ]);
    expect(progress).toBe(1440729335.621);
  });
});
