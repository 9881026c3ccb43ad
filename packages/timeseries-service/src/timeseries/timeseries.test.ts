import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EntryQuery } from './index.js';
import { items, sent, stored, TestStore } from './testing.js';

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.remove());
const times = async (query?: Partial<EntryQuery>) =>
  (await test.read(query)).map(({ metadata }) => metadata.write_ts);

describe('put', () => {
  it('gives back what was sent, in order of time, also after a restart', async () => {
    const outcome = await test.person.put(
      items(sent(1_700_000_030), sent(1_700_000_010), sent(1_700_000_020)),
    );
    expect(outcome).toEqual({ stored: 3, unchanged: 0, superseded: 0, quarantined: [], outsideTime: [] });
    expect(await times()).toEqual([1_700_000_010, 1_700_000_020, 1_700_000_030]);
    const before = await test.read();
    await test.restart();
    expect(await test.read()).toEqual(before);
    expect(before[0]).toMatchObject({ user_id: { $uuid: test.person.id }, ...sent(1_700_000_010) });
    expect(before[0]!._id.$oid).toMatch(/^6553f10a[0-9a-f]{16}$/);
  });

  it('changes nothing when the same is sent again', async () => {
    await test.person.put(items(sent(100), sent(200)));
    const { sequence } = await test.person.summary();
    expect(await test.person.put(items(sent(100), sent(200), sent(300)))).toMatchObject({
      stored: 1,
      unchanged: 2,
    });
    expect(await test.person.put(items(sent(100), sent(100), sent(200)))).toMatchObject({
      stored: 0,
      unchanged: 3,
    });
    expect((await test.person.summary()).sequence).toBe(sequence + 1);
    expect(await times()).toEqual([100, 200, 300]);
  });

  it('lets the newest payload of an identity win and keeps the loser in quarantine', async () => {
    await test.person.put(items(sent(100, { level: 1 }), sent(200)));
    const newer = items(sent(100, { level: 2 }), sent(100, { level: 3 }));
    expect(await test.person.put(newer)).toMatchObject({ stored: 0, superseded: 2 });
    expect((await test.read()).map(({ data }) => data.level)).toEqual([3, undefined]);
    const losers = await test.read({ stores: ['quarantine'] });
    expect(losers.map(({ data }) => data.code)).toEqual(['entry-superseded', 'entry-superseded']);
    expect(losers.map(({ data }) => JSON.parse(data.raw as string))).toEqual(
      expect.arrayContaining([sent(100, { level: 1 }), sent(100, { level: 2 })]),
    );
  });

  it('tells entries apart by type, key and time', async () => {
    const other = sent(100);
    other.metadata.type = 'message';
    await test.person.put(items(sent(100), other, sent(100, {}, 'test/other'), sent(100.001)));
    expect(await times()).toEqual([100, 100, 100, 100.001]);
  });

  it('keeps bad elements apart from good ones, each once', async () => {
    const bad = () => [
      ...items({ metadata: { type: 'message', write_ts: 5 }, data: {} }, sent(100), { data: {} }),
      { raw: '{"metadata":', error: 'entry-truncated' as const },
    ];
    const outcome = await test.person.put(bad());
    expect(outcome).toMatchObject({ stored: 1, unchanged: 0 });
    expect(outcome.quarantined.map(({ index, path }) => [index, path])).toEqual([
      [0, 'metadata.key'],
      [2, 'metadata'],
      [3, ''],
    ]);
    const { sequence } = await test.person.summary();
    expect((await test.person.put(bad())).quarantined).toHaveLength(3);
    expect((await test.person.summary()).sequence).toBe(sequence);
    const kept = await test.read({ stores: ['quarantine'] });
    expect(kept.map(({ data }) => data.raw).sort()).toEqual([
      '{"data":{}}',
      '{"metadata":',
      '{"metadata":{"type":"message","write_ts":5},"data":{}}',
    ]);
    expect((await test.person.waiting()).quarantine.byCode).toMatchObject({ 'entry-truncated': 1 });
  });

  it('puts everything of a suspended person into quarantine', async () => {
    const outcome = await test.person.put(items(sent(100), sent(200)), { suspended: true });
    expect(outcome.quarantined.map(({ code }) => code)).toEqual(['subgroup-suspended', 'subgroup-suspended']);
    expect(await times()).toEqual([]);
  });

  it('takes long times as milliseconds and points out of names of statistics', async () => {
    const statistic = sent(1_700_000_100_123, { name: 'x', reading: { 'a.b': 1 } }, 'stats/other');
    await test.person.put(items(statistic));
    const [entry] = await test.read();
    expect(entry!.metadata.write_ts).toBe(1_700_000_100.123);
    expect(entry!.data).toEqual({ ts: 1_700_000_100.123, name: 'x', reading: { a_b: 1 } });
  });

  it('stores times outside 1970 to 2106 under ids that do not follow them, and says so', async () => {
    const early = [sent(-5), sent(2 ** 32), sent(100)];
    expect((await test.person.put(items(...early))).outsideTime).toEqual([0, 1]);
    expect(await test.person.put(items(...early))).toMatchObject({ stored: 0, unchanged: 3 });
    expect(await times()).toEqual([-5, 100, 2 ** 32]);
  });

  it('lets requests that come at the same time share commits', async () => {
    const requests = Array.from({ length: 20 }, (_, index) => test.person.put(items(sent(index), sent(500))));
    const outcomes = await Promise.all(requests);
    expect(outcomes.reduce((sum, { stored: count }) => sum + count, 0)).toBe(21);
    expect(outcomes.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(19);
    expect((await test.person.summary()).sequence).toBeLessThan(20);
    expect(await times()).toHaveLength(21);
  });

  it('ignores ids and owners that a client sends, and keeps other members', async () => {
    const foreign = {
      _id: { $oid: 'f'.repeat(24) },
      user_id: { $uuid: 'f'.repeat(32) },
      ...sent(100),
      extra: 1,
    };
    await test.person.put(items(foreign));
    const [entry] = await test.read();
    expect(entry).toEqual({ ...foreign, _id: entry!._id, user_id: { $uuid: test.person.id } });
    expect(entry!._id.$oid).not.toBe('f'.repeat(24));
  });

  it('refuses unknown persons', async () => {
    const nobody = test.store.person('0'.repeat(32));
    await expect(nobody.put(items(sent(1)))).rejects.toMatchObject({ code: 'person-unknown' });
    await expect(nobody.count({ keys: null })).rejects.toMatchObject({ code: 'person-unknown' });
    expect(await nobody.exists()).toBe(false);
  });
});

describe('import', () => {
  it('inserts, replaces and leaves alone by id', async () => {
    const first = await test.person.import([stored(1, 100), stored(2, 200)]);
    expect(first).toMatchObject({ inserted: 2, replaced: 0, unchanged: 0 });
    const second = await test.person.import([
      stored(1, 100),
      stored(2, 250, { changed: true }),
      stored(3, 300),
    ]);
    expect(second).toMatchObject({ inserted: 1, replaced: 1, unchanged: 1 });
    expect(await times()).toEqual([100, 250, 300]);
    const [entry] = await test.read();
    expect(entry).toEqual({ ...stored(1, 100), user_id: { $uuid: test.person.id } });
  });

  it('keeps entries with equal key and time apart', async () => {
    await test.person.import([stored(1, 100, { a: 1 }), stored(2, 100, { a: 2 })]);
    expect((await test.read()).map(({ data }) => data.a)).toEqual([1, 2]);
  });

  it('sets bad entries aside', async () => {
    const outcome = await test.person.import([stored(1, 100), { metadata: {} }, 'text', stored(2, 200)]);
    expect(outcome).toMatchObject({ inserted: 2 });
    expect(outcome.quarantined.map(({ index }) => index)).toEqual([1, 2]);
    expect(await test.read({ stores: ['quarantine'] })).toHaveLength(2);
  });

  it('puts each stream into its store', async () => {
    await test.person.import([
      stored(1, 1),
      stored(2, 2, {}, 'analysis/unknown'),
      stored(3, 3, {}, 'segmentation/new'),
    ]);
    const summary = (await test.person.streams()).map(({ key, store }) => [key, store]);
    expect(summary).toEqual([
      ['analysis/unknown', 'analysis'],
      ['segmentation/new', 'analysis'],
      ['test/reading', 'raw'],
    ]);
  });
});

describe('find', () => {
  const numbers = Array.from({ length: 60 }, (_, number) => number);
  beforeEach(async () => {
    // Odd ones are long-term, even ones still in the usercache, in small blocks that overlap.
    for (const start of [0, 20, 40]) {
      const part = numbers.slice(start, start + 20);
      const even = part.filter((number) => number % 2 === 0);
      const odd = part.filter((number) => number % 2 === 1);
      await test.person.put(items(...even.map((number) => sent(number, { number }, 'test/even'))));
      await test.person.import(odd.map((number) => stored(number, number, { number }, 'test/odd')));
    }
  });
  const found = async (query: Partial<EntryQuery>) => (await test.read(query)).map(({ data }) => data.number);

  it('merges all stores into one order', async () => {
    expect(await found({})).toEqual(numbers);
    expect(await found({ descending: true })).toEqual([...numbers].reverse());
  });

  it('gives the same as JSON and page by page', async () => {
    const expected = await test.read();
    expect(await test.readJson()).toEqual(expected);
    for (const size of [1, 7, 20, 60, 100]) expect(await test.readPages(size)).toEqual(expected);
    const lines: Uint8Array[] = [];
    for await (const chunk of test.person.find({ keys: null }).json('\n')) lines.push(chunk);
    const text = Buffer.concat(lines).toString();
    expect(text.split('\n').map((line) => JSON.parse(line))).toEqual(expected);
  });

  it('chooses by key; none means the usercache alone', async () => {
    expect(await found({ keys: ['test/odd'] })).toEqual(numbers.filter((number) => number % 2 === 1));
    expect(await found({ keys: [] })).toEqual(numbers.filter((number) => number % 2 === 0));
    expect(await found({ keys: ['test/none'] })).toEqual([]);
  });

  it('includes both bounds of a time', async () => {
    expect(await found({ time: { field: 'data.ts', start: 18, end: 22 } })).toEqual([18, 19, 20, 21, 22]);
    expect(await found({ time: { field: 'metadata.write_ts', start: null, end: 2 } })).toEqual([0, 1, 2]);
    const end = 2 ** 63;
    expect(await found({ time: { field: 'metadata.write_ts', start: 58, end } })).toEqual([58, 59]);
    expect(await found({ time: { field: 'data.start_ts', start: 0, end } })).toEqual([]);
    expect(await found({ time: { field: 'data.number', start: 30, end: 31 } })).toEqual([30, 31]);
  });

  it('counts what it would find', async () => {
    const queries: EntryQuery[] = [
      { keys: null },
      { keys: [] },
      { keys: ['test/odd'] },
      { keys: null, time: { field: 'data.ts', start: 18, end: 22 } },
      { keys: ['test/even'], time: { field: 'data.number', start: 0, end: 10 } },
    ];
    for (const query of queries) expect(await test.person.count(query)).toBe((await test.read(query)).length);
  });

  it('truncates as asked', async () => {
    expect(await found({ limit: 3 })).toEqual([0, 1, 2]);
    expect(await found({ limit: 3, truncate: 'last' })).toEqual([57, 58, 59]);
    expect(await found({ limit: 3, truncate: 'last', descending: true })).toEqual([2, 1, 0]);
    expect(await found({ limit: 7, truncate: 'sample' })).toEqual([0, 9, 18, 27, 36, 45, 54]);
    for (const truncate of ['first', 'last', 'sample'] as const) {
      expect(await found({ limit: 60, truncate })).toEqual(numbers);
      expect(await found({ limit: 0, truncate })).toEqual([]);
    }
  });

  it('finds single entries and extremes', async () => {
    const [first] = await test.read({ limit: 1 });
    expect(await test.person.entry(first!._id.$oid)).toEqual(first);
    expect(await test.person.entry(first!._id.$oid, 'test/odd')).toBeUndefined();
    expect(await test.person.entry('0'.repeat(24))).toBeUndefined();
    expect(await test.person.extreme('test/odd', 'data.ts', 'last')).toMatchObject({ value: 59 });
    expect(await test.person.extreme('test/odd', 'data.ts', 'first')).toMatchObject({ value: 1 });
    const window = { start: 10, end: 20 };
    expect(await test.person.extreme('test/odd', 'data.ts', 'last', window)).toMatchObject({ value: 19 });
    expect(await test.person.extreme('test/none', 'data.ts', 'last')).toBeUndefined();
  });

  it('shows later pages as they were, while data is written, moved and merged', async () => {
    const expected = await found({});
    const query: EntryQuery = { keys: null };
    const page = await test.person.find(query).page(25);
    await test.person.put(items(sent(40.5, { number: -1 }, 'test/even')));
    const rows = await test.person.usercache();
    await test.person.commit({
      insert: rows.map(({ entry }) => ({ ...entry, metadata: { ...entry.metadata, read_ts: 1 } })),
      drain: rows.map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
    });
    await test.store.compact();
    await test.restart();
    const rest: unknown[] = [];
    let cursor = page.cursor;
    while (cursor !== null) {
      const next = await test.person.find(query).page(10, cursor);
      rest.push(...JSON.parse(`[${Buffer.concat(next.chunks).toString()}]`));
      cursor = next.cursor;
    }
    expect(rest.map((entry) => (entry as { data: { number: number } }).data.number)).toEqual(
      expected.slice(25),
    );
    expect(await found({})).toContain(-1);
  });

  it('goes on reading while blocks are merged under it', async () => {
    const read: unknown[] = [];
    for await (const batch of test.person.find({ keys: null }).objects()) {
      read.push(...batch.map(({ data }) => data.number));
      await test.store.compact();
    }
    expect(read).toEqual(numbers);
  });

  it('refuses cursors of other persons and queries', async () => {
    const { cursor } = await test.person.find({ keys: null }).page(5);
    const other = test.store.person(await test.store.createPerson());
    await other.put(items(sent(1)));
    const invalid = { code: 'cursor-invalid' };
    await expect(other.find({ keys: null }).page(5, cursor!)).rejects.toMatchObject(invalid);
    await expect(test.person.find({ keys: [] }).page(5, cursor!)).rejects.toMatchObject(invalid);
    await expect(
      test.person.find({ keys: null }).page(5, `${cursor!.slice(0, -3)}AAA`),
    ).rejects.toMatchObject(invalid);
    await expect(test.person.find({ keys: null }).page(5, 'x')).rejects.toMatchObject(invalid);
    await expect(test.person.find({ keys: null, limit: 3 }).page(5)).rejects.toMatchObject({
      code: 'request-invalid',
    });
  });
});

describe('local dates', () => {
  const at = (number: number, date: Record<string, unknown>) =>
    stored(number, number, { start_ts: number, start_local_dt: date }, 'test/dated');
  const query = (from: Record<string, unknown>, to: Record<string, unknown>) => ({
    localDate: { field: 'data.start_local_dt', from, to },
  });
  beforeEach(async () => {
    await test.person.import([
      at(1_704_000_000, { year: 2023, month: 12, hour: 23 }),
      at(1_714_000_000, { year: 2024, month: 4, hour: 7 }),
      at(1_719_000_000, { year: 2024, month: 6, hour: 22 }),
      at(1_719_500_000, { year: 2024, month: 6 }),
      stored(5, 1_719_600_000, {}, 'test/undated'),
    ]);
  });
  const found = async (...dates: Parameters<typeof query>) =>
    (await test.read(query(...dates))).map(({ metadata }) => metadata.write_ts);

  it('are compared component by component', async () => {
    expect(await found({ year: 2024 }, { year: 2024 })).toEqual([
      1_714_000_000, 1_719_000_000, 1_719_500_000,
    ]);
    expect(await found({ year: 2024, hour: 7 }, { year: 2024, hour: 9 })).toEqual([1_714_000_000]);
  });

  it('roll over, and then let through what has no such component', async () => {
    // An entry without the time beside the date comes first.
    expect(await found({ hour: 22 }, { hour: 5 })).toEqual([
      1_719_600_000, 1_704_000_000, 1_719_000_000, 1_719_500_000,
    ]);
  });

  it('need the same members in the same order; those that are no integers are skipped', async () => {
    await expect(found({ year: 2024 }, { month: 1 })).rejects.toMatchObject({ code: 'request-invalid' });
    await expect(found({ year: 2024, month: 1 }, { month: 1, year: 2024 })).rejects.toMatchObject({
      code: 'request-invalid',
    });
    expect(await found({ timezone: 'a', year: 2023 }, { timezone: 'b', year: 2023 })).toEqual([
      1_704_000_000,
    ]);
  });
});
