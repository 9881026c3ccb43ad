import type { Entry } from '@sojourn/datamodel';
import { distanceGreatCircle, type Point } from '@sojourn/datamodel/geo';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resetPerson } from '../reset/index.js';
import { resultKeys } from '../stages/index.js';
import {
  deliver,
  differences,
  entriesOf,
  inventEntry,
  type LivedDays,
  lawBounds,
  livedDays,
  MemoryStore,
  runOn,
} from '../testing/index.js';

const full = { 'intake.rederive': 'full' };
/** What depends on ids and on when something was written. */
const passing = ['user_id', 'metadata', 'metadata_write_ts', 'index'];

const streamOf = ({ entries }: MemoryStore, key: string): Entry[] =>
  [...entries.values()].filter(({ metadata }) => metadata.key === key);
const resultsOf = (store: MemoryStore) =>
  Object.fromEntries(resultKeys.map((key) => [key, streamOf(store, key)]));
const resultDifferences = (one: MemoryStore, other: MemoryStore) =>
  differences(resultsOf(one), resultsOf(other), resultKeys, { ignored: passing });

function storeWith(days: LivedDays): MemoryStore {
  const store = new MemoryStore();
  deliver(store, days, entriesOf(days));
  return store;
}

/**
 * Seconds by which travel may begin before the one before it ends. Untracked time begins 5 s after a trip, however soon
 * the next trip comes. Travel that begins elsewhere than its place is begun 30 s earlier, to go from there; when a trip
 * too short to keep has just been left out, that may be before untracked time ends.
 */
const levels = [
  ['segmentation/raw', 5],
  ['analysis/cleaned', 30],
  ['analysis/confirmed', 30],
] as const;

const idOf = (link: unknown): string | undefined => (link as { $oid?: string } | undefined)?.$oid;
const at = ({ data }: Entry, member: string): number => data[member] as number;

/**
 * Holds trips, untracked time and places of a level to each other: no two overlap, each leads from the place where the
 * one before ended to the place where the next begins, and nobody goes less far than straight on.
 * @param early see `levels`
 */
function expectChain(store: MemoryStore, level: string, early: number): void {
  const places = new Map(streamOf(store, `${level}_place`).map((place) => [place._id.$oid, place]));
  const travel = [...streamOf(store, `${level}_trip`), ...streamOf(store, `${level}_untracked`)].sort(
    (left, right) => at(left, 'start_ts') - at(right, 'start_ts') || at(left, 'end_ts') - at(right, 'end_ts'),
  );
  // Where no trip is left there may still be the place that it all began at.
  if (places.size > 0 || travel.length > 0) expect(places.size).toBe(travel.length + 1);
  travel.forEach((trip, index) => {
    const [from, to] = [trip.data.start_place, trip.data.end_place].map((link) => places.get(idOf(link)!)!);
    expect(from!.data.exit_ts).toBe(trip.data.start_ts);
    // A trip whose last points are left out as jumps ends before it gets there.
    expect(at(to!, 'enter_ts')).toBeGreaterThanOrEqual(at(trip, 'end_ts'));
    if (level === 'segmentation/raw') expect(to!.data.enter_ts).toBe(trip.data.end_ts);
    expect(idOf(from!.data.starting_trip)).toBe(trip._id.$oid);
    const next = travel[index + 1];
    if (next === undefined) {
      expect(to!.data.exit_ts).toBeUndefined();
    } else {
      expect(next.data.start_place).toEqual(trip.data.end_place);
      expect(at(next, 'start_ts')).toBeGreaterThanOrEqual(at(trip, 'end_ts') - early);
    }
    const { start_loc, end_loc, distance } = trip.data as {
      start_loc: Point;
      end_loc: Point;
      distance: number;
    };
    const line = distanceGreatCircle(start_loc.coordinates, end_loc.coordinates);
    expect(distance).toBeGreaterThanOrEqual(line * (1 - 1e-9) - 1e-6);
  });
}

/** What a person said of some trips: a label of each, and an activity during it, some of which they took back. */
function saidOf(store: MemoryStore, every: number): Entry[] {
  return streamOf(store, 'analysis/confirmed_trip')
    .filter((_, index) => index % every === 0)
    .flatMap((trip, index) => {
      const { start_ts, end_ts } = trip.data;
      const written = at(trip, 'end_ts') + 60 + index;
      const said = (key: string, after: number, data: object) =>
        inventEntry(`manual/${key}`, { start_ts, end_ts, ...data }, written + after);
      const activity = { match_id: `activity ${index}`, label: 'reading' };
      return [
        said('mode_confirm', 0, { label: `mode ${index}` }),
        said('trip_addition_input', 1, { ...activity, status: 'ACTIVE' }),
        ...(index % 2 === 0 ? [] : [said('trip_addition_input', 2, { ...activity, status: 'DELETED' })]),
      ];
    });
}

describe('days of invented and of real people, with mishaps', () => {
  it('make trips that are disjoint and lead from place to place, and a second run changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(livedDays, async (days) => {
        const store = storeWith(days);
        await runOn(store);
        for (const [level, early] of levels) expectChain(store, level, early);
        const shown = streamOf(store, 'analysis/composite_trip').map(({ data }) => idOf(data.confirmed_trip));
        const confirmed = ['trip', 'untracked'].flatMap((kind) =>
          streamOf(store, `analysis/confirmed_${kind}`),
        );
        expect(shown.sort()).toEqual(confirmed.map(({ _id }) => _id.$oid).sort());
        const before = store.clone();
        await runOn(store);
        expect(store.entries).toEqual(before.entries);
        expect(store.states).toEqual(before.states);
        expect(store.members).toEqual(before.members);
      }),
      lawBounds(8, 1.5),
    );
  });

  it('give the same diary derived anew after a reset, and the same profile', async () => {
    await fc.assert(
      fc.asyncProperty(livedDays, async (days) => {
        const fresh = storeWith(days);
        await runOn(fresh);
        const store = fresh.clone();
        await resetPerson(null, { store, owner: 'test' });
        await runOn(store);
        expect(resultDifferences(store, fresh)).toEqual([]);
        expect(store.members).toEqual(fresh.members);
      }),
      lawBounds(8, 1.5),
    );
  });

  it('derived in full give the same diary all at once and bit by bit, labels and all', async () => {
    await fc.assert(
      fc.asyncProperty(
        livedDays,
        fc.array(fc.nat({ max: 2 }), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        async (days, cuts, every, isFiltering) => {
          const settings = { ...full, 'intake.cleaning.filter_accuracy.enable': isFiltering };
          const run = (store: MemoryStore) => runOn(store, { settings });
          const batch = storeWith(days);
          await run(batch);
          const said = saidOf(batch, every);
          batch.import(said);
          await run(batch);
          const trickle = new MemoryStore();
          for (let part = 0; part < 3; part++) {
            const isOfPart = (_: Entry, index: number) => cuts[index % cuts.length] === part;
            deliver(trickle, days, entriesOf(days).filter(isOfPart));
            trickle.import(said.filter(isOfPart));
            await run(trickle);
          }
          expect(resultDifferences(trickle, batch)).toEqual([]);
          expect(trickle.members).toEqual(batch.members);
        },
      ),
      lawBounds(6, 2),
    );
  });
});
