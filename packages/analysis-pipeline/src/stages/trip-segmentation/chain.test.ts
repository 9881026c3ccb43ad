import type { Entry } from '@sojourn/datamodel';
import { distanceGreatCircle } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { inventPoint, type Spot, testNow, testPerson } from '../../testing/index.js';
import { createEntryMaker } from '../entry-maker.js';
import type { Moment } from '../moment.js';
import { buildChain } from './chain.js';
import type { Segment } from './method.js';
import { isUntracked } from './untracked.js';

const home = { east: 0, north: 0 };
const work = { east: 3000, north: 0 };

function maker() {
  let ids = 0;
  return createEntryMaker({
    person: testPerson,
    now: testNow,
    createId: () => `b${(++ids).toString(16).padStart(23, '0')}`,
  });
}

const trip = (start: number, from: Spot, end: number, to: Spot): Segment => ({
  first: inventPoint(start, from),
  last: inventPoint(end, to),
});

const keyOf = ({ metadata }: Entry): string => metadata.key.replace('segmentation/raw_', '');
const base = { openPlace: undefined, source: 'Test', isUntracked: () => false };

describe('the chain of places and trips', () => {
  it('begins with a place that was never entered and ends with one that nobody has left', () => {
    const { created, continued } = buildChain({
      ...base,
      segments: [trip(100, home, 400, work)],
      make: maker(),
    });
    expect(continued).toBeUndefined();
    expect(created.map(keyOf)).toEqual(['trip', 'place', 'place']);
    const [journey, first, last] = created as [Entry, Entry, Entry];
    expect(Object.keys(first.data)).toEqual([
      'source',
      'exit_ts',
      'exit_local_dt',
      'exit_fmt_time',
      'starting_trip',
      'location',
    ]);
    expect(Object.keys(last.data)).toEqual([
      'source',
      'enter_ts',
      'enter_local_dt',
      'enter_fmt_time',
      'ending_trip',
      'location',
    ]);
    expect(first.data.starting_trip).toEqual(journey._id);
    expect(last.data.ending_trip).toEqual(journey._id);
    expect(journey.data).toMatchObject({
      source: 'Test',
      start_ts: 100,
      end_ts: 400,
      start_place: first._id,
      end_place: last._id,
      duration: 300,
      start_loc: first.data.location,
      end_loc: last.data.location,
    });
    expect(journey.metadata).toMatchObject({
      platform: 'server',
      write_ts: testNow,
      time_zone: 'Europe/Paris',
    });
    expect(journey.metadata.write_fmt_time).toMatch(/\+01:00$/);
  });

  it('goes on from the open place of an earlier run, which keeps its id, metadata and source', () => {
    const earlier = buildChain({ ...base, segments: [trip(100, home, 400, work)], make: maker() });
    const openPlace = earlier.created.at(-1)!;
    const { created, continued } = buildChain({
      ...base,
      source: 'Other',
      openPlace,
      segments: [trip(1000, work, 1500, home)],
      make: maker(),
    });
    expect(created.map(keyOf)).toEqual(['trip', 'place']);
    expect(continued!._id).toEqual(openPlace._id);
    expect(continued!.metadata).toBe(openPlace.metadata);
    expect(continued!.data).toEqual({
      ...openPlace.data,
      exit_ts: 1000,
      exit_local_dt: created[0]!.data.start_local_dt,
      exit_fmt_time: created[0]!.data.start_fmt_time,
      starting_trip: created[0]!._id,
      duration: 600,
    });
    expect(openPlace.data).not.toHaveProperty('exit_ts');
    expect(continued!.data.source).toBe('Test');
    expect(created.every(({ data }) => data.source === 'Other')).toBe(true);
  });

  it('puts untracked time, from five seconds after the arrival on, and a place without duration before the trip', () => {
    const segments = [trip(100, home, 400, work), trip(9000, home, 9500, work)];
    const { created } = buildChain({ ...base, segments, isUntracked: () => true, make: maker() });
    expect(created.map(keyOf)).toEqual(['trip', 'place', 'untracked', 'place', 'trip', 'place', 'place']);
    const [first, , untracked, left, second, restarted] = created as Entry[];
    expect(left!.data).toMatchObject({
      enter_ts: 400,
      exit_ts: 405,
      duration: 5,
      starting_trip: untracked!._id,
    });
    expect(left!.data.exit_fmt_time).toBe(first!.data.end_fmt_time);
    expect(untracked!.data).toMatchObject({
      start_ts: 405,
      end_ts: 9000,
      duration: 8595,
      start_fmt_time: first!.data.end_fmt_time,
      start_place: left!._id,
      end_place: restarted!._id,
      start_loc: first!.data.end_loc,
      end_loc: second!.data.start_loc,
    });
    expect(untracked!.data.distance).toBeCloseTo(3000, 0);
    expect(restarted!.data).toMatchObject({
      enter_ts: 9000,
      exit_ts: 9000,
      duration: 0,
      ending_trip: untracked!._id,
      starting_trip: second!._id,
    });
  });

  it('gives ids in the order in which the reference makes objects', () => {
    const segments = [trip(100, home, 400, work), trip(9000, home, 9500, work)];
    const { created } = buildChain({ ...base, segments, isUntracked: () => true, make: maker() });
    const order = [...created].sort((left, right) => (left._id.$oid < right._id.$oid ? -1 : 1));
    expect(order.map((entry) => [keyOf(entry), entry.data.enter_ts ?? entry.data.start_ts])).toEqual([
      ['place', undefined],
      ['trip', 100],
      ['place', 400],
      ['trip', 9000],
      ['place', 9500],
      ['untracked', 405],
      ['place', 9000],
    ]);
  });

  it('takes the straight line for the distance', () => {
    const { created } = buildChain({ ...base, segments: [trip(100, home, 400, work)], make: maker() });
    const { start_loc, end_loc, distance } = created[0]!.data as Record<string, never> & {
      start_loc: { coordinates: [number, number] };
      end_loc: { coordinates: [number, number] };
    };
    expect(distance).toBe(distanceGreatCircle(end_loc.coordinates, start_loc.coordinates));
  });

  it('works out what a point does not say, and rounds coordinates to 15 decimals', () => {
    const bare = inventPoint(100, home);
    delete bare.data.local_dt;
    delete bare.data.fmt_time;
    delete bare.data.loc;
    Object.assign(bare.data, { longitude: 0.1 + 0.2, latitude: 1 / 3 });
    const { created } = buildChain({
      ...base,
      segments: [{ first: bare, last: inventPoint(400, work) }],
      make: maker(),
    });
    expect(created[0]!.data).toMatchObject({
      start_fmt_time: '1970-01-01T01:01:40+01:00',
      start_local_dt: { hour: 1, minute: 1, second: 40, timezone: 'Europe/Paris' },
      start_loc: { type: 'Point', coordinates: [0.3, 0.333333333333333] },
    });
  });
});

