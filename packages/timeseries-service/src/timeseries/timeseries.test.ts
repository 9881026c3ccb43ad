import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '@sojourn/datamodel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EntryQuery, openStore, type PersonTimeseries, type TimeseriesStore } from './index.js';

let folder: string;
let now: number;
let store: TimeseriesStore;
let person: PersonTimeseries;
const reopen = async () => {
  await store.close();
  store = await openStore({ folder, clock: () => now, compaction: false });
  person = store.person(person.id);
};
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sojourn-series-'));
  now = 1_700_000_000_000;
  store = await openStore({ folder, clock: () => now, compaction: false });
  person = store.person(await store.createPerson());
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

const sent = (writeTs: number, data: Record<string, unknown> = {}, key = 'test/reading') => ({
  metadata: {
    key,
    type: 'sensor-data',
    platform: 'android',
    write_ts: writeTs,
    read_ts: 0,
    time_zone: 'UTC',
  },
  data: { ts: writeTs, ...data },
});
const items = (...values: unknown[]) => values.map((value) => ({ value: structuredClone(value) as never }));
const read = async (query: Partial<EntryQuery> = {}): Promise<Entry[]> => {
  const entries: Entry[] = [];
  for await (const batch of person.find({ keys: null, ...query }).objects()) entries.push(...batch);
  return entries;
};
const times = async (query?: Partial<EntryQuery>) =>
  (await read(query)).map(({ metadata }) => metadata.write_ts);

describe('put and find', () => {
  it('gives back what was sent, in order of time, also after a restart', async () => {
    const outcome = await person.put(items(sent(1_700_000_030), sent(1_700_000_010), sent(1_700_000_020)));
    expect(outcome).toEqual({ stored: 3, unchanged: 0, superseded: 0, quarantined: [], outsideTime: [] });
    expect(await times()).toEqual([1_700_000_010, 1_700_000_020, 1_700_000_030]);
    const before = await read();
    await reopen();
    expect(await read()).toEqual(before);
    expect(before[0]).toMatchObject({ user_id: { $uuid: person.id }, ...sent(1_700_000_010) });
    expect(before[0]!._id.$oid).toMatch(/^6553f10a[0-9a-f]{16}$/);
  });

  it('changes nothing when the same is sent again', async () => {
    await person.put(items(sent(100), sent(200)));
    const { sequence } = await person.summary();
    expect(await person.put(items(sent(100), sent(200), sent(300)))).toMatchObject({
      stored: 1,
      unchanged: 2,
    });
    expect(await person.put(items(sent(100), sent(200)))).toMatchObject({ stored: 0, unchanged: 2 });
    expect((await person.summary()).sequence).toBe(sequence + 1);
    expect(await times()).toEqual([100, 200, 300]);
  });

  it('lets the newest payload of an identity win and keeps the loser in quarantine', async () => {
    await person.put(items(sent(100, { level: 1 }), sent(200)));
    expect(await person.put(items(sent(100, { level: 2 })))).toMatchObject({ stored: 0, superseded: 1 });
    expect((await read()).map(({ data }) => data.level)).toEqual([2, undefined]);
    const [loser] = await read({ stores: ['quarantine'] });
    expect(loser!.data).toMatchObject({ code: 'entry-superseded', path: '' });
    expect(JSON.parse(loser!.data.raw as string)).toEqual(sent(100, { level: 1 }));
  });

  it('keeps bad elements apart from good ones, once', async () => {
    const bad = [
      ...items({ metadata: { type: 'message', write_ts: 5 }, data: {} }, sent(100), { data: {} }),
      { raw: '{"metadata":', error: 'entry-truncated' as const },
    ];
    const outcome = await person.put(bad);
    expect(outcome).toMatchObject({ stored: 1, unchanged: 0 });
    expect(outcome.quarantined.map(({ index, path }) => [index, path])).toEqual([
      [0, 'metadata.key'],
      [2, 'metadata'],
      [3, ''],
    ]);
    const { sequence } = await person.summary();
    expect((await person.put(bad)).quarantined).toHaveLength(3);
    expect((await person.summary()).sequence).toBe(sequence);
    expect(await read({ stores: ['quarantine'] })).toHaveLength(3);
  });
});
