import type { Entry } from '@sojourn/datamodel';
import { toCommonForm } from '@sojourn/datamodel/formats';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHeader } from '../block/index.js';
import { MemoryEngine } from '../engine/index.js';
import { items, KeptEngine, sent, stored, TestStore } from './testing.js';
import type { Change, EntryStore } from './timeseries.js';

const stores = ['usercache', 'raw', 'analysis', 'quarantine'] as const;

/** What somebody keeps who asks for changes: entries by store and id. */
class Copy {
  sequence = 0;
  readonly entries = new Map<string, { readonly store: EntryStore; readonly entry: Entry }>();

  /** @param byId whether to go by the ids where they are given, instead of the range */
  async update(test: TestStore, byId = false): Promise<readonly Change[]> {
    const { sequence, changes } = await test.person.changes(this.sequence);
    for (const change of changes) {
      for (const [name, { store, entry }] of this.entries) {
        if (store === change.store && this.#concerns(change, entry, byId)) this.entries.delete(name);
      }
    }
    for (const { store, key, times, ids } of changes) {
      const [start, end] = times['metadata.write_ts']!;
      const time = { field: 'metadata.write_ts', start, end };
      for (const entry of await test.read({ keys: [key], stores: [store], time, includeInvalid: true })) {
        if (!byId || !ids || ids.includes(entry._id.$oid)) this.#keep(store, entry);
      }
    }
    this.sequence = sequence;
    return changes;
  }

  content(): unknown[] {
    return [...this.entries.values()].map(({ store, entry }) => [store, entry]).sort(byText);
  }

  #concerns({ key, times, ids }: Change, entry: Entry, byId: boolean): boolean {
    if (byId && ids) return ids.includes(entry._id.$oid);
    const [start, end] = times['metadata.write_ts']!;
    const { write_ts: time } = entry.metadata;
    return entry.metadata.key === key && time >= start && time <= end;
  }

  #keep(store: EntryStore, entry: Entry): void {
    this.entries.set(`${store} ${entry._id.$oid}`, { store, entry });
  }
}

async function everything(test: TestStore): Promise<unknown[]> {
  expect((await test.person.waiting()).damage).toEqual([]);
  const all: unknown[] = [];
  for (const store of stores) {
    for (const entry of await test.read({ stores: [store], includeInvalid: true })) all.push([store, entry]);
  }
  return all.sort(byText);
}

function byText(one: unknown, other: unknown): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1;
}

