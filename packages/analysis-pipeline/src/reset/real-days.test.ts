import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { parseLocalDates, readerOf, tripCollections } from '../results/index.js';
import { stageSlots } from '../stages/index.js';
import {
  exactly,
  haveRealDays,
  MemoryStore,
  readDay,
  readExpectedTrips,
  runOn,
  tripDifferences,
} from '../testing/index.js';
import { resetPerson } from './index.js';

const [first, second] = ['android-2016-07-22-reboot', 'android-2016-07-25-reboot'] as const;
const sectionKey = 'analysis/cleaned_section';
const settings = { 'analysis.result.section.key': sectionKey };

const timeOf = (text: string): number => Date.parse(text) / 1000;
const middleOfDay = timeOf('2016-07-23T00:00:00Z');
const untracked = timeOf('2016-07-24T00:00:00Z');
const toldAt = timeOf('2016-07-26T12:00:00Z');

async function bothDays(): Promise<MemoryStore> {
  const store = new MemoryStore().import(readDay(first));
  await runOn(store, { settings });
  await runOn(store.import(readDay(second)), { settings });
  return store;
}

async function drawn(store: MemoryStore, date: string): Promise<readonly unknown[]> {
  const options = { sectionKey, validityAssertions: true };
  return await tripCollections(readerOf([...store.entries.values()]), parseLocalDates(date), options);
}

async function expectGroundTruth(store: MemoryStore): Promise<void> {
  for (const day of [first, second]) {
    const date = day.slice('android-'.length, 'android-2016-07-22'.length);
    expect(tripDifferences(await drawn(store, date), readExpectedTrips(day), exactly)).toEqual([]);
  }
}

const counts = async (store: MemoryStore) =>
  Promise.all(['2016-07-22', '2016-07-25'].map(async (date) => (await drawn(store, date)).length));
const reset = (store: MemoryStore, time: number | null) => resetPerson(time, { store, owner: 'test' });
const derived = (store: MemoryStore, key: string) =>
  [...store.entries.values()].filter(({ metadata }) => metadata.key === key);

