import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idOf, resultKeys } from '../stages/index.js';
import {
  arbitraryDays,
  differences,
  haveRealDays,
  inventEntry,
  lawBounds,
  MemoryStore,
  readDay,
  readSeedForest,
  runOn,
} from '../testing/index.js';
import { resetModes } from './index.js';
import { planModes } from './reset-modes.js';

const modeKeys = ['inference/prediction', 'analysis/inferred_section'];
const reset = (store: MemoryStore, time: number | null) => resetModes(time, { store, owner: 'test' });

const streamOf = ({ entries }: MemoryStore, key: string) =>
  [...entries.values()].filter(({ metadata }) => metadata.key === key);
const resultsOf = (store: MemoryStore) =>
  Object.fromEntries(resultKeys.map((key) => [key, streamOf(store, key)]));
const differencesBetween = (one: MemoryStore, other: MemoryStore) => [
  ...differences(resultsOf(one), resultsOf(other), resultKeys, { ignored: ['user_id', 'metadata'] }),
];
/** The modes that each cleaned section was given. */
const modesOf = (store: MemoryStore) => {
  const modes = new Map<string | undefined, unknown[]>();
  for (const { data } of modeKeys.flatMap((key) => streamOf(store, key))) {
    const section = idOf(data.section_id ?? data.cleaned_section);
    modes.set(section, [...(modes.get(section) ?? []), data.predicted_mode_map ?? data.sensed_mode]);
  }
  return modes;
};
const summariesOf = (store: MemoryStore) =>
  new Map(
    ['analysis/confirmed_trip', 'analysis/composite_trip'].flatMap((key) =>
      streamOf(store, key).map(({ _id, data }) => [_id.$oid, data.inferred_section_summary] as const),
    ),
  );
const allBut = (store: MemoryStore) =>
  new Map([...store.entries].filter(([, { metadata }]) => !modeKeys.includes(metadata.key)));

describe('what a reset of modes takes back', () => {
  const section = (start: number, end: number) =>
    inventEntry('analysis/inferred_section', { start_ts: start, end_ts: end }, end);
  const state = (mark: number) => ({ curr_run_ts: null, last_processed_ts: mark, last_ts_run: 9000 });
  const anew = (mark: number) => ({ curr_run_ts: null, last_processed_ts: mark, last_ts_run: null });

  it('is what begins after the time; mode inference goes on five minutes later', () => {
    const later = section(2000, 3000);
    const plan = planModes([section(900, 1100), later], 1000, state(3005));
    expect(plan).toEqual({ remove: [later], state: anew(1300) });
  });

  it('includes what ends so late that it would be inferred again', () => {
    const across = section(900, 1400);
    const plan = planModes([across], 1000, state(1405));
    expect(plan).toEqual({ remove: [across], state: anew(1300) });
  });

  it('leaves nothing out that ends within the five minutes', () => {
    const short = section(1010, 1100);
    expect(planModes([short], 1000, state(1105))).toEqual({ remove: [short], state: anew(1100) });
  });

  it('is everything without a time, and never moves on what lies behind', () => {
    const only = section(900, 1100);
    expect(planModes([only], null, state(1105))).toEqual({ remove: [only], state: null });
    expect(planModes([], 1000, state(1105))).toEqual({ remove: [], state: undefined });
  });
});

describe.each(['time', 'distance'] as const)(
  'a reset of modes of days that were collected by %s',
  (filter) => {
    const anyTime = fc.option(fc.integer({ min: -100, max: 1100 }), { nil: null });

    it('touches nothing else, and the next run infers the same modes again', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryDays(filter), anyTime, async (days, share) => {
          const fresh = new MemoryStore().upload(days);
          await runOn(fresh);
          const store = fresh.clone();
          const starts = streamOf(store, 'analysis/cleaned_trip').map(({ data }) => data.start_ts as number);
          const [first, last] = [Math.min(...starts), Math.max(...starts) + 3600];
          const time = share === null || starts.length === 0 ? null : first + ((last - first) * share) / 1000;
          const { extent, removed } = await reset(store, time);
          expect(extent).toBe(removed === 0 ? 'nothing' : 'modes');
          expect(allBut(store)).toEqual(allBut(fresh));
          const left = modeKeys.flatMap((key) => streamOf(store, key));
          expect(left.filter(({ data }) => (data.start_ts as number) > (time ?? 0))).toEqual([]);
          await runOn(store);
          // A run may find trips besides; what was there is as it was.
          for (const [section, modes] of modesOf(fresh)) expect(modesOf(store).get(section)).toEqual(modes);
          const summaries = summariesOf(store);
          for (const [trip, summary] of summariesOf(fresh)) expect(summaries.get(trip)).toEqual(summary);
        }),
        lawBounds(40, 1),
      );
    });
  },
);

it.skipIf(!haveRealDays)(
  'is made up for with the inferrer that is chosen then, and trips show its modes',
  async () => {
    const forest = {
      'intake.alternatives': { MODE_INFERENCE: 'forest' },
      'classification.inference.mode.forest': readSeedForest(),
    };
    const after = async (settings: Record<string, unknown>) => {
      const store = new MemoryStore().import(readDay('android-2016-07-22-reboot'));
      await runOn(store, { settings });
      return store;
    };
    const [byRules, byForest] = [await after({}), await after(forest)];
    const store = byRules.clone();
    expect(await reset(store, null)).toMatchObject({ extent: 'modes', entered: null });
    await runOn(store, { settings: forest });
    expect(differencesBetween(store, byForest)).toEqual([]);
    expect(differencesBetween(store, byRules)).not.toEqual([]);
  },
);