describe('changes', () => {
  let test: TestStore;
  let engine: MemoryEngine;
  beforeEach(async () => {
    engine = new MemoryEngine();
    test = await TestStore.open({ engine });
  });
  afterEach(() => test.remove());
  const changes = async (since: number) => (await test.person.changes(since)).changes;
  /** Records of changes that the store holds, as the block headers say. */
  const records = async () => {
    const headers = (await engine.headers(test.person.id)).map(({ bytes }) =>
      readHeader(bytes.subarray(0, -16)),
    );
    return headers.reduce((sum, { store, count }) => sum + (store === 'changes' ? count : 0), 0);
  };
  const day = 86_400;

  it('name store, stream and range of what is new', async () => {
    await test.person.put(items(sent(10), sent(20), sent(5 * day), sent(12, {}, 'test/other')));
    expect(await test.person.changes(0)).toEqual({
      sequence: 1,
      changes: [
        {
          store: 'usercache',
          key: 'test/other',
          kind: 'added',
          count: 1,
          times: { 'metadata.write_ts': [12, 12], 'data.ts': [12, 12] },
        },
        {
          store: 'usercache',
          key: 'test/reading',
          kind: 'added',
          count: 2,
          times: { 'metadata.write_ts': [10, 20], 'data.ts': [10, 20] },
        },
        {
          store: 'usercache',
          key: 'test/reading',
          kind: 'added',
          count: 1,
          times: { 'metadata.write_ts': [5 * day, 5 * day], 'data.ts': [5 * day, 5 * day] },
        },
      ],
    });
  });

  it('show late data, and nothing that was seen before', async () => {
    await test.person.import(Array.from({ length: 600 }, (_, index) => stored(index + 1, index * day)));
    const { sequence } = await test.person.summary();
    await test.person.import([stored(1000, 3 * day + 5)]);
    await test.store.compact();
    const late = await changes(sequence);
    expect(late).toHaveLength(1);
    expect(late[0]).toMatchObject({ count: 1, times: { 'metadata.write_ts': [3 * day + 5, 3 * day + 5] } });
    expect(await changes(sequence + 1)).toEqual([]);
  });

  it('say by id what was replaced, invalidated and removed, also after compaction', async () => {
    await test.person.import([1, 2, 3, 4].map((number) => stored(number, number * day)));
    const id = (number: number) => stored(number, 0)._id.$oid;
    await test.person.commit({ replace: [stored(1, day, { level: 5 })] });
    await test.person.commit({ invalidate: [id(2)], remove: [id(3)] });
    const expected = [
      { kind: 'invalidated', ids: [id(2)], times: { 'metadata.write_ts': [2 * day, 2 * day] } },
      { kind: 'removed', ids: [id(3)], times: { 'metadata.write_ts': [3 * day, 3 * day] } },
      { kind: 'replaced', ids: [id(1)], times: { 'metadata.write_ts': [day, day] } },
    ];
    expect(await changes(1)).toMatchObject(expected);
    await test.store.compact();
    expect(await changes(1)).toMatchObject(expected);
    expect(await changes(2)).toMatchObject(expected.slice(0, 2));
  });

  it('follow entries that a run moves to the long-term store', async () => {
    await test.person.put(items(sent(1), sent(2)));
    const rows = await test.person.usercache();
    await test.person.commit({
      drain: rows.map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
      insert: rows.map(({ entry }) => entry),
    });
    expect(await changes(1)).toMatchObject([
      { store: 'raw', kind: 'added', count: 2, times: { 'metadata.write_ts': [1, 2] } },
      { store: 'usercache', kind: 'removed', count: 2, times: { 'metadata.write_ts': [1, 2] } },
    ]);
  });

  it('name no ids where they are too many', async () => {
    const many = Array.from({ length: 1001 }, (_, index) => stored(index + 1, index));
    await test.person.import(many);
    await test.person.commit({ remove: many.map(({ _id }) => _id.$oid) });
    const [removed] = await changes(1);
    expect(removed).toMatchObject({ kind: 'removed', count: 1001 });
    expect(removed).not.toHaveProperty('ids');
  });

  it('are accounted for in little space, however many commits there were', async () => {
    await test.person.import([1, 2].map((number) => stored(number, number * day)));
    for (let level = 1; level <= 130; level++) {
      await test.person.commit({ replace: [stored(1, day, { level })] });
    }
    await test.store.compact();
    expect(await records()).toBeLessThanOrEqual(101);
    expect(await changes(1)).toMatchObject([{ kind: 'replaced', ids: [stored(1, 0)._id.$oid] }]);
    expect(await changes(129)).toMatchObject([{ kind: 'replaced', count: 2 }]);
    expect(await changes(1)).toMatchObject([{ times: { 'data.ts': [day, day] } }]);
  });

  it('are no more spans than can be used, whatever the gaps', async () => {
    await test.person.put(items(sent(0)));
    await test.person.put(items(...Array.from({ length: 300 }, (_, index) => sent((index + 1) ** 2 * day))));
    const spans = await changes(1);
    expect(spans).toHaveLength(64);
    expect(spans.reduce((sum, { count }) => sum + count, 0)).toBe(300);
  });

  it('show who has seen nothing where new content lies elsewhere in time than the old', async () => {
    // So many that they are not written anew for one of them.
    const many = Array.from({ length: 100 }, (_, number) => stored(number, 5 * day + number));
    await test.person.import(many);
    await test.person.commit({ replace: [stored(50, day), stored(51, 5 * day + 51, { level: 1 })] });
    const about = { store: 'raw', key: 'test/reading' };
    const times = (...range: [number, number]) => ({ 'metadata.write_ts': range, 'data.ts': range });
    expect(await changes(0)).toEqual([
      { ...about, kind: 'added', count: 100, times: times(5 * day, 5 * day + 99) },
      { ...about, kind: 'replaced', count: 1, times: times(day, day) },
    ]);
    const copy = new Copy();
    await copy.update(test);
    expect(copy.content()).toEqual(await everything(test));
  });

  it('are not asked for from a sequence that has not come yet', async () => {
    await expect(test.person.changes(1)).rejects.toMatchObject({ code: 'sequence-unknown' });
  });

  it('need the data to be open', async () => {
    await test.person.put(items(sent(1)));
    await test.person.setCustody({ custody: 'presented', passphrase: 'a passphrase of some length' });
    await test.person.lock();
    await expect(test.person.changes(0)).rejects.toMatchObject({ code: 'person-locked' });
  });
});

