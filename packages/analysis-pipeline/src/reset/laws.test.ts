import type { Entry } from '@sojourn/datamodel';
import { simulate } from '@sojourn/simulator';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultKeys } from '../stages/index.js';
import { arbitraryDays, differences, lawBounds, MemoryStore, runOn, type Streams } from '../testing/index.js';
import { resetPerson } from './index.js';

const bounds = lawBounds(40, 1);
const reset = (store: MemoryStore, time: number | null) => resetPerson(time, { store, owner: 'test' });

/** A time within what was sensed, or around it. */
const instant = (store: MemoryStore, share: number): number => {
  const times = [...store.entries.values()]
    .filter(({ metadata }) => metadata.platform !== 'server')
    .map(({ data }) => data.ts as number)
    .filter(Number.isFinite);
  const [start, end] = [Math.min(...times), Math.max(...times)];
  return times.length === 0 ? 0 : start + (end - start) * share;
};
const anyShare = fc.integer({ min: -100, max: 1100 }).map((thousandths) => thousandths / 1000);

describe.each(['time', 'distance'] as const)('laws of resets of days that were collected by %s', (filter) => {
  it('a reset to the start and a run are a fresh run', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDays(filter), async (days) => {
        const store = new MemoryStore().upload(days);
        await runOn(store);
        const fresh = new MemoryStore().import(
          [...store.entries.values()].filter(({ metadata }) => metadata.platform !== 'server'),
        );
        await runOn(fresh);
        await reset(store, null);
        await runOn(store);
        expect(store.diary()).toEqual(fresh.diary());
        expect(store.members).toEqual(fresh.members);
      }),
      bounds,
    );
  });

  it('a run after any resets leaves a diary that hangs together, and the next run nothing to do', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDays(filter),
        fc.array(anyShare, { minLength: 1, maxLength: 3 }),
        async (days, shares) => {
          const store = new MemoryStore().upload(days);
          await runOn(store);
          for (const share of shares) await reset(store, instant(store, share));
          await runOn(store);
          // The chain is walked from place to place, and has to reach everything.
          store.diary();
          const before = store.clone();
          await runOn(store);
          expect(store.entries).toEqual(before.entries);
        },
      ),
      bounds,
    );
  });

  it('a reset to a time after everything changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDays(filter), async (days) => {
        const store = new MemoryStore().upload(days);
        await runOn(store);
        const before = store.clone();
        const { extent } = await reset(store, instant(store, 1.1) + 86_400);
        if (extent === 'nothing') expect(store.entries).toEqual(before.entries);
      }),
      bounds,
    );
  });

  it('a second reset to the same time takes nothing more back', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDays(filter), anyShare, async (days, share) => {
        const store = new MemoryStore().upload(days);
        await runOn(store);
        const time = instant(store, share);
        const first = await reset(store, time);
        const before = store.clone();
        const second = await reset(store, time);
        expect(second.removed).toBe(0);
        if (first.extent === 'place') expect(store.entries).toEqual(before.entries);
      }),
      bounds,
    );
  });
});

describe.each(['android', 'ios'] as const)('laws of resets of invented people with %s', (platform) => {
  const [person] = simulate({ seed: 'reset', days: 2, platform, flights: false });
  const days = [...person!.entries].map((entry, index) => ({
    ...entry,
    _id: { $oid: index.toString(16).padStart(24, '0') },
  })) as unknown as Entry[];

  it('a run after resets to any times finds again what was there', async () => {
    const fresh = new MemoryStore().upload(days);
    await runOn(fresh);
    const extents = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(anyShare, { minLength: 1, maxLength: 2 }), async (shares) => {
        const store = fresh.clone();
        for (const share of shares) extents.add((await reset(store, instant(fresh, share))).extent);
        await runOn(store);
        expect(resultDifferences(store, fresh)).toEqual([]);
        expect(store.members).toEqual(fresh.members);
      }),
      lawBounds(8, 1.5),
    );
    expect(extents).toContain('place');
  });
});

/**
 * Where what was derived differs. A run that goes on from a place leaves its duration unknown, and its list of raw
 * places tells of it; the same is seen after two runs without a reset.
 */
function resultDifferences(actual: MemoryStore, expected: MemoryStore): string[] {
  const options = { ignored: ['user_id', 'metadata', 'raw_places', 'duration'] };
  return [...differences(streamsOf(actual), streamsOf(expected), resultKeys, options)];
}

function streamsOf({ entries }: MemoryStore): Streams {
  return Object.fromEntries(
    resultKeys.map((key) => [key, [...entries.values()].filter(({ metadata }) => metadata.key === key)]),
  );
}
