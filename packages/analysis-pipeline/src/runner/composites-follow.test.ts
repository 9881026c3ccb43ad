import type { Entry } from '@sojourn/datamodel';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  haveRealDays,
  inventEntry,
  lawBounds,
  MemoryStore,
  readDay,
  readRecording,
  runOn,
} from '../testing/index.js';

const day = 'android-2016-06-20';
const inputFiles = ['user_inputs', 'user_inputs.manual_trip_addition_input.manual_place_addition_input'];
/** Members of a composite trip that are its own. */
const own = new Set(['end_confirmed_place', 'start_ts', 'end_ts', 'start_loc', 'end_loc']);

const streamOf = (store: MemoryStore, name: string): Entry[] =>
  [...store.entries.values()].filter(({ metadata }) => metadata.key === `analysis/${name}`);
const idIn = (link: unknown): string => (link as { $oid: string }).$oid;

/** Something new about every trip and place that is there by now, each other time taken back at once. */
function saidAbout(objects: readonly Entry[], written: number): Entry[] {
  return objects.flatMap(({ metadata, data }, index) => {
    const start = (data.start_ts ?? data.enter_ts) as number | undefined;
    if (start === undefined) return [];
    const kind = metadata.key.endsWith('place') ? 'place' : 'trip';
    const more = { end_ts: data.end_ts ?? data.exit_ts ?? start + 60, label: `said at ${written}` };
    const addition = (status: string) =>
      inventEntry(
        `manual/${kind}_addition_input`,
        { start_ts: start, ...more, match_id: `${index}`, status },
        written + index,
      );
    const answer = inventEntry(`manual/${kind}_user_input`, { start_ts: start, ...more }, written + index);
    return [answer, addition('ACTIVE'), ...(index % 2 === 0 ? [addition('DELETED')] : [])];
  });
}

describe.skipIf(!haveRealDays)('whatever was said between runs, and whenever', () => {
  it('composite trips and statistics tell of confirmed trips and places as they are now', async () => {
    const points = [...readDay(day)].sort((left, right) => left.metadata.write_ts - right.metadata.write_ts);
    const inputs = inputFiles.flatMap((file) => readRecording(`${day}.${file}`) as Entry[]);
    const cuts = fc.array(fc.integer({ min: 0, max: points.length }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.nat(inputs.length), async (unsorted, early) => {
        const store = new MemoryStore().import(inputs.slice(0, early));
        const ends = [...unsorted.sort((one, other) => one - other), points.length];
        for (const [index, end] of ends.entries()) {
          store.import(points.slice(ends[index - 1] ?? 0, end));
          const objects = ['confirmed_trip', 'confirmed_place'].flatMap((name) => streamOf(store, name));
          store.upload(saidAbout(objects, 1.7e9 + index * 1000));
          if (index === ends.length - 1) store.import(inputs.slice(early));
          await runOn(store);
        }
        expectToFollow(store);
      }),
      lawBounds(6, 2.5),
    );
  });
});

function expectToFollow(store: MemoryStore): void {
  const trips = streamOf(store, 'confirmed_trip');
  const travel = new Map(
    [...trips, ...streamOf(store, 'confirmed_untracked')].map((entry) => [entry._id.$oid, entry]),
  );
  const places = new Map(streamOf(store, 'confirmed_place').map((place) => [place._id.$oid, place]));
  const composites = streamOf(store, 'composite_trip');
  expect(composites).toHaveLength(travel.size);
  for (const { data } of composites) {
    const confirmed = travel.get(idIn(data.confirmed_trip))!;
    const copied = Object.entries(confirmed.data).filter(([member]) => !own.has(member));
    expect(data).toMatchObject(Object.fromEntries(copied));
    expect(data.end_confirmed_place).toEqual(places.get(idIn(confirmed.data.end_place)));
  }
  for (const { data } of [...travel.values(), ...places.values()]) {
    const ids = (data.additions as Entry[]).map(({ _id }) => _id.$oid);
    expect(new Set(ids).size).toBe(ids.length);
  }
  expect(store.members).toMatchObject({
    total_trips: trips.length,
    labeled_trips: trips.filter(({ data }) => Object.keys(data.user_input as object).length > 0).length,
  });
}
