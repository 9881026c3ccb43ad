import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import {
  inventActivity,
  inventEntry,
  inventPoint,
  inventTransition,
  positionOf,
  type Spot,
  TestDiary,
} from '../../testing/index.js';
import { sectionSegmentation } from './index.js';

const [vehicle, bicycle, foot, unknown, walking] = [0, 1, 2, 4, 7] as const;
const home: Spot = { east: 0, north: 0 };

interface TripOptions {
  readonly source?: string;
  /** Where the place before the trip is. */
  readonly from?: Spot;
  readonly start?: number;
  readonly end?: number;
  readonly to?: Spot;
}

/** A raw trip with the place before it. */
function inventTrip(options: TripOptions = {}): Entry[] {
  const { source = 'DwellSegmentationTimeFilter', from = home, start = 1000, end = 2000 } = options;
  const { to = { east: 1000, north: 0 } } = options;
  const location = (spot: Spot) => {
    const { latitude, longitude } = positionOf(spot);
    return { type: 'Point', coordinates: [longitude, latitude] };
  };
  const place = inventEntry('segmentation/raw_place', { exit_ts: start, location: location(from) }, end);
  const trip = inventEntry(
    'segmentation/raw_trip',
    { source, start_ts: start, end_ts: end, start_place: place._id, end_loc: location(to) },
    end,
  );
  return [place, trip];
}

/** Points on a straight way at two metres a second, every so many seconds. */
const points = (from = 1000, to = 2000, every = 50): Entry[] =>
  Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) =>
    inventPoint(from + index * every, { east: (from - 1000 + index * every) * 2, north: 0 }),
  );

const sensed = (type: number, from: number, to: number, every = 40): Entry[] =>
  Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) =>
    inventActivity(from + index * every, type, 90),
  );

function segment(entries: readonly Entry[], settings?: Record<string, unknown>): TestDiary {
  const diary = new TestDiary().load(entries);
  diary.run([sectionSegmentation], settings);
  return diary;
}

const sectionsOf = (diary: TestDiary) => diary.stream('segmentation/raw_section');
const told = (diary: TestDiary) =>
  sectionsOf(diary).map(({ data }) => [data.start_ts, data.end_ts, data.sensed_mode]);
const iOS = { source: 'DwellSegmentationDistFilter' };