describe.runIf(haveRealDays)('two days with a phone that was started again', () => {
  it('are the ground truth to begin with', async () => {
    const store = await bothDays();
    expect(await counts(store)).toEqual([4, 2]);
    await expectGroundTruth(store);
  });

  it.each([
    ['the start', null, [0, 0]],
    ['a time before everything', timeOf('2015-01-01T00:00:00Z'), [0, 0]],
    ['the middle of a day', middleOfDay, [2, 0]],
    ['a time in untracked time', untracked, [4, 0]],
  ] as const)('come back after a reset to %s', async (_, time, left) => {
    const store = await bothDays();
    await reset(store, time);
    expect(await counts(store)).toEqual(left);
    await runOn(store, { settings });
    await expectGroundTruth(store);
  });

  it('come back after two resets in a row', async () => {
    const store = await bothDays();
    await reset(store, untracked);
    await reset(store, untracked + 7200);
    const places = derived(store, 'analysis/cleaned_place');
    const open = places.find(({ data }) => data.exit_ts === undefined);
    expect(open?.data.raw_places).toEqual([]);
    await runOn(store, { settings });
    await expectGroundTruth(store);
  });

  it('stay as they are after a reset to a time after them', async () => {
    const store = await bothDays();
    const before = store.clone();
    const result = await reset(store, timeOf('2017-01-01T00:00:00Z'));
    expect(result).toEqual({ extent: 'nothing', entered: null, removed: 0, sequence: null });
    expect(store.entries).toEqual(before.entries);
    expect(store.states).toEqual(before.states);
    await runOn(store, { settings });
    await expectGroundTruth(store);
  });

  it('come back when a run ended in the middle of the second day', async () => {
    const store = new MemoryStore().import(readDay(first));
    await runOn(store, { settings });
    store.import(readDay(second));
    await runOn(store, {
      settings,
      span: { first: 'TRIP_SEGMENTATION', last: 'SECTION_SEGMENTATION' },
    });
    for (const stage of ['JUMP_SMOOTHING', 'CLEAN_RESAMPLING'] as const) {
      store.states = { ...store.states, [stage]: { ...store.states[stage]!, curr_run_ts: 1469493031 } };
    }
    await reset(store, untracked);
    expect(Object.values(store.states).every(({ curr_run_ts }) => curr_run_ts === null)).toBe(true);
    await runOn(store, { settings });
    await expectGroundTruth(store);
  });

  it('leave the first day without its exit when only the second is taken back', async () => {
    const store = new MemoryStore().import(readDay(first));
    await runOn(store, { settings });
    const once = store.clone();
    await runOn(store.import(readDay(second)), { settings });
    const { end_ts } = once.members.pipeline_range as { end_ts: number };
    await reset(store, end_ts + 1);
    const content = (from: MemoryStore, key: string) =>
      derived(from, key).map(({ data: { raw_places, ...data } }) => data);
    for (const key of ['segmentation/raw_place', 'segmentation/raw_trip', 'analysis/cleaned_place']) {
      expect(content(store, key)).toEqual(content(once, key));
    }
    expect(store.members).toEqual(once.members);
  });

  it('leave nothing behind but the start', async () => {
    const store = await bothDays();
    const result = await reset(store, null);
    expect(result.removed).toBeGreaterThan(100);
    expect(store.states).toEqual({});
    expect(store.members).toMatchObject({
      pipeline_range: { start_ts: null, end_ts: null },
      total_trips: 0,
      labeled_trips: 0,
    });
    await runOn(store, { settings });
    expect(stageSlots.every(({ name }) => name === 'USERCACHE' || name in store.states)).toBe(true);
  });

  it('end for the profile at the place that is kept', async () => {
    const store = await bothDays();
    const { entered } = await reset(store, middleOfDay);
    expect(store.members).toMatchObject({ pipeline_range: { end_ts: entered }, total_trips: 2 });
    const place = derived(store, 'segmentation/raw_place').find(({ data }) => data.exit_ts === undefined);
    expect(place?.data.enter_ts).toBe(entered);
  });

  it.each([
    ['the start', null],
    ['a time between', untracked],
    ['a time in a trip', middleOfDay],
  ] as const)('keep what people said of their trips after a reset to %s', async (_, time) => {
    const store = await bothDays();
    const trips = derived(store, 'analysis/confirmed_trip');
    store.import(trips.flatMap((trip, index) => said(trip, index)));
    await runOn(store, { settings });
    const before = whatWasSaid(store);
    for (const trips of before) {
      expect(trips.map(({ additions }) => additions.length)).toEqual([1, 1, 1, 1, 1, 1]);
    }
    await reset(store, time);
    await runOn(store, { settings });
    expect(whatWasSaid(store)).toEqual(before);
    expect(store.members).toMatchObject({ total_trips: 6, labeled_trips: 6 });
  });
});

/** A label of a trip and an activity during it, told long after all trips. */
function said({ data, metadata, user_id }: Entry, index: number): Entry[] {
  const { start_ts, end_ts } = data;
  const tell = (key: string, mark: string, content: Entry['data']): Entry => ({
    _id: { $oid: `${mark}${index}`.padEnd(24, '0') },
    user_id,
    metadata: { ...metadata, key, platform: 'android', write_ts: toldAt + index },
    data: { start_ts, end_ts, ...content },
  });
  return [
    tell('manual/mode_confirm', 'a', { label: `mode ${index}` }),
    tell('manual/trip_addition_input', 'b', { match_id: `activity ${index}`, status: 'ACTIVE' }),
  ];
}

function whatWasSaid(store: MemoryStore) {
  return ['analysis/confirmed_trip', 'analysis/composite_trip'].map((key) =>
    derived(store, key)
      .filter(({ data }) => data.additions !== undefined && data.user_input !== undefined)
      .filter(({ data }) => Object.keys(data.user_input as object).length > 0)
      .map(({ data: { start_ts, user_input, additions } }) => ({
        start_ts: start_ts as number,
        user_input,
        additions: additions as unknown[],
      }))
      .sort((left, right) => left.start_ts - right.start_ts),
  );
}
