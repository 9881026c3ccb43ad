import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cities, type PhoneEntry, simulate } from './index.js';

const options = fc.record({
  seed: fc.string(),
  days: fc.integer({ min: 1, max: 6 }),
  from: fc.constantFrom('2024-03-08', '2024-03-29', '2024-06-03', '2023-12-30'),
  platform: fc.constantFrom('android', 'ios', 'mixed' as const),
  city: fc.constantFrom(...cities.map(({ name }) => name)),
});

function only<T>(values: Iterable<T>): T {
  const [value] = values;
  if (!value) throw new Error('nobody');
  return value;
}

test('the same seed gives the same entries, again and again', () => {
  const run = () => [...simulate({ seed: 'twice', people: 2, days: 3 })].map(({ entries }) => [...entries]);
  const once = run();
  expect(run()).toEqual(once);
  expect(once[0]).not.toEqual(once[1]);
  expect([...only(simulate({ seed: 'other', days: 3 })).entries]).not.toEqual(once[0]);
});

test('more people and more days do not change the first ones', () => {
  const few = only(simulate({ seed: 's', people: 1, days: 3, flights: false }));
  const many = only(simulate({ seed: 's', people: 5, days: 6, flights: false }));
  expect(many.person).toBe(few.person);
  const trips = [...few.groundTruth];
  expect([...many.groundTruth].slice(0, trips.length)).toEqual(trips);
});

test('trips are chained: each starts where and after the one before ended', () => {
  fc.assert(
    fc.property(options, (wishes) => {
      let before: { end_ts: number; to: unknown } | undefined;
      for (const trip of only(simulate(wishes)).groundTruth) {
        if (before) {
          expect(trip.from).toEqual(before.to);
          expect(trip.start_ts - before.end_ts).toBeGreaterThan(15 * 60);
        }
        expect(trip.end_ts).toBeGreaterThan(trip.start_ts);
        expect(trip.legs[0]!.start_ts).toBe(trip.start_ts);
        expect(trip.legs.at(-1)!.end_ts).toBe(trip.end_ts);
        before = trip;
      }
    }),
    { numRuns: 25 },
  );
});

test('write times are unique, in order and whole milliseconds; everything is plain JSON', () => {
  fc.assert(
    fc.property(options, (wishes) => {
      let before = 0;
      for (const entry of only(simulate(wishes)).entries) {
        const { write_ts: writeTs } = entry.metadata;
        expect(writeTs).toBeGreaterThan(before);
        expect(writeTs).toBe(Math.round(writeTs * 1000) / 1000);
        expect(JSON.parse(JSON.stringify(entry))).toEqual(entry);
        before = writeTs;
      }
      expect(before).toBeGreaterThan(0);
    }),
    { numRuns: 15 },
  );
});

test('kept positions are written shortly after their time and never imply an impossible speed', () => {
  fc.assert(
    fc.property(options, (wishes) => {
      let before: PhoneEntry | undefined;
      for (const entry of only(simulate({ ...wishes, flights: false })).entries) {
        if (entry.metadata.key !== 'background/filtered_location') continue;
        const { ts, accuracy } = entry.data as { ts: number; accuracy: number };
        expect(accuracy).toBeLessThan(200);
        expect(entry.metadata.write_ts - ts).toBeGreaterThan(0);
        expect(entry.metadata.write_ts - ts).toBeLessThan(30);
        if (before) {
          const seconds = ts - (before.data.ts as number);
          expect(seconds).toBeGreaterThan(0);
          // 150 m beyond the truth allow for the drift of both fixes.
          expect(metresBetween(before, entry)).toBeLessThan(33 * seconds + 150);
        }
        before = entry;
      }
    }),
    { numRuns: 15 },
  );
});

test('the state machine of each platform moves from waiting to a trip and back', () => {
  for (const [platform, key, opens, closes] of [
    ['android', 'local.state.waiting_for_trip_start', 'exited_geofence', 'stopped_moving'],
    ['ios', 'STATE_WAITING_FOR_TRIP_START', 'EXITED_GEOFENCE', 'TRIP_ENDED'],
  ] as const) {
    const { entries } = only(simulate({ seed: 'states', platform, days: 7 }));
    let ongoing = false;
    let trips = 0;
    for (const { metadata, data } of entries) {
      if (metadata.key !== 'statemachine/transition') continue;
      const name = String(data.transition);
      if (name.endsWith(opens)) {
        expect(ongoing).toBe(false);
        expect(data.currState).toBe(key);
        ongoing = true;
        trips += 1;
      } else if (name.endsWith(closes) && data.currState !== key) {
        expect(ongoing).toBe(true);
        ongoing = false;
      } else if (name.endsWith('booted') || name === 'T_INIT_COMPLETE') ongoing = false;
    }
    expect(trips).toBeGreaterThan(7);
  }
});

test('somebody who flies is in another time zone afterwards', () => {
  const people = [...simulate({ seed: 'travellers', people: 6, days: 30 })];
  const flown = people
    .flatMap(({ groundTruth }) => [...groundTruth])
    .filter(({ legs }) => legs.some(({ mode }) => mode === 'flight'));
  expect(flown.length).toBeGreaterThan(3);
  for (const { from, to } of flown) expect(from.zone).not.toBe(to.zone);
  const traveller = people.find(({ groundTruth }) => [...groundTruth].some(({ to }) => to.kind === 'hotel'));
  const zones = new Set([...traveller!.entries].map(({ metadata }) => metadata.time_zone));
  expect(zones.size).toBeGreaterThan(1);
});

test.each([
  [{ seed: 1, city: 'Atlantis' }, /unknown city/],
  [{ seed: 1, days: 0 }, /days/],
  [{ seed: 1, people: 1.5 }, /people/],
  [{ seed: 1, from: 'soon' }, /date/],
])('%j is refused', (wishes, message) => {
  expect(() => only(simulate(wishes))).toThrow(message);
});

function metresBetween(a: PhoneEntry, b: PhoneEntry): number {
  const [from, to] = [a.data, b.data] as { latitude: number; longitude: number }[];
  const radians = Math.PI / 180;
  const east = (to!.longitude - from!.longitude) * radians * Math.cos(from!.latitude * radians);
  const north = (to!.latitude - from!.latitude) * radians;
  return 6_371_000 * Math.hypot(east, north);
}
