import { isSojournError } from '@sojourn/datamodel';
import fc, { type Scheduler } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredBlock } from '../engine.js';
import { copyPerson } from '../person-copy.js';
import type { ChangingDocument, CollectionName } from './document-database.js';
import { remembered } from './head-document.js';
import { MongoEngine } from './mongodb-engine.js';
import { type Collections, type Fate, fates, UnreliableDatabase } from './testing/unreliable-database.js';

const runs = Number(process.env.SOJOURN_TEST_PROTOCOL_RUNS ?? 40);
const ada = 'a'.repeat(32);

/** One change that somebody tries to make. */
interface Change {
  readonly put: readonly number[];
  readonly remove: readonly number[];
  readonly documents: Readonly<Record<string, boolean>>;
}

/** What is known of an attempt once it has ended. */
interface Attempt extends Change {
  readonly id: number;
  /** The attempt whose outcome it was made from; null for the first. */
  readonly parent: number | null;
  outcome: 'committed' | 'refused' | 'unknown';
}

const blockId = (number: number) => number.toString(16).padStart(32, '0');
const bodyOf = (attempt: number, block: number) => Buffer.from(`body ${block} of attempt ${attempt}`);
const headOf = (id: number) => Buffer.from(String(id));
const textOf = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

const change: fc.Arbitrary<Change> = fc.record({
  put: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }),
  remove: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 10 }),
  documents: fc.dictionary(fc.constantFrom('keys', 'profile', 'model'), fc.boolean()),
});
// In mild trouble changes get far; in heavy trouble most fail, each in its own way.
const someFates = fc.oneof(
  ...[20, 2].map((well) =>
    fc.array(fc.constantFrom(...fates, ...Array<Fate>(well).fill('well')), { maxLength: 300, size: 'max' }),
  ),
);

/** Clients on one database, each with a way to it that may fail in its own manner. */
function makeDatabase(scheduler: Scheduler, decided: readonly Fate[]) {
  const collections: Collections = new Map();
  let next = 0;
  let quiet = false;
  const nextFate = () => (quiet ? 'well' : (decided[next++] ?? 'well'));
  return {
    collections,
    client: () => new MongoEngine(new UnreliableDatabase(collections, scheduler, nextFate)),
    /** From now on everything goes well. */
    calm: () => {
      quiet = true;
    },
  };
}

/** What a person must look like after an attempt, by all that led to it. */
function replay(attempts: readonly Attempt[], id: number) {
  const line: Attempt[] = [];
  for (let at: number | null = id; at !== null; at = line[0]!.parent) line.unshift(attempts[at]!);
  const blocks = new Map<string, string>();
  const documents = new Map<string, string>();
  for (const { id: made, put, remove, documents: written } of line) {
    for (const block of remove) blocks.delete(blockId(block));
    for (const block of put) blocks.set(blockId(block), bodyOf(made, block).toString());
    for (const [name, kept] of Object.entries(written)) {
      if (kept) documents.set(name, `${name} of ${made}`);
      else documents.delete(name);
    }
  }
  return { line: line.map(({ id: made }) => made), blocks, documents };
}

/** Reads a person and compares all of it with what led to their head. @returns the head's attempt */
async function compare(engine: MongoEngine, attempts: readonly Attempt[]): Promise<number | undefined> {
  const copy = await copyPerson(engine, ada);
  if (!copy) return undefined;
  const id = Number(textOf(copy.head.bytes));
  const expected = replay(attempts, id);
  const ids = copy.headers.map((header) => header.id);
  expect(ids).toEqual([...expected.blocks.keys()].sort());
  expect(
    Object.fromEntries(Object.entries(copy.documents).map(([name, bytes]) => [name, textOf(bytes)])),
  ).toEqual(Object.fromEntries(expected.documents));
  const bodies = await engine.bodies(ada, ids);
  const now = await engine.readHead(ada);
  // Merged away in the meantime, perhaps; what is there must be right.
  if (now?.version === copy.head.version) expect(bodies.size).toBe(ids.length);
  for (const [block, body] of bodies) {
    if (now?.version === copy.head.version) expect(textOf(body)).toBe(expected.blocks.get(block));
  }
  return id;
}

const isUnknown = (error: unknown) => isSojournError(error) && error.code === 'service-unavailable';
const isConflict = (error: unknown) => isSojournError(error) && error.code === 'commit-conflict';

