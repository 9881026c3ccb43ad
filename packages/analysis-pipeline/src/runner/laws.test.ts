import type { Entry } from '@sojourn/datamodel';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDays, deliverLate, lawBounds, MemoryStore, runOn } from '../testing/index.js';

const bounds = lawBounds(150, 2);
const full = { settings: { 'intake.rederive': 'full' } };
const filters = ['time', 'distance'] as const;

/** Splits entries into some deliveries in any order of arrival. */
const deliveries = (entries: readonly Entry[], cuts: readonly number[]): Entry[][] => {
  const lists: Entry[][] = Array.from({ length: 4 }, () => []);
  entries.forEach((entry, index) => {
    lists[(cuts[index % cuts.length] ?? 0) % 4]!.push(entry);
  });
  return lists.filter((list) => list.length > 0);
};

interface Told {
  key: string;
  [member: string]: unknown;
}

describe.each(filters)('laws of runs over days of a phone that collects by %s', (filter) => {
  it('running twice changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDays(filter),
        fc.constantFrom('late', 'full', 'never'),
        async (days, policy) => {
          const settings = { 'intake.rederive': policy };
          const store = new MemoryStore().upload(days);
          await runOn(store, { settings });
          const before = store.clone();
          await runOn(store, { settings });
          expect(store.entries).toEqual(before.entries);
          expect(store.rows).toEqual(before.rows);
          expect(store.states).toEqual(before.states);
        },
      ),
      bounds,
    );
  });

  it('trips are ordered, disjoint and chained with places', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDays(filter), async (days) => {
        const store = new MemoryStore().upload(days);
        await runOn(store);
        const diary = store.diary() as Told[];
        diary.forEach((told, index) => {
          expect(told.key.endsWith('place')).toBe(index % 2 === 0);
        });
        for (let index = 1; index < diary.length; index += 2) {
          const [before, trip, after] = diary.slice(index - 1, index + 2) as [Told, Told, Told];
          expect(before.exit_ts).toBe(trip.start_ts);
          expect(after.enter_ts).toBe(trip.end_ts);
          expect(trip.distance).toBeGreaterThanOrEqual(0);
          expect(trip.duration).toBe((trip.end_ts as number) - (trip.start_ts as number));
          if (before.enter_ts !== undefined) {
            expect(before.duration).toBe((before.exit_ts as number) - (before.enter_ts as number));
            expect(before.duration).toBeGreaterThanOrEqual(0);
          }
          // Untracked time begins five seconds late, even when it lasts less.
          const least = trip.key.endsWith('untracked') ? -5 : 0;
          expect(trip.duration).toBeGreaterThanOrEqual(least);
        }
      }),
      bounds,
    );
  });

  it('derived in full, all at once and bit by bit in any order give the same diary', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDays(filter),
        fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 40 }),
        async (days, cuts) => {
          const batch = new MemoryStore().upload(days);
          await runOn(batch, full);
          const trickle = new MemoryStore();
          for (const delivery of deliveries(days, cuts)) {
            trickle.upload(delivery);
            await runOn(trickle, full);
          }
          expect(trickle.diary()).toEqual(batch.diary());
          expect(trickle.states.TRIP_SEGMENTATION?.last_processed_ts ?? null).toBe(
            batch.states.TRIP_SEGMENTATION?.last_processed_ts ?? null,
          );
        },
      ),
      bounds,
    );
  });

  it('what arrives late ends in the diary that it would have made in time', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryDays(filter),
        fc.nat(),
        fc.integer({ min: 1, max: 20 }),
        async (days, at, count) => {
          const { store, whole } = await deliverLate(days, at, count);
          expect(store.diary()).toEqual(whole.diary());
        },
      ),
      bounds,
    );
  });

  it('a run that is lost before its commit, and repeated, is like one that was not', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDays(filter), fc.nat(), async (days, at) => {
        const [first, second] = [days.slice(0, at % days.length), days.slice(at % days.length)];
        const smooth = new MemoryStore();
        const killed = new MemoryStore();
        for (const part of [first, second]) {
          smooth.upload(part);
          killed.upload(part);
          await runOn(smooth);
          killed.hooks.beforeCommit = () => {
            throw new Error('killed');
          };
          await expect(runOn(killed)).rejects.toThrow('killed');
          killed.hooks = {};
          await runOn(killed);
        }
        expect(killed.diary()).toEqual(smooth.diary());
      }),
      bounds,
    );
  });
});