describe('untracked time', () => {
  const moment = (ts: number, east: number): Moment => ({
    ts,
    localDate: {},
    formatted: '',
    zone: 'UTC',
    location: { type: 'Point', coordinates: [0, east / ((Math.PI / 180) * 6_371_000)] },
  });
  const none = new Float64Array(0);

  it.each([
    ['near, however slowly', 2499, 1e6, false],
    ['far and slowly', 2501, 3600, true],
    ['far and fast', 2501, 2900, false],
    ['far in no time', 2501, 0, false],
    ['near in no time', 0, 0, false],
  ])('is judged by distance and speed: %s', (_, metres, seconds, expected) => {
    expect(isUntracked(moment(0, 0), moment(seconds, metres), none, 2500)).toBe(expected);
  });

  it.each([
    [99, false],
    [100, true],
    [150, true],
    [200, true],
    [201, false],
  ])('follows a restart at %d, if it is between arrival and start, both included', (restart, expected) => {
    expect(isUntracked(moment(100, 0), moment(200, 0), Float64Array.of(restart), 2500)).toBe(expected);
  });

  it('has another limit for each method', () => {
    expect(isUntracked(moment(0, 0), moment(7200, 2000), none, 2500)).toBe(false);
    expect(isUntracked(moment(0, 0), moment(7200, 2000), none, 1200)).toBe(true);
  });
});