describe('the commit protocol on a network that delays, reorders, loses and doubles', {
  timeout: 600_000,
}, () => {
  it('carries every change out as a whole, in one line, or not at all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        someFates,
        fc.array(fc.array(change, { maxLength: 6 }), { minLength: 1, maxLength: 3 }),
        async (scheduler, decided, plans) => {
          const database = makeDatabase(scheduler, decided);
          const attempts: Attempt[] = [];
          const work = async (changes: readonly Change[]) => {
            const engine = database.client();
            for (const wanted of changes) {
              try {
                const before = await engine.readHead(ada);
                const parent = before ? Number(textOf(before.bytes)) : null;
                const attempt: Attempt = { ...wanted, id: attempts.length, parent, outcome: 'unknown' };
                attempts.push(attempt);
                attempt.outcome = await tryCommit(engine, attempt, before?.version ?? null);
                await compare(engine, attempts);
              } catch (error) {
                if (!isUnknown(error)) throw error;
              }
            }
          };
          await scheduler.waitFor(Promise.all(plans.map(work)));

          database.calm();
          await scheduler.waitAll();
          const reader = database.client();
          const last = await scheduler.waitFor(compare(reader, attempts));
          const line = new Set(last === undefined ? [] : replay(attempts, last).line);
          for (const { id, outcome } of attempts) {
            if (outcome === 'committed') expect(line).toContain(id);
            if (outcome === 'refused') expect(line).not.toContain(id);
          }
        },
      ),
      { numRuns: runs },
    );
  });

  // Any single request of a person's very first change may still be on its way.
  const oneLate = fc
    .nat({ max: 8 })
    .map((position): Fate[] => [...Array<Fate>(position).fill('well'), 'late']);

  it.each([
    ['whatever happened', someFates, fc.array(change, { maxLength: 4 })],
    ['whose first change is on its way', oneLate, fc.array(change, { minLength: 1, maxLength: 1 })],
  ])('never brings an erased person back, %s', async (_, anyFates, anyChanges) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), anyFates, anyChanges, async (scheduler, decided, changes) => {
        const database = makeDatabase(scheduler, decided);
        const attempts: Attempt[] = [];
        const live = async () => {
          const engine = database.client();
          for (const wanted of changes) {
            try {
              const before = await engine.readHead(ada);
              const attempt: Attempt = { ...wanted, id: attempts.length, parent: null, outcome: 'unknown' };
              attempts.push(attempt);
              await tryCommit(engine, attempt, before?.version ?? null);
            } catch (error) {
              if (!isUnknown(error)) throw error;
            }
          }
        };
        await scheduler.waitFor(live());
        database.calm();
        const engine = database.client();
        // What was sent before may still be on its way.
        await scheduler.waitFor(engine.erase(ada));
        await scheduler.waitAll();
        expect(await scheduler.waitFor(engine.readHead(ada))).toBeUndefined();
        expect(await scheduler.waitFor(engine.people(undefined, 10))).toEqual([]);
        const again = { put: [1], remove: [], documents: {}, id: 0, parent: null } as const;
        expect(await scheduler.waitFor(tryCommit(engine, { ...again, outcome: 'unknown' }, null))).toBe(
          'committed',
        );
        const bodies = await scheduler.waitFor(engine.bodies(ada, [blockId(1)]));
        expect(textOf(bodies.get(blockId(1)))).toBe(textOf(bodyOf(0, 1)));
        expect(await scheduler.waitFor(engine.headers(ada))).toHaveLength(1);
      }),
      { numRuns: runs },
    );
  });

  it('keeps documents that belong to nobody in one line of versions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        someFates,
        fc.array(fc.array(fc.boolean(), { maxLength: 8 }), { minLength: 1, maxLength: 3 }),
        async (scheduler, decided, plans) => {
          const database = makeDatabase(scheduler, decided);
          const written: {
            readonly outcome: string;
            readonly text: string | null;
            readonly version: number;
          }[] = [];
          let made = 0;
          const work = async (puts: readonly boolean[]) => {
            const engine = database.client();
            for (const keeps of puts) {
              const text = keeps ? `text ${made++}` : null;
              try {
                const before = await engine.globalDocument('name');
                const version = before?.version ?? null;
                if (!keeps && version === null) continue;
                const outcome = await outcomeOf(
                  engine.putGlobalDocument('name', text === null ? null : Buffer.from(text), version),
                );
                written.push({ outcome, text, version: (version ?? 0) + 1 });
              } catch (error) {
                if (!isUnknown(error)) throw error;
              }
            }
          };
          await scheduler.waitFor(Promise.all(plans.map(work)));
          database.calm();
          await scheduler.waitAll();
          const reader = database.client();
          const last = await scheduler.waitFor(reader.globalDocument('name'));
          if (!last) return;
          const text = textOf(last.bytes);
          const write = written.find((attempt) => attempt.text === text);
          expect(write?.outcome).not.toBe('refused');
          expect(write?.version).toBe(last.version);
        },
      ),
      { numRuns: runs },
    );
  });
});