interface Real {
  readonly test: TestStore;
  readonly quick: Copy;
  readonly slow: Copy;
}
type Step = fc.AsyncCommand<object, Real>;

const keys = ['test/one', 'analysis/two'];
const step = (name: string, run: (real: Real) => Promise<unknown>): Step => ({
  check: () => true,
  run: (_, real) => run(real).then(() => undefined),
  toString: () => name,
});
const time = fc.oneof(
  fc.integer({ min: 0, max: 30 }),
  fc.integer({ min: 0, max: 30 }).map((hour) => hour * 3601),
);
const level = fc.integer({ min: 0, max: 2 });
const number = fc.integer({ min: 1, max: 30 });
const numbered = fc.record({ number, time, level, key: fc.nat({ max: 1 }) });
const entryOf = (about: { number: number; time: number; level: number; key: number }) =>
  stored(about.number, about.time, { level: about.level }, keys[about.key]);
const idOf = (which: number) => stored(which, 0)._id.$oid;

const steps = [
  fc
    .array(fc.record({ time, level }), { minLength: 1, maxLength: 12 })
    .map((entries) =>
      step(`put ${JSON.stringify(entries)}`, ({ test }) =>
        test.person.put(items(...entries.map((entry) => sent(entry.time, { level: entry.level }, keys[0])))),
      ),
    ),
  fc
    .uniqueArray(numbered, { minLength: 1, maxLength: 12, selector: (entry) => entry.number })
    .chain((entries) =>
      fc
        .constantFrom('import', 'insert', 'replace')
        .map((how) =>
          step(`${how} ${JSON.stringify(entries)}`, ({ test }) =>
            how === 'import'
              ? test.person.import(entries.map(entryOf))
              : test.person.commit({ [how]: entries.map(entryOf) }),
          ),
        ),
    ),
  fc
    .tuple(fc.array(number, { maxLength: 6 }), fc.constantFrom('invalidate', 'remove'))
    .map(([numbers, how]) =>
      step(`${how} ${numbers}`, ({ test }) => test.person.commit({ [how]: numbers.map(idOf) })),
    ),
  fc.constantFrom(1, 4, 1000).map((limit) =>
    step(`move ${limit}`, async ({ test }) => {
      const rows = await test.person.usercache(0, limit);
      await test.person.commit({
        drain: rows.map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
        insert: rows.flatMap(({ entry }) => {
          const converted = toCommonForm(entry);
          return converted.ok ? [converted.entry] : [];
        }),
      });
    }),
  ),
  fc
    .constantFrom('compact', 'restart')
    .map((what) => step(what, ({ test }) => (what === 'compact' ? test.store.compact() : test.restart()))),
  fc.boolean().map((byId) =>
    step(`update ${byId ? 'by id' : 'by range'}`, async ({ test, quick }) => {
      await quick.update(test, byId);
      expect(quick.content()).toEqual(await everything(test));
      await test.store.compact();
      expect((await test.person.changes(quick.sequence)).changes).toEqual([]);
    }),
  ),
  fc.constant(
    step('update the one that rarely asks', async ({ test, slow }) => {
      await slow.update(test);
      expect(slow.content()).toEqual(await everything(test));
    }),
  ),
];

const open: TestStore[] = [];
afterAll(async () => {
  for (const test of open) await test.remove().catch(() => {});
});

describe('a copy', () => {
  it('that is given the changes since it was made equals the store, whatever happened in between', async () => {
    const factor = Number(process.env.SOJOURN_TEST_LAW_FACTOR ?? 1);
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { size: '+1' }), async (commands) => {
        const setup = async () => {
          const test = await TestStore.open({ engine: new KeptEngine() });
          open.push(test);
          return { model: {}, real: { test, quick: new Copy(), slow: new Copy() } };
        };
        await fc.asyncModelRun(setup, commands);
        await open.shift()?.remove();
      }),
      {
        numRuns: 12 * factor,
        interruptAfterTimeLimit: 20_000 * factor,
        markInterruptAsFailure: false,
        endOnFailure: false,
      },
    );
  });
});
