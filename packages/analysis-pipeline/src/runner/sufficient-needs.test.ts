import type { Entry } from '@sojourn/datamodel';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageSlots, stagesOf } from '../stages/index.js';
import {
  arbitraryDays,
  derivedStreams,
  differences,
  lawBounds,
  MemoryStore,
  runOn,
  TestDiary,
} from '../testing/index.js';

const bounds = lawBounds(150, 2.5);
/** Seconds before which nothing is written that is sensed later; phones' clocks may be off by less. */
const clockError = 3600;
/** A point at which one trip ends and another starts is copied to one or both, as the runs fall. */
const ignored = ['user_id', 'metadata', 'locations'];
const settings = { 'intake.rederive': 'never' };

/** Entries in the order of their writing, cut into parts. */
function parts(entries: readonly Entry[], cuts: readonly number[]): Entry[][] {
  const bounds = [...cuts.map((cut) => cut % (entries.length + 1)), entries.length].sort((a, b) => a - b);
  return bounds
    .map((end, index) => entries.slice(bounds[index - 1] ?? 0, end))
    .filter(({ length }) => length > 0);
}

/** The entries of a phone whose clock never goes back and does not write before it senses. */
function withGoodClock(entries: readonly Entry[]): Entry[] {
  let latest = Number.NEGATIVE_INFINITY;
  return entries.filter(({ metadata, data }) => {
    const ts = data.ts as number;
    if (ts < latest || metadata.write_ts < ts - clockError) return false;
    latest = ts;
    return true;
  });
}

describe.each(['time', 'distance'] as const)('of days collected by %s, run after run', (filter) => {
  it('what stages say they need is enough to derive what they would with everything at hand', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDays(filter), fc.array(fc.nat(), { maxLength: 5 }), async (days, cuts) => {
        const store = new MemoryStore();
        const diary = new TestDiary();
        for (const part of parts(withGoodClock(days), cuts)) {
          store.import(part);
          await runOn(store, { settings });
          diary.load(part).run(stagesOf(), settings);
        }
        const [sparse, greedy] = [
          derivedStreams(store.entries.values()),
          derivedStreams(diary.entries.values()),
        ];
        const keys = [...new Set([...Object.keys(sparse), ...Object.keys(greedy)])].sort();
        expect(differences(sparse, greedy, keys, { ignored })).toEqual([]);
        for (const { name } of stageSlots) {
          expect([name, store.states[name]?.last_processed_ts]).toEqual([
            name,
            diary.states[name]?.last_processed_ts,
          ]);
        }
      }),
      bounds,
    );
  });
});
