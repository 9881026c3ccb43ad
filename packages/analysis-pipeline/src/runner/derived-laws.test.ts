import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arbitraryDays,
  deliverLate,
  derivedStreams,
  differences,
  lawBounds,
  MemoryStore,
  runOn,
} from '../testing/index.js';

const bounds = lawBounds(150, 2.5);
const full = { settings: { 'intake.rederive': 'full' } };

const derived = (store: MemoryStore) => derivedStreams(store.entries.values());

/** Copies that trips of an earlier run hold of what came after. */
const copies = ['start_confirmed_place', 'end_confirmed_place', 'locations'];
const always = ['user_id', 'metadata', 'metadata_write_ts', 'index'];

/** How the diaries of two stores differ, whatever the ids and the times of writing. */
function differ(one: MemoryStore, other: MemoryStore, ignored: readonly string[] = []): string[] {
  const [left, right] = [derived(one), derived(other)];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return differences(left, right, keys, { ignored: [...always, ...ignored] });
}

/** Links of derived entries to entries that are not there. */
function dangling(store: MemoryStore): string[] {
  const found: string[] = [];
  const look = (path: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const id = (value as { $oid?: string }).$oid;
    if (id !== undefined && !store.entries.has(id)) found.push(path);
    for (const [name, part] of Object.entries(value)) look(`${path}.${name}`, part);
  };
  for (const [key, entries] of Object.entries(derived(store))) {
    for (const { data } of entries ?? []) look(key, data);
  }
  return found;
}

describe.each(['time', 'distance'] as const)('whole diaries of a phone that collects by %s', (filter) => {
  it('derived in full are the same all at once and bit by bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDays(filter),
        fc.array(fc.nat({ max: 3 }), { minLength: 1 }),
        async (days, cuts) => {
          const batch = new MemoryStore().upload(days);
          await runOn(batch, full);
          const trickle = new MemoryStore();
          for (let part = 0; part < 4; part++) {
            const delivery = days.filter((_, index) => cuts[index % cuts.length] === part);
            if (delivery.length === 0) continue;
            trickle.upload(delivery);
            await runOn(trickle, full);
            expect(dangling(trickle)).toEqual([]);
          }
          expect(differ(trickle, batch)).toEqual([]);
        },
      ),
      bounds,
    );
  });

  it('derived again in full do not change', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDays(filter), async (days) => {
        const store = new MemoryStore().upload(days);
        await runOn(store, full);
        const before = derived(store);
        store.sequence++;
        await runOn(store, full);
        expect(derived(store)).toEqual(before);
      }),
      bounds,
    );
  });

  it('show what arrives late as if it had come in time', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDays(filter),
        fc.nat(),
        fc.integer({ min: 1, max: 20 }),
        async (days, at, count) => {
          const { store, whole } = await deliverLate(days, at, count);
          expect(dangling(store)).toEqual([]);
          // The place that a run goes on from never learns its duration, nor do the trips that it is copied to.
          const known = differ(store, whole, copies);
          expect(known.filter((difference) => !/confirmed_place \d+\.duration/.test(difference))).toEqual([]);
        },
      ),
      bounds,
    );
  });
});
