import type { Entry } from '@sojourn/datamodel';
import { simulate } from '@sojourn/simulator';
import { describe, expect, it } from 'vitest';
import { haveRealDays, MemoryStore, type RecordedRun, recordedRuns, runOn } from '../testing/index.js';

/** Raw points, filtered by nobody: going on from its mark, segmentation finds a trip of one point, as in the reference. */
const goesOnDifferently = 'ios-2015-11-06-unfiltered';

async function expectNothingNew(store: MemoryStore, settings: Readonly<Record<string, unknown>>) {
  const before = store.clone();
  const { changed, stages } = await runOn(store, { evenIfUpToDate: true, settings });
  expect(stages.length).toBeGreaterThan(0);
  expect(changed).toBe(false);
  expect(store.entries).toEqual(before.entries);
}

describe('a run although nothing has arrived, as after a failure,', () => {
  it.each(['android', 'ios'] as const)('changes nothing for simulated people with %s', async (platform) => {
    for (const { entries } of simulate({ seed: 'again', people: 6, days: 3, platform, flights: false })) {
      const store = new MemoryStore().upload(
        Array.from(entries, (entry, index) => ({
          ...(entry as unknown as Entry),
          _id: { $oid: index.toString(16).padStart(24, '0') },
        })),
      );
      await runOn(store);
      expect(store.diary().length).toBeGreaterThan(0);
      await expectNothingNew(store, {});
    }
  });

  const days = recordedRuns.filter(({ name }) => name !== goesOnDifferently);
  it.skipIf(!haveRealDays).each(days)('changes nothing of $name', async (recorded: RecordedRun) => {
    const store = new MemoryStore();
    for (const entries of recorded.deliveries()) {
      store.import(entries);
      await runOn(store, { settings: recorded.settings });
    }
    await expectNothingNew(store, recorded.settings);
  });
});
