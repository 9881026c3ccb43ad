import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Entry } from '@sojourn/datamodel';
import { toCommonForm, toPhoneForm } from '@sojourn/datamodel/formats';
import { decodeColumns, encodeRows, parseWire } from '@sojourn/datamodel/wire';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryEngine } from '../../engine/index.js';
import { items, stored, TestStore } from '../testing.js';
import type { Changes, Commit, UsercacheRow } from '../timeseries.js';

const place = ({ entry, arrival }: UsercacheRow) => ({ id: entry._id.$oid, arrival });
const move = (rows: readonly UsercacheRow[]): Commit => ({ move: rows.map(place) });
const asObjects = (rows: readonly UsercacheRow[]): Commit => {
  const results = rows.map(({ entry }) => ({ entry, result: toCommonForm(entry) }));
  return {
    drain: rows.map(place),
    insert: results.flatMap(({ result }) => (result.ok ? [result.entry] : [])),
    quarantine: results.flatMap(({ entry, result }) =>
      result.ok ? [] : [{ raw: JSON.stringify(entry), code: result.code, path: result.path }],
    ),
  };
};

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open({ openEngine: async () => new MemoryEngine() });
});
afterEach(() => test.remove());

/** What is told of changes, in an order of its own. */
const changesIn = ({ changes }: Changes) =>
  changes
    .map((change) => JSON.stringify(change))
    .sort()
    .join('\n');

/** Everything that can be told of somebody new whose uploads are committed in some way. */
async function outcome(uploads: readonly (readonly unknown[])[], commit: (rows: UsercacheRow[]) => Commit) {
  test.person = test.store.person(await test.store.createPerson());
  for (const upload of uploads) await test.person.put(items(...upload));
  await test.person.commit(commit(await test.person.usercache()));
  const plain = ({ user_id, ...entry }: Entry) => ({ ...entry, _id: '' });
  const entries = (await test.read({ stores: ['raw'], includeInvalid: true })).map(plain);
  const changes = changesIn(await test.person.changes(0));
  return {
    entries: entries.map((entry) => JSON.stringify(entry)).sort(),
    json: (await test.readJson({ stores: ['raw'] })).length,
    left: (await test.person.usercache()).length,
    quarantined: (await test.person.waiting()).quarantine.count,
    changes,
  };
}

const seconds = fc.double({ min: 1.4e9, max: 1.8e9, noNaN: true });
const oddSeconds = fc.oneof(
  { weight: 20, arbitrary: seconds },
  { weight: 1, arbitrary: fc.constantFrom(-5, 0, 5e9) },
);
const degrees = fc.oneof(fc.double({ min: -80, max: 80, noNaN: true }), fc.constantFrom(0, -0, 1e-17, 7.5));
const zones = fc.constantFrom('Europe/Paris', 'America/Los_Angeles', 'Asia/Kathmandu', '+00:00:30');
const location = fc.record(
  {
    ts: oddSeconds,
    longitude: degrees,
    latitude: degrees,
    bearing: degrees,
    fmt_time: fc.string(),
    filter: fc.constantFrom('time', null),
    extra: fc.constantFrom<unknown>([1, 'two'], { deep: [{ er: 1 }] }, true),
  },
  { requiredKeys: ['ts', 'longitude', 'latitude'] },
);
const activity = fc.oneof(
  fc.record(
    { agb: fc.integer({ min: 0, max: 13 }), agc: fc.nat(), ts: seconds },
    { requiredKeys: ['agb', 'agc'] },
  ),
  fc.record({ type: fc.nat(8), confidence: fc.nat(100), ts: seconds }),
  fc.record({
    confidence: fc.constantFrom('high', 'low', 'odd'),
    walking: fc.boolean(),
    cycling: fc.boolean(),
  }),
);
const others = fc.record({ battery_status: fc.nat(5), battery_level_pct: fc.nat(100) });
const item = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.constantFrom('background/location', 'background/filtered_location'), location),
      fc.tuple(fc.constant('background/motion_activity'), activity),
      fc.tuple(fc.constant('background/battery'), others),
    ),
    fc.constantFrom('android', 'ios'),
    zones,
    oddSeconds,
  )
  .map(([[key, data], platform, time_zone, write_ts]) => ({
    metadata: { key, type: 'sensor-data', platform, write_ts, read_ts: 0, time_zone },
    data,
  }));

