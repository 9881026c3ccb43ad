import type { Entry } from '@sojourn/datamodel';
import { simulate } from '@sojourn/simulator';
import { describe, expect, it } from 'vitest';
import { inventEntry, MemoryStore, runOn } from '../testing/index.js';

const days = 10;
const day = 86_400;

/** Entries of a person by local day. */
function livedDays(platform: 'android' | 'ios'): Entry[][] {
  const [person] = simulate({ seed: 'history', days, platform, flights: false, from: '2024-06-03' });
  const entries = [...person!.entries].map((entry, index) => ({
    ...entry,
    _id: { $oid: index.toString(16).padStart(24, '0') },
  })) as unknown as Entry[];
  const first = Math.min(...entries.map(({ metadata }) => metadata.write_ts));
  return Array.from({ length: days }, (_, number) =>
    entries.filter(({ metadata }) => Math.floor((metadata.write_ts - first) / day) === number),
  );
}

/** A store with a history of some days, the last three of them run by themselves. */
async function withHistory(history: readonly Entry[][]): Promise<MemoryStore> {
  const store = new MemoryStore().upload(history.slice(0, -3).flat());
  await runOn(store);
  await runOn(store.upload(history.slice(-3).flat()));
  return store;
}

/** What a run asks of a store. */
async function cost(store: MemoryStore, arrived: readonly Entry[]) {
  store.upload(arrived);
  store.queries.length = 0;
  store.entriesRead = 0;
  await runOn(store);
  return { queries: store.queries.length, entries: store.entriesRead };
}

describe.each(['android', 'ios'] as const)('what a run reads of a person with %s', (platform) => {
  const lived = livedDays(platform);
  const [last] = lived.slice(-1) as [Entry[]];

  it('for a new day is the same after nine days as after four', async () => {
    const [long, short] = await Promise.all([
      withHistory(lived.slice(0, -1)),
      withHistory(lived.slice(-5, -1)),
    ]);
    expect(long.entries.size).toBeGreaterThan(2 * short.entries.size);
    const [after, before] = [await cost(long, last), await cost(short, last)];
    expect(before.entries).toBeGreaterThan(0);
    expect(after).toEqual(before);
    expect(after.entries).toBeLessThan(long.entries.size / 4);
  });

  it('for a label of a trip, and for points that come late, neither', async () => {
    const stores = await Promise.all([withHistory(lived), withHistory(lived.slice(-4))]);
    const trips = [...stores[1]!.entries.values()].filter(
      ({ metadata: { key } }) => key === 'analysis/confirmed_trip',
    );
    const { start_ts, end_ts } = trips.at(-1)!.data as { start_ts: number; end_ts: number };
    const label = inventEntry('manual/mode_confirm', { start_ts, end_ts, label: 'walk' }, end_ts + 60);
    const points = last.filter(({ metadata: { key } }) => key === 'background/filtered_location');
    const late = points.slice(-9, -6).map((point, index) => ({
      ...point,
      _id: { $oid: `e${index}`.padEnd(24, '0') },
      data: { ...point.data, ts: (point.data.ts as number) + 1 },
      metadata: { ...point.metadata, write_ts: point.metadata.write_ts + 1 },
    }));
    for (const arrived of [[label], late]) {
      const [long, short] = [await cost(stores[0]!, arrived), await cost(stores[1]!, arrived)];
      expect(long).toEqual(short);
      expect(long.entries).toBeLessThan(stores[0]!.entries.size / 3);
    }
  });
});
