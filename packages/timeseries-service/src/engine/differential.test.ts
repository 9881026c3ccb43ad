import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSojournError } from '@sojourn/datamodel';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { openTestDatabase } from '../testing/database/index.js';
import type { Engine } from './engine.js';
import { MemoryEngine, openEmbeddedEngine, openMongoEngine } from './index.js';

const runs = Number(process.env.SOJOURN_TEST_DIFFERENTIAL_RUNS ?? 5);

const database = await openTestDatabase();
afterAll(() => database?.drop());

/** Something to ask of an engine; the answer must be the same from all. */
type Command = (engine: Engine) => Promise<unknown>;

const hex = (number: number) => number.toString(16).padStart(32, '0');
const person = fc.integer({ min: 1, max: 3 }).map(hex);
const block = fc.integer({ min: 1, max: 50 }).map(hex);
const name = fc.constantFrom('keys', 'profile', 'models/a', 'models/b', 'a.b', '$a');
const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
/** Versions are mostly the present one, else commands would hardly ever do anything. */
const version = fc.oneof(
  { weight: 4, arbitrary: fc.constant('present' as const) },
  { weight: 1, arbitrary: fc.constantFrom(1, 2, 7, null) },
);

const change = fc.record({
  put: fc.uniqueArray(fc.record({ id: block, header: bytes, body: bytes }), { selector: ({ id }) => id }),
  remove: fc.uniqueArray(block),
  documents: fc.dictionary(name, fc.option(bytes)),
  head: bytes,
  version: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 8, nil: undefined }),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(person, version, change).map(
      ([id, wanted, { version: given, ...rest }]): Command =>
        async (engine) => {
          const present = (await engine.readHead(id))?.version ?? null;
          const expectVersion = wanted === 'present' ? present : wanted;
          return engine.commit(id, {
            ...rest,
            expectVersion,
            ...(given === undefined ? {} : { version: given }),
          });
        },
    ),
  },
  {
    weight: 1,
    arbitrary: person.map(
      (id): Command =>
        (engine) =>
          engine.erase(id),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(name, version, fc.option(bytes)).map(
      ([key, wanted, value]): Command =>
        async (engine) => {
          const present = (await engine.globalDocument(key))?.version ?? null;
          const expectVersion = wanted === 'present' ? present : wanted;
          // There is nothing to remove where nothing is.
          if (value === null && expectVersion === null) return undefined;
          return engine.putGlobalDocument(key, value, expectVersion);
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('', 'models/', 'models/a', 'z'), fc.option(name), fc.integer({ min: 1, max: 4 }))
      .map(
        ([prefix, after, limit]): Command =>
          (engine) =>
            engine.globalNames(prefix, after ?? undefined, limit),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.option(person), fc.integer({ min: 1, max: 4 })).map(
      ([after, limit]): Command =>
        (engine) =>
          engine.people(after ?? undefined, limit),
    ),
  },
);

/** Everything that an engine tells of a few persons. */
async function tellAll(engine: Engine): Promise<unknown> {
  const people = await engine.people(undefined, 10);
  const all: unknown[] = [];
  for (const id of people) {
    const headers = await engine.headers(id);
    const bodies = await engine.bodies(
      id,
      Array.from({ length: 50 }, (_, number) => hex(number + 1)),
    );
    const documents: unknown[] = [];
    for (const key of await engine.documentNames(id)) documents.push([key, await engine.document(id, key)]);
    all.push({ head: await engine.readHead(id), headers, bodies: [...bodies].sort(), documents });
  }
  const globals: unknown[] = [];
  for (const key of await engine.globalNames('', undefined, 100)) {
    globals.push([key, await engine.globalDocument(key)]);
  }
  return plain({ people, all, globals });
}

/** Values as text: some engines give buffers, others plain bytes. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, member) => {
    if (member?.type === 'Buffer') return Buffer.from(member.data).toString('hex');
    return member instanceof Uint8Array ? Buffer.from(member).toString('hex') : member;
  });
}

async function answerOf(engine: Engine, ask: Command): Promise<string | undefined> {
  try {
    return plain((await ask(engine)) ?? null);
  } catch (error) {
    if (isSojournError(error)) return error.code;
    throw error;
  }
}

it('gives the same answers to the same commands, whatever the engine', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(command, { maxLength: 40, size: 'max' }), async (commands) => {
      const folder = mkdtempSync(join(tmpdir(), 'sojourn-differential-'));
      const place = `run${run++}`;
      const open: (() => Promise<Engine>)[] = [() => openEmbeddedEngine(folder)];
      if (database) open.push(() => openMongoEngine(database.url(place)));
      const model = new MemoryEngine();
      const engines = await Promise.all(open.map((opens) => opens()));
      try {
        for (const ask of commands) {
          const expected = await answerOf(model, ask);
          for (const engine of engines) expect(await answerOf(engine, ask)).toBe(expected);
        }
        const expected = await tellAll(model);
        for (const [index, engine] of engines.entries()) {
          expect(await tellAll(engine)).toBe(expected);
          // What lies on the disk, not what is remembered.
          await engine.close();
          engines[index] = await open[index]!();
          expect(await tellAll(engines[index]!)).toBe(expected);
        }
      } finally {
        for (const engine of engines) await engine.close();
        rmSync(folder, { recursive: true });
      }
    }),
    { numRuns: runs },
  );
}, 600_000);