/** Both outcomes are the same; of the entries that are not, the first ones are shown. */
function expectSame(one: Awaited<ReturnType<typeof outcome>>, other: typeof one): void {
  const differing = one.entries.flatMap((text, place) =>
    text === other.entries[place] ? [] : [[text, other.entries[place]]],
  );
  expect(differing.slice(0, 2)).toEqual([]);
  expect({ ...one, entries: one.entries.length }).toEqual({ ...other, entries: other.entries.length });
}

describe('rows that the store moves by itself', () => {
  it('become what a run would have made of them', async () => {
    const upload = fc.array(item, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(upload, upload), async (uploads) => {
        expectSame(await outcome(uploads, move), await outcome(uploads, asObjects));
      }),
      { numRuns: 60, interruptAfterTimeLimit: 3000 },
    );
  });

  it('stay where a newer upload has taken their place', async () => {
    const metadata = { key: 'test/reading', type: 'sensor-data', write_ts: 5, read_ts: 0, time_zone: 'UTC' };
    await test.person.put(items({ metadata, data: { level: 1 } }));
    const rows = await test.person.usercache();
    await test.person.put(items({ metadata, data: { level: 2 } }));
    await test.person.commit(move(rows));
    expect(await test.read({ stores: ['raw'] })).toEqual([]);
    expect((await test.person.usercache()).map(({ entry }) => entry.data.level)).toEqual([2]);
  });

  it('keep the mark of what was hidden', async () => {
    const metadata = { key: 'test/reading', type: 'sensor-data', write_ts: 5, read_ts: 0, time_zone: 'UTC' };
    await test.person.put(items({ metadata, data: { level: 1 } }));
    const rows = await test.person.usercache();
    await test.person.commit({ invalidate: [rows[0]!.entry._id.$oid] });
    await test.person.commit(move(rows));
    expect(await test.read({ stores: ['raw'] })).toEqual([]);
    expect(await test.read({ stores: ['raw'], includeInvalid: true })).toMatchObject([{ invalid: true }]);
  });
});

const folder = fileURLToPath(new URL('../../../../../../shared/real-days/', import.meta.url));
const days = existsSync(folder)
  ? readdirSync(folder).filter((name) => name.endsWith('.entries.json.gz'))
  : [];

describe.skipIf(days.length === 0)('recorded days (skipped where ../shared/real-days is missing)', () => {
  it.each(days)('%s is the same when the store moves its rows', async (day) => {
    const recorded = parseWire(gunzipSync(readFileSync(folder + day)).toString()) as unknown as Entry[];
    const phone = recorded.flatMap((entry) => toPhoneForm(entry) ?? []).slice(0, 1500);
    const uploads = [phone.slice(0, 700), phone.slice(700)];
    expectSame(await outcome(uploads, move), await outcome(uploads, asObjects));
  });
});

/** Entries as they come on the wire. */
const columns = (entries: readonly object[]) => decodeColumns(encodeRows(entries));

