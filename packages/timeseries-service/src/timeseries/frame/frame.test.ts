import { RecordBatchReader, type Table, tableFromIPC } from 'apache-arrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stored, TestStore } from '../testing.js';
import type { FrameQuery } from './index.js';

/** A million in the long mode. */
const manyRows = 20_000 * (process.env.SOJOURN_TEST_LAW_FACTOR === undefined ? 1 : 50);
let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.remove());

const location = (number: number, data: Record<string, unknown> = {}) =>
  stored(
    number,
    1_718_000_000 + number,
    {
      latitude: 48.5 + (number % 10_000) / 1000,
      longitude: 2.25,
      loc: { type: 'Point', coordinates: [2.25, 48.5 + (number % 10_000) / 1000] },
      local_dt: {
        year: 2024,
        month: 6,
        day: 10,
        hour: 6,
        minute: 13,
        second: 20,
        weekday: 0,
        timezone: 'UTC',
      },
      ...data,
    },
    'background/location',
  );
async function table(query: Partial<FrameQuery> = {}): Promise<Table> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of test.person.frame({ key: 'background/location', ...query })) chunks.push(chunk);
  return tableFromIPC(Buffer.concat(chunks));
}
const rows = (frame: Table) => frame.toArray().map((row) => ({ ...row!.toJSON() }));

describe('a data frame', () => {
  it('has the columns of the reference: members, flattened local dates, ids and write time', async () => {
    await test.person.import([location(1, { ts: 1.5, section: { $oid: 'a'.repeat(24) } })]);
    const frame = await table();
    expect(frame.schema.fields.map(({ name, type }) => [name, String(type)])).toEqual([
      ['ts', 'Float64'],
      ['latitude', 'Float64'],
      ['longitude', 'Float64'],
      ['loc', 'Utf8'],
      ...['year', 'month', 'day', 'hour', 'minute', 'second', 'weekday'].map((part) => [
        `local_dt_${part}`,
        'Float64',
      ]),
      ['local_dt_timezone', 'Utf8'],
      ['section', 'Utf8'],
      ['_id', 'Utf8'],
      ['user_id', 'Utf8'],
      ['metadata_write_ts', 'Float64'],
    ]);
    expect(rows(frame)).toMatchObject([
      {
        ts: 1.5,
        latitude: 48.501,
        loc: '{"type":"Point","coordinates":[2.25,48.501]}',
        local_dt_hour: 6,
        local_dt_timezone: 'UTC',
        section: 'a'.repeat(24),
        _id: '000000000000000000000001',
        user_id: test.person.id,
        metadata_write_ts: 1_718_000_001,
      },
    ]);
  });

  it('holds whatever values there are, each kind in its way, null where there is none', async () => {
    await test.person.import([
      location(1, { flag: true, note: 'crème brûlée', odd: 1, big: 2n ** 60n, list: [1, 'a'], void: null }),
      location(2, { flag: false, odd: 'text', note: null }),
      location(3, { _id: 'own' }),
    ]);
    expect(rows(await table())).toMatchObject([
      {
        flag: true,
        note: 'crème brûlée',
        odd: '1',
        big: 2 ** 60,
        list: '[1,"a"]',
        void: null,
        data__id: null,
      },
      { flag: false, note: null, odd: '"text"', big: null, list: null, void: null },
      { flag: null, note: null, odd: null, data__id: 'own', _id: '000000000000000000000003' },
    ]);
  });

  it('leaves repeated rows out unless they are wanted, by the members that the stream compares', async () => {
    const again = (number: number, data: object) => ({
      ...location(1, { note: `${number}`, ...data }),
      _id: stored(number, 0)._id,
    });
    await test.person.import([location(1), again(2, {}), again(3, { altitude: 5 }), location(4)]);
    const ids = async (query: Partial<FrameQuery>) =>
      rows(await table(query)).map(({ _id }) => Number(`0x${_id}`));
    expect(await ids({})).toEqual([1, 3, 4]);
    expect(await ids({ repeated: 'keep' })).toEqual([1, 2, 3, 4]);
    expect(await ids({ descending: true })).toEqual([4, 3, 2]);
  });

  it('is a table without rows where nothing matches', async () => {
    const frame = await table({ key: 'nothing/here' });
    expect(frame.numRows).toBe(0);
    expect(frame.schema.names).toEqual(['_id', 'user_id', 'metadata_write_ts']);
  });

  it('has the rows that the same query finds, in the same order', async () => {
    await test.person.import(Array.from({ length: 1500 }, (_, index) => location(((index * 7) % 1500) + 1)));
    const query = {
      time: { field: 'metadata.write_ts', start: 1_718_000_100, end: null },
      where: [{ 'data.latitude': { $lt: 49.5 } }],
      descending: true,
    };
    const found = await test.read({ keys: ['background/location'], ...query });
    expect(found).toHaveLength(900);
    expect(rows(await table(query)).map(({ _id }) => _id)).toEqual(found.map(({ _id }) => _id.$oid));
  });

  it('comes in batches of bounded size, read as a stream, however many rows there are', async () => {
    const count = manyRows;
    for (let start = 0; start < count; start += 20_000) {
      await test.person.import(
        Array.from({ length: 20_000 }, (_, index) => location(start + index + 1, { ts: start })),
      );
    }
    const reader = await RecordBatchReader.from(
      test.person.frame({ key: 'background/location', repeated: 'keep' }),
    );
    let read = 0;
    let sum = 0;
    for await (const batch of reader) {
      expect(batch.numRows).toBeLessThanOrEqual(8192);
      read += batch.numRows;
      const column = batch.getChild('metadata_write_ts')!.data[0]!.values as Float64Array;
      for (const value of column) sum += value - 1_718_000_000;
    }
    expect(read).toBe(count);
    expect(sum).toBe((count * (count + 1)) / 2);
  }, 600_000);
});