describe('sections', () => {
  it('follow the sensed modes; the first and the last reach to the ends of the trip', () => {
    const diary = segment([
      ...inventTrip(),
      ...points(),
      ...sensed(bicycle, 1120, 1480),
      ...sensed(vehicle, 1500, 1900),
    ]);
    expect(told(diary)).toEqual([
      [1000, 1450, bicycle],
      [1500, 2000, vehicle],
    ]);
  });

  it('have stops between them and say where everything comes from', () => {
    const entries = [
      ...inventTrip(),
      ...points(),
      ...sensed(bicycle, 1120, 1480),
      ...sensed(vehicle, 1500, 1900),
    ];
    const diary = segment(entries);
    const [first, second] = sectionsOf(diary) as [Entry, Entry];
    const [stop, ...others] = diary.stream('segmentation/raw_stop');
    const trip = entries[1]!;
    expect(others).toEqual([]);
    expect(first.data).toMatchObject({
      trip_id: trip._id,
      source: 'SmoothedHighConfidenceMotion',
      duration: 450,
      ble_sensed_mode: null,
      end_stop: stop!._id,
    });
    expect(first.data).not.toHaveProperty('start_stop');
    expect(first.data).not.toHaveProperty('distance');
    expect(second.data).not.toHaveProperty('end_stop');
    expect(second.data.start_stop).toEqual(stop!._id);
    expect(stop!.data).toMatchObject({
      trip_id: trip._id,
      enter_ts: 1450,
      exit_ts: 1500,
      duration: 50,
      enter_loc: first.data.end_loc,
      exit_loc: second.data.start_loc,
      ending_section: first._id,
      starting_section: second._id,
    });
    expect(stop!.data.distance).toBeCloseTo(100, 3);
  });

  it('copy the formatted time of the phone and work out the local date', () => {
    const start = inventPoint(1000, home);
    start.data.fmt_time = 'as the phone wrote it';
    start.data.local_dt = { ...(start.data.local_dt as object), weekday: 9 };
    const diary = segment([...inventTrip(), start, ...points(1050), ...sensed(foot, 1000, 2000)]);
    expect(sectionsOf(diary)[0]!.data).toMatchObject({
      start_fmt_time: 'as the phone wrote it',
      start_local_dt: { weekday: 3 },
    });
  });

  it('share a point that lies on the boundary', () => {
    const diary = segment([
      ...inventTrip(),
      ...points(1000, 2000, 40),
      ...sensed(vehicle, 1000, 1480),
      ...sensed(foot, 1520, 2000),
    ]);
    expect(told(diary)).toEqual([
      [1000, 1520, vehicle],
      [1520, 2000, foot],
    ]);
  });

  it('are found in trips that end later only, by the next run', () => {
    const first = [...inventTrip(), ...points(), ...sensed(foot, 1000, 2000)];
    const diary = segment(first);
    expect(diary.states.SECTION_SEGMENTATION!.last_processed_ts).toBe(2005);
    diary.run([sectionSegmentation]);
    expect(sectionsOf(diary)).toHaveLength(1);
    diary.load([
      ...inventTrip({ start: 3000, end: 4000 }),
      ...points(3000, 4000),
      ...sensed(vehicle, 3000, 4000),
    ]);
    diary.run([sectionSegmentation]);
    expect(told(diary)).toEqual([
      [1000, 2000, foot],
      [3000, 4000, vehicle],
    ]);
  });

  it('are none in trips of another source and in trips without points', () => {
    const none = [...inventTrip({ source: 'elsewhere' }), ...points(), ...sensed(foot, 1000, 2000)];
    expect(told(segment(none))).toEqual([]);
    const diary = segment(inventTrip());
    expect(told(diary)).toEqual([]);
    expect(diary.states.SECTION_SEGMENTATION!.last_processed_ts).toBe(2005);
  });
});

describe('sections of points at fixed times', () => {
  it('need one point each', () => {
    const diary = segment([
      ...inventTrip(),
      ...points(1000, 1400),
      inventPoint(1700, { east: 1400, north: 0 }),
      ...points(1900, 2000, 10),
      ...sensed(foot, 1000, 1480),
      ...sensed(vehicle, 1520, 1800),
      ...sensed(bicycle, 1850, 2000),
    ]);
    expect(told(diary)).toEqual([
      [1000, 1400, foot],
      [1700, 1700, vehicle],
      [1900, 2000, bicycle],
    ]);
  });

  it('need readings surer than 60 percent', () => {
    const unsure = points().map((point) => inventActivity(point.data.ts as number, foot, 60));
    expect(told(segment([...inventTrip(), ...points(), ...unsure]))).toEqual([[1000, 2000, unknown]]);
  });

  it.each([
    [100.1, [[1000, 2000, unknown]]],
    [100, []],
  ])('without any mode, %d metres from the place, are %j', (metres, expected) => {
    // The distance is rounded down by a millimetre so that it is not a question of the last digit.
    const trip = inventTrip({ to: { east: metres - 0.001, north: 0 } });
    expect(told(segment([...trip, ...points()]))).toEqual(expected);
  });

  it('take the only mode for the whole trip when there is no point while it is sensed', () => {
    const diary = segment([...inventTrip(), ...points(1000, 2000, 500), ...sensed(foot, 1040, 1200)]);
    expect(told(diary)).toEqual([[1000, 2000, foot]]);
  });

  it('are none when there is no point while either of two modes is sensed', () => {
    const diary = segment([
      ...inventTrip(),
      ...points(1000, 2000, 500),
      ...sensed(vehicle, 1040, 1240, 10),
      ...sensed(foot, 1250, 1400, 10),
    ]);
    expect(told(diary)).toEqual([]);
  });
});

