import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import {
  inventActivity,
  inventEntry,
  inventPoint,
  inventTransition,
  MemoryStore,
  runOn,
  stay,
  travel,
} from '../testing/index.js';

const home = { east: 0, north: 0 };
const work = { east: 3000, north: 0 };
const day = (from = 1_600_000_000) => [
  ...travel(from, home, work, 100, 30),
  ...stay(from + 3000, work, 12, 29),
  inventActivity(from + 60),
  inventTransition(from + 70, 1),
];
const changed = (entries: Entry[], change: (entry: Entry, index: number) => void): Entry[] => {
  entries.forEach(change);
  return entries;
};
const points = (entries: Entry[]): Entry[] =>
  entries.filter(({ metadata }) => metadata.key === 'background/filtered_location');

const cases: [string, () => Entry[], trips: number][] = [
  ['nothing', () => [], 0],
  ['one point', () => [inventPoint(1_600_000_000, home)], 0],
  ['points alone', () => points(day()), 1],
  ['events alone', () => day().filter((entry) => !points([entry]).length), 0],
  ['no collection mode anywhere', () => changed(day(), ({ data }) => delete data.filter), 0],
  ['clock jumps of years, ahead and back', () => [...day(), ...day(1.7e9), ...day(3e8)], 3],
  ['the year 1970', () => day(10), 1],
  ['everything twice', () => [...day(), ...day()], 1],
  [
    'the same time for all points',
    () => changed(day(), ({ data }) => Object.assign(data, { ts: 1_600_000_000 })),
    0,
  ],
  [
    'an unknown zone',
    () =>
      changed(day(), ({ metadata, data }) => {
        metadata.time_zone = 'Nowhere/Else';
        Object.assign(data, { local_dt: { timezone: 'Nowhere/Else' } });
      }),
    1,
  ],
  [
    'no local dates and no zones',
    () =>
      changed(day(), ({ metadata, data }) => {
        delete metadata.time_zone;
        delete data.local_dt;
        delete data.fmt_time;
      }),
    1,
  ],
  [
    'members of wrong types here and there',
    () =>
      changed(day(), ({ data }, index) => {
        const wrong = [
          { ts: 'now' },
          { latitude: null },
          { longitude: {} },
          { accuracy: 'good' },
          { loc: 7 },
          { filter: 3 },
        ];
        if (index % 9 === 0) Object.assign(data, wrong[(index / 9) % wrong.length]);
      }),
    1,
  ],
  ['streams that nobody knows', () => [...day(), inventEntry('made/up', { ts: 1 }, 1_600_000_000)], 1],
];

describe('damaged days', () => {
  it.each(cases)('%s, imported', async (_, entries, trips) => {
    const store = new MemoryStore().import(entries());
    await runOn(store);
    expect(
      [...store.entries.values()].filter(({ metadata }) => metadata.key === 'segmentation/raw_trip'),
    ).toHaveLength(trips);
    store.diary();
    for (const state of Object.values(store.states)) expect(state.curr_run_ts).toBeNull();
  });

  it.each(cases)('%s, uploaded', async (_, entries) => {
    const store = new MemoryStore().upload(entries());
    await runOn(store);
    store.diary();
    expect(store.rows).toEqual([]);
  });

  it('more than one run takes on', async () => {
    const [few, many] = [new MemoryStore(), new MemoryStore()];
    const entries = day();
    for (const store of [few, many]) {
      store.upload(entries.slice(0, 60)).upload(entries.slice(60, 130)).upload(entries.slice(130));
    }
    await runOn(many);
    let runs = 0;
    for (; few.processedSequence < few.sequence && runs < 100; runs++) await runOn(few, {}, undefined, 25);
    expect(runs).toBeGreaterThan(entries.length / 25);
    expect(few.rows).toEqual([]);
    expect(few.diary()).toEqual(many.diary());
  });

  it('a hundred thousand points that lie in the future', async () => {
    const ahead = Array.from({ length: 150_000 }, (_, index) => inventPoint(4e9 + index, home));
    const store = new MemoryStore();
    store.rows = [...day(), ...ahead].map((entry) => ({ arrival: 1, entry }));
    store.sequence = 1;
    const { waitingUntil } = await runOn(store);
    expect(waitingUntil).toBeGreaterThan(4e9 - 1);
    expect(store.rows).toHaveLength(ahead.length);
    expect(store.diary().length).toBeGreaterThan(1);
  });

  it('a hundred thousand points', async () => {
    const days = Array.from({ length: 893 }, (_, index) =>
      points(day(1_500_000_000 + index * 90_000)),
    ).flat();
    expect(days.length).toBeGreaterThan(100_000);
    const store = new MemoryStore().import(days);
    const { stages } = await runOn(store);
    expect(stages.find(({ stage }) => stage === 'TRIP_SEGMENTATION')).toMatchObject({
      status: 'done',
      entries: days.length,
    });
    expect(store.diary().length).toBeGreaterThan(893);
  });
});
