import { toCommonForm } from '@sojourn/datamodel/formats';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openMongoEngine } from '../engine/index.js';
import { openTestDatabase } from '../testing/database/index.js';
import type { EntryQuery } from './index.js';
import { items, sent, stored, TestStore } from './testing.js';

/** The plainest account of what a person has. Identity of uploads: key and time; of imports: number. */
interface Model {
  uploads: Map<string, { time: number; level: number; key: string; moved: boolean; invalid: boolean }>;
  imports: Map<number, { time: number; level: number; invalid: boolean }>;
  rejected: Set<string>;
}
interface Real {
  test: TestStore;
}
type Step = fc.AsyncCommand<Model, Real>;

const uploadKeys = ['test/one', 'test/two', 'test/three'];
const identity = (key: string, time: number) => `${key} ${time}`;

class Put implements Step {
  constructor(private readonly entries: readonly { key: number; time: number; level: number }[]) {}
  check = () => true;
  async run(model: Model, { test }: Real) {
    const outcome = await test.person.put(
      items(...this.entries.map(({ key, time, level }) => sent(time, { level }, uploadKeys[key]))),
    );
    const before = model.uploads.size;
    const newest = new Map<string, { key: string; time: number; level: number }>();
    for (const { key: index, time, level } of this.entries) {
      const key = uploadKeys[index]!;
      const earlier = newest.get(identity(key, time));
      if (earlier && earlier.level !== level) model.rejected.add(`${key} ${time} ${earlier.level}`);
      newest.set(identity(key, time), { key, time, level });
    }
    for (const [id, entry] of newest) {
      const known = model.uploads.get(id);
      if (known?.level === entry.level) continue;
      // What a run has moved is in quarantine in another form than what was sent.
      if (known)
        model.rejected.add(`${entry.key} ${entry.time} ${known.level}${known.moved ? ' moved' : ''}`);
      model.uploads.set(id, { ...entry, moved: false, invalid: known?.invalid ?? false });
    }
    expect(outcome.stored).toBe(model.uploads.size - before);
    expect(outcome.stored + outcome.unchanged + outcome.superseded).toBe(this.entries.length);
  }
  toString = () => `put(${JSON.stringify(this.entries)})`;
}

class Import implements Step {
  constructor(private readonly entries: readonly { number: number; time: number; level: number }[]) {}
  check = () => true;
  async run(model: Model, { test }: Real) {
    await test.person.import(
      this.entries.map(({ number, time, level }) => stored(number, time, { level }, 'test/import')),
    );
    for (const { number, time, level } of this.entries)
      model.imports.set(number, { time, level, invalid: false });
  }
  toString = () => `import(${JSON.stringify(this.entries)})`;
}

class Move implements Step {
  constructor(private readonly limit: number) {}
  check = () => true;
  async run(model: Model, { test }: Real) {
    const rows = await test.person.usercache(0, this.limit);
    const waiting = [...model.uploads.values()].filter(({ moved }) => !moved);
    expect(rows).toHaveLength(Math.min(this.limit, waiting.length));
    await test.person.commit({
      drain: rows.map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
      insert: rows.map(({ entry }) => {
        const converted = toCommonForm(entry);
        if (!converted.ok) throw new Error(converted.code);
        return converted.entry;
      }),
    });
    for (const { entry } of rows) {
      model.uploads.get(identity(entry.metadata.key, entry.metadata.write_ts))!.moved = true;
    }
  }
  toString = () => `move(${this.limit})`;
}

class Change implements Step {
  constructor(
    private readonly numbers: readonly number[],
    private readonly kind: 'replace' | 'invalidate' | 'remove',
    private readonly level: number,
  ) {}
  check = () => true;
  async run(model: Model, { test }: Real) {
    const known = [...new Set(this.numbers)].filter((number) => model.imports.has(number));
    const ids = known.map((number) => stored(number, 0)._id.$oid);
    if (this.kind === 'replace') {
      const entries = known.map((number) =>
        stored(number, model.imports.get(number)!.time, { level: this.level }, 'test/import'),
      );
      await test.person.commit({ replace: entries });
    } else if (this.kind === 'invalidate') await test.person.commit({ invalidate: ids });
    else await test.person.commit({ remove: ids });
    for (const number of known) {
      const { time } = model.imports.get(number)!;
      if (this.kind === 'remove') model.imports.delete(number);
      else if (this.kind === 'replace')
        model.imports.set(number, { time, level: this.level, invalid: false });
      else model.imports.get(number)!.invalid = true;
    }
  }
  toString = () => `${this.kind}(${this.numbers}, ${this.level})`;
}