describe('sections of points at fixed distances', () => {
  it('need two points each and readings surer than 49 percent', () => {
    const diary = segment([
      ...inventTrip(iOS),
      ...points(1000, 1450),
      inventPoint(1600, { east: 1200, north: 0 }),
      ...points(1900, 2000, 10),
      ...sensed(walking, 1000, 1480).map((entry) => {
        entry.data.confidence = 50;
        return entry;
      }),
      ...sensed(bicycle, 1520, 1680),
      ...sensed(vehicle, 1760, 2000),
    ]);
    expect(told(diary).map(([, , mode]) => mode)).toEqual([walking, vehicle]);
  });

  it.each([
    ['no transition at all', 1000, undefined, []],
    ['a transition and some way', 51, 2, [[1000, 2000, unknown]]],
    ['a transition and hardly any way', 49, 2, []],
    ['the end of a visit and hardly any way', 49, 14, [[1000, 2000, unknown]]],
  ])('without any mode but with %s', (_, metres, code, expected) => {
    const trip = inventTrip({ ...iOS, to: { east: metres, north: 0 } });
    const events = code === undefined ? [] : [inventTransition(2300, code)];
    expect(told(segment([...trip, ...points(), ...events]))).toEqual(expected);
  });

  it('see transitions up to five minutes after the trip', () => {
    const trip = inventTrip(iOS);
    expect(told(segment([...trip, ...points(), inventTransition(2300.1, 14)]))).toEqual([]);
  });

  it('reach over a gap when one of them is clearly nearer to the change of mode', () => {
    const base = [...inventTrip(iOS), ...sensed(walking, 1000, 1480), ...sensed(vehicle, 1520, 2000)];
    const left = points(1000, 1450);
    expect(told(segment([...base, ...left, ...points(1750, 2000)]))).toEqual([
      [1000, 1450, walking],
      [1450, 2000, vehicle],
    ]);
    expect(told(segment([...base, ...points(1000, 1200), ...points(1500, 2000)]))).toEqual([
      [1000, 1500, walking],
      [1500, 2000, vehicle],
    ]);
  });
});

describe('the vehicle of a section', () => {
  const vehicles = [
    { name: 'car', bluetooth_major_minor: ['000a:0001', '0a:01'] },
    { name: 'van', bluetooth_major_minor: ['ff:0101', 'ff:101'] },
  ];
  const heard = (ts: number, major: number, minor: number, eventType: unknown = 2) =>
    inventEntry('background/bluetooth_ble', { ts, major, minor, eventType }, ts);
  const walk = [...inventTrip(), ...points(), ...sensed(vehicle, 1000, 2000)];
  const sensedVehicle = (beacons: Entry[], list: unknown = vehicles) =>
    sectionsOf(segment([...walk, ...beacons], { 'study.vehicle_identities': list }))[0]!.data.ble_sensed_mode;

  it('is the one whose beacon was heard most often, the first of equals', () => {
    expect(sensedVehicle([heard(1100, 10, 1), heard(1200, 255, 257), heard(1300, 255, 257)])).toEqual(
      vehicles[1],
    );
    expect(sensedVehicle([heard(1100, 10, 1), heard(1200, 255, 257, 'RANGE_UPDATE')])).toEqual(vehicles[0]);
  });

  it('is none without ranges, without a known beacon and outside of the section', () => {
    expect(sensedVehicle([])).toBeNull();
    expect(sensedVehicle([heard(1100, 10, 1, 0), heard(1100, 3, 3)])).toBeNull();
    expect(sensedVehicle([heard(999, 10, 1), heard(2001, 10, 1)])).toBeNull();
    expect(sensedVehicle([heard(1100, 10, 1)], [])).toBeNull();
  });
});