describe('what is left behind', () => {
  const block = (number: number): StoredBlock => ({
    id: blockId(number),
    header: Buffer.from(`header ${number}`),
    body: Buffer.from(`body ${number}`),
  });

  it('by a process that died before its commit is swept by the next one that commits', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        // The third change writes its two blocks and then loses the head on the way.
        const lost = makeDatabase(scheduler, []);
        const dying = new MongoEngine(new UnreliableDatabase(lost.collections, scheduler, () => 'well'));
        await scheduler.waitFor(dying.commit(ada, { expectVersion: null, head: headOf(0), put: [block(1)] }));
        let operations = 0;
        const cut = new MongoEngine(
          // finishErasures, readHead, two blocks, then the exchange.
          new UnreliableDatabase(lost.collections, scheduler, () =>
            ++operations > 4 ? 'request lost' : 'well',
          ),
        );
        const change = { expectVersion: 1, head: headOf(1), put: [block(2), block(3)] };
        await expect(scheduler.waitFor(cut.commit(ada, change))).rejects.toMatchObject({
          code: 'service-unavailable',
        });
        expect(lost.collections.get('blocks')?.size).toBe(3);

        const next = lost.client();
        await scheduler.waitFor(next.commit(ada, { expectVersion: 1, head: headOf(2), put: [block(4)] }));
        await scheduler.waitFor(next.close());
        expect(lost.collections.get('blocks')?.size).toBe(2);
        const reader = lost.client();
        const bodies = await scheduler.waitFor(reader.bodies(ada, [1, 2, 3, 4].map(blockId)));
        expect([...bodies.keys()].sort()).toEqual([blockId(1), blockId(4)]);
      }),
      { numRuns: 20 },
    );
  });

  it('by replaced blocks, documents and pages goes when nothing leads to it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(change, { minLength: 40, maxLength: 50 }),
        async (scheduler, changes) => {
          const database = makeDatabase(scheduler, []);
          const engine = database.client();
          const attempts: Attempt[] = [];
          for (const [id, wanted] of changes.entries()) {
            const attempt: Attempt = { ...wanted, id, parent: id === 0 ? null : id - 1, outcome: 'unknown' };
            attempts.push(attempt);
            await scheduler.waitFor(tryCommit(engine, attempt, id === 0 ? null : id));
          }
          await scheduler.waitFor(compare(engine, attempts));
          await scheduler.waitFor(engine.close());
          const { blocks, documents } = replay(attempts, changes.length - 1);
          const count = (name: 'blocks' | 'documents' | 'pages') => database.collections.get(name)?.size ?? 0;
          expect(count('blocks')).toBe(blocks.size);
          expect(count('documents')).toBe(documents.size);
          expect(count('pages')).toBeLessThan(10);
        },
      ),
      { numRuns: 5 },
    );
  });
});

async function tryCommit(
  engine: MongoEngine,
  { id, put, remove, documents }: Attempt,
  expectVersion: number | null,
): Promise<Attempt['outcome']> {
  return outcomeOf(
    engine.commit(ada, {
      expectVersion,
      head: headOf(id),
      put: put.map((block) => ({ id: blockId(block), header: headOf(id), body: bodyOf(id, block) })),
      remove: remove.map(blockId),
      documents: Object.fromEntries(
        Object.entries(documents).map(([name, kept]) => [
          name,
          kept ? Buffer.from(`${name} of ${id}`) : null,
        ]),
      ),
    }),
  );
}

async function outcomeOf(promise: Promise<unknown>): Promise<Attempt['outcome']> {
  try {
    await promise;
    return 'committed';
  } catch (error) {
    if (isConflict(error)) return 'refused';
    if (isUnknown(error)) return 'unknown';
    throw error;
  }
}

/** A way to a database on which the answer to one exchange of a head gets lost, and much happens before it is repeated. */
class Interrupted extends UnreliableDatabase {
  meanwhile: (() => Promise<void>) | undefined;

  override async replace(
    collection: CollectionName,
    document: ChangingDocument,
    state: string,
  ): Promise<boolean> {
    const done = await super.replace(collection, document, state);
    const { meanwhile } = this;
    if (!meanwhile || collection !== 'heads') return done;
    this.meanwhile = undefined;
    await meanwhile();
    return super.replace(collection, document, state);
  }
}

describe('a commit whose answer got lost', () => {
  const prompt = { schedule: (work: Promise<unknown>) => work } as unknown as Scheduler;
  const put = (number: number) => [
    { id: blockId(number), header: Buffer.from('h'), body: bodyOf(number, number) },
  ];

  it.each([
    ['is found by the head', remembered - 1, 'committed'],
    ['stays there when nobody remembers it', remembered, 'service-unavailable'],
  ])('before many others came %s', async (_name, others, expected) => {
    const collections: Collections = new Map();
    const database = new Interrupted(collections, prompt, () => 'well');
    const here = new MongoEngine(database);
    const there = new MongoEngine(new UnreliableDatabase(collections, prompt, () => 'well'));
    await here.commit(ada, { expectVersion: null, head: headOf(1), put: put(1) });
    database.meanwhile = async () => {
      for (let version = 2; version < 2 + others; version++) {
        await there.commit(ada, { expectVersion: version, head: headOf(version), put: put(version + 1) });
      }
    };
    const outcome = await here.commit(ada, { expectVersion: 1, head: headOf(2), put: put(2) }).then(
      () => 'committed',
      (error: unknown) => isSojournError(error) && error.code,
    );
    expect(outcome).toBe(expected);
    // What the two do beside commits is over when they are closed.
    await here.close();
    await there.close();
    const reader = new MongoEngine(new UnreliableDatabase(collections, prompt, () => 'well'));
    const ids = (await reader.headers(ada)).map(({ id }) => id);
    expect(ids).toHaveLength(others + 2);
    expect((await reader.bodies(ada, ids)).size).toBe(ids.length);
  });
});