class Read implements Step {
  constructor(
    private readonly keys: readonly string[] | null,
    private readonly start: number,
    private readonly length: number,
    private readonly descending: boolean,
    private readonly page: number,
  ) {}
  check = () => true;
  async run(model: Model, { test }: Real) {
    const end = this.start + this.length;
    const query: EntryQuery = {
      keys: this.keys,
      time: { field: 'data.ts', start: this.start, end },
      descending: this.descending,
    };
    const chosen = (key: string, cached: boolean) =>
      this.keys === null || (this.keys.length === 0 ? cached : this.keys.includes(key));
    const expected = [
      ...[...model.uploads.values()].filter(({ key, moved }) => chosen(key, !moved)),
      ...[...model.imports.values()].filter(() => chosen('test/import', false)),
    ]
      .filter(({ time, invalid }) => !invalid && time >= this.start && time <= end)
      .map(({ time, level }) => `${time} ${level}`);
    const found = (await test.read(query)) as unknown as { data: { ts: number; level: number } }[];
    expect(found.map(({ data }) => `${data.ts} ${data.level}`).sort()).toEqual(expected.sort());
    for (let index = 1; index < found.length; index++) {
      const step = found[index]!.data.ts - found[index - 1]!.data.ts;
      expect(this.descending ? -step : step).toBeGreaterThanOrEqual(0);
    }
    expect(await test.readJson(query)).toEqual(found);
    expect(await test.readPages(this.page, query)).toEqual(found);
    expect(await test.person.count(query)).toBe(found.length);
    expect(await test.person.count({ keys: null, stores: ['quarantine'] })).toBe(model.rejected.size);
  }
  toString = () =>
    `read(${this.keys}, ${this.start}+${this.length}, ${this.descending ? 'down' : 'up'}, ${this.page})`;
}

class Act implements Step {
  constructor(private readonly what: 'compact' | 'restart' | 'verify') {}
  check = () => true;
  async run(_: Model, { test }: Real) {
    if (this.what === 'compact') await test.store.compact();
    else if (this.what === 'restart') await test.restart();
    else expect(await test.person.verify()).toEqual([]);
  }
  toString = () => this.what;
}

const time = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.constantFrom(-3, 2 ** 33, 1.5, 2.25));
const level = fc.integer({ min: 0, max: 2 });
const number = fc.integer({ min: 1, max: 40 });
const steps = [
  fc
    .array(fc.record({ key: fc.nat({ max: 2 }), time, level }), { minLength: 1, maxLength: 30 })
    .map((entries) => new Put(entries)),
  fc
    .uniqueArray(fc.record({ number, time, level }), {
      minLength: 1,
      maxLength: 30,
      selector: (entry) => entry.number,
    })
    .map((entries) => new Import(entries)),
  fc.constantFrom(1, 5, 1000).map((limit) => new Move(limit)),
  fc
    .tuple(fc.array(number, { maxLength: 6 }), fc.constantFrom('replace', 'invalidate', 'remove'), level)
    .map(([numbers, kind, value]) => new Change(numbers, kind, value)),
  fc
    .tuple(
      fc.constantFrom(null, null, [], ['test/one'], ['test/two', 'test/import']),
      fc.integer({ min: -5, max: 20 }),
      fc.constantFrom(0, 5, 1000, 2 ** 40),
      fc.boolean(),
      fc.constantFrom(1, 3, 50),
    )
    .map((parts) => new Read(...parts)),
  fc.constantFrom('compact', 'restart', 'verify').map((what) => new Act(what)),
];

const open = new Set<TestStore>();
const database = await openTestDatabase();
let places = 0;
afterAll(async () => {
  for (const test of open) await test.remove().catch(() => {});
  await database?.drop();
});

describe.each(['embedded', 'MongoDB'] as const)('a series, kept by the %s engine', (name) => {
  const runs = Number(process.env.SOJOURN_TEST_DIFFERENTIAL_RUNS ?? 5);

  it.skipIf(name === 'MongoDB' && !database)(
    'does what the plainest model does, in any order of operations',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands(steps, { size: name === 'embedded' ? '+1' : '=' }), async (commands) => {
          let opened: TestStore | undefined;
          const setup = async () => {
            const url = database?.url(`place${places++}`);
            const onMongo = { openEngine: () => openMongoEngine(url!) };
            const test = await TestStore.open(name === 'embedded' ? {} : onMongo);
            opened = test;
            open.add(test);
            const model: Model = { uploads: new Map(), imports: new Map(), rejected: new Set() };
            return { model, real: { test } };
          };
          await fc.asyncModelRun(setup, commands);
          // Its own and no other: what was interrupted for lack of time may end beside the next one.
          open.delete(opened!);
          await opened!.remove();
        }),
        name === 'embedded'
          ? {
              numRuns: 200,
              interruptAfterTimeLimit: 8000,
              markInterruptAsFailure: false,
              endOnFailure: false,
            }
          : { numRuns: runs },
      );
    },
    300_000,
  );
});