describe('new entries that come as columns', () => {
  const deep = Array.from({ length: 16 }).reduce<object>((inner) => ({ inner }), { end: true });
  const value = fc.constantFrom<unknown>(
    1,
    -0,
    2.5,
    'text',
    '',
    true,
    null,
    2n ** 70n,
    Number.NaN,
    [1, 2],
    [1, 2, 3, 4, 5],
    [Number.NaN],
    [{ a: 1, b: [{ c: -0 }] }, 'x'],
    [],
    {},
    { a: { b: 'c' } },
    deep,
  );
  const entry = fc
    .record({
      number: fc.integer({ min: 1, max: 40 }),
      time: fc.integer({ min: 0, max: 50 }),
      key: fc.constantFrom('analysis/cleaned_trip', 'test/reading', 'manual/mode_confirm'),
      data: fc.dictionary(fc.constantFrom('a', 'b', 'ts', 'start_ts', '__proto__x'), value, { maxKeys: 3 }),
      invalid: fc.boolean(),
      isOwned: fc.integer({ min: 0, max: 9 }).map((chance) => chance > 0),
      listed: fc.option(fc.nat({ max: 14 }), { freq: 2 }),
    })
    .map(({ number, time, key, data, invalid, isOwned, listed }) => ({
      one: { ...stored(number, time, data, key), ...(invalid ? { invalid: true } : {}) },
      isOwned,
      listed,
    }));
  type Drawn = typeof entry extends fc.Arbitrary<infer One> ? One : never;

  /** Entries of a person, of which some list those before them. */
  function ofPerson(batch: readonly Drawn[]): Entry[] {
    const entries: Entry[] = [];
    for (const { one, isOwned, listed } of batch) {
      const owner = { $uuid: isOwned ? test.person.id : 'f'.repeat(32) };
      const list = listed === null ? {} : { list: entries.slice(-listed) };
      entries.push({ ...one, data: { ...one.data, ...list }, user_id: owner } as Entry);
    }
    return entries;
  }

  async function outcomeOf(batches: readonly (readonly Drawn[])[], insert: (entries: Entry[]) => Commit) {
    test.person = test.store.person(await test.store.createPerson());
    const { id } = test.person;
    for (const batch of batches) await test.person.commit(insert(ofPerson(batch)));
    const entries = await test.read({ includeInvalid: true });
    const changes = changesIn(await test.person.changes(0));
    return { entries: JSON.stringify(entries, withoutBigIntegers).replaceAll(id, 'id'), changes };
  }
  const withoutBigIntegers = (_: string, member: unknown) =>
    typeof member === 'bigint' ? `${member}n` : Object.is(member, -0) ? '-0' : member;

  it('are stored like those that come as objects', async () => {
    const batch = fc.array(entry, { maxLength: 15 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(batch, batch), async (batches) => {
        const asColumns = await outcomeOf(batches, (entries) => ({ insertRows: columns(entries) }));
        expect(asColumns).toEqual(await outcomeOf(batches, (insert) => ({ insert })));
      }),
      { numRuns: 60, interruptAfterTimeLimit: 3000 },
    );
  });

  it('belong to the person, whatever they say', async () => {
    const somebody = { $uuid: 'f'.repeat(32) };
    const [one, other] = [stored(1, 1), stored(2, 2)];
    await test.person.commit({
      insertRows: columns([
        { ...one, user_id: somebody },
        { ...other, user_id: null },
      ]),
    });
    const owners = (await test.read()).map(({ user_id }) => user_id);
    expect(owners).toEqual([{ $uuid: test.person.id }, { $uuid: test.person.id }]);
  });

  it.each([
    ['no entry', { a: 1 }],
    ['without a time', { ...stored(1, 1), metadata: { key: 'a' } }],
    ['at no time', stored(1, Number.NaN)],
    ['without a stream', { ...stored(1, 1), metadata: { write_ts: 1 } }],
    ['without content', { ...stored(1, 1), data: [1] }],
    ['without an id', { ...stored(1, 1), _id: { other: 'x' } }],
  ])('that are %s are refused', async (_what, bad) => {
    await expect(test.person.commit({ insertRows: columns([stored(2, 2), bad]) })).rejects.toMatchObject({
      code: 'request-invalid',
    });
    expect(await test.read()).toEqual([]);
  });
});
