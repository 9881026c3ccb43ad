import { describe, expect, it } from 'vitest';
import { resultKeys } from '../stages/index.js';
import { differences, inventEntry, MemoryStore, runOn, stay, travel } from '../testing/index.js';

const home = { east: 0, north: 0 };
const work = { east: 3000, north: 0 };
const market = { east: 3000, north: 2500 };
const there = () => [...travel(1000, home, work, 100, 30), ...stay(4000, work, 12, 29)];
const onwards = () => [...travel(4380, work, market, 100, 30), ...stay(7380, market, 12, 29)];
const withoutModes = { settings: { 'intake.alternatives': { MODE_INFERENCE: 'none' } } };

const streamOf = ({ entries }: MemoryStore, key: string) =>
  [...entries.values()].filter(({ metadata }) => metadata.key === key);
const resultsOf = (store: MemoryStore) =>
  Object.fromEntries(resultKeys.map((key) => [key, streamOf(store, key)]));
const differencesBetween = (one: MemoryStore, other: MemoryStore, ignored: readonly string[] = []) => [
  ...differences(resultsOf(one), resultsOf(other), resultKeys, {
    ignored: ['user_id', 'metadata', ...ignored],
  }),
];

describe('modes that are inferred after their trips were confirmed', () => {
  it('are shown as if they had been known in time', async () => {
    const fresh = new MemoryStore().import([...there(), ...onwards()]);
    await runOn(fresh);
    const late = new MemoryStore().import([...there(), ...onwards()]);
    await runOn(late, withoutModes);
    expect(differencesBetween(late, fresh)).not.toEqual([]);
    late.sequence++;
    await runOn(late);
    expect(differencesBetween(late, fresh)).toEqual([]);
    const [trip] = streamOf(late, 'analysis/confirmed_trip');
    expect(trip!.data.inferred_section_summary).toMatchObject({ count: { WALKING: 1 } });
  });

  it('are shown by trips of earlier runs and of the run, with what was said of them', async () => {
    const label = inventEntry('manual/mode_confirm', { start_ts: 1000, end_ts: 4000, label: 'walk' }, 5000);
    const run = async (first: Parameters<typeof runOn>[1]) => {
      const store = new MemoryStore().import(there());
      await runOn(store, first);
      store.import([...onwards(), label]);
      await runOn(store);
      return store;
    };
    const [late, fresh] = [await run(withoutModes), await run({})];
    expect(differencesBetween(late, fresh)).toEqual([]);
    const shown = streamOf(late, 'analysis/composite_trip');
    expect(shown.map(({ data }) => (data.sections as unknown[]).length)).toEqual([1, 1]);
    expect(shown[0]!.data.inferred_section_summary).toMatchObject({ count: { WALKING: 1 } });
  });

  it('leave trips alone whose modes were known', async () => {
    const store = new MemoryStore().import(there());
    await runOn(store);
    const [before] = streamOf(store, 'analysis/confirmed_trip');
    store.import(onwards());
    store.queries.length = 0;
    await runOn(store);
    expect(streamOf(store, 'analysis/confirmed_trip')).toContainEqual(before);
    expect(store.queries.flatMap(({ keys }) => keys)).not.toContain('analysis/confirmed_trip');
  });
});
