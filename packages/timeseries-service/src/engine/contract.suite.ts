import { SojournError } from '@sojourn/datamodel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine, EngineCapabilities, EngineChange, StoredBlock } from './engine.js';

/** Makes engines for the suite. */
export interface EngineFactory {
  readonly capabilities: EngineCapabilities;
  /** An engine on a place of its own; with the same name twice, on the same place. */
  open(place: string): Promise<Engine>;
  /** Removes all places. */
  clean(): Promise<void>;
}

const ada = 'a'.repeat(32);
const ben = 'b'.repeat(32);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const plain = (bytes: Uint8Array | undefined): string | undefined => bytes && new TextDecoder().decode(bytes);
const blockId = (number: number): string => number.toString(16).padStart(32, '0');
const block = (number: number, size = 10): StoredBlock => ({
  id: blockId(number),
  header: text(`header ${number}`),
  body: new Uint8Array(size).fill(number),
});
const first = (change: Partial<EngineChange> = {}): EngineChange => ({
  expectVersion: null,
  head: text('head 1'),
  ...change,
});
const code = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    return error instanceof SojournError ? error.code : `not typed: ${error}`;
  }
  return 'no error';
};

/** What every engine must do. The capabilities say which optional parts are held to it. */
export function engineContract(name: string, factory: EngineFactory): void {
  describe(`engine contract: ${name}`, () => {
    let engine: Engine;
    beforeEach(async () => {
      engine = await factory.open('one');
    });
    afterEach(async () => {
      await engine.close();
      await factory.clean();
    });

    it('has the capabilities of its manifest', () => {
      expect(engine.capabilities).toEqual(factory.capabilities);
    });

    it('knows nobody at first', async () => {
      expect(await engine.readHead(ada)).toBeUndefined();
      expect(await engine.headers(ada)).toEqual([]);
      expect((await engine.bodies(ada, [blockId(1)])).size).toBe(0);
      expect(await engine.document(ada, 'profile')).toBeUndefined();
      expect(await engine.people(undefined, 10)).toEqual([]);
    });

    it('commits head, blocks and documents together', async () => {
      const change = first({ put: [block(2), block(1)], documents: { profile: text('p') } });
      expect(await engine.commit(ada, change)).toBe(1);
      const head = await engine.readHead(ada);
      expect([head?.version, plain(head?.bytes)]).toEqual([1, 'head 1']);
      expect((await engine.headers(ada)).map(({ id, bytes }) => [id, plain(bytes)])).toEqual([
        [blockId(1), 'header 1'],
        [blockId(2), 'header 2'],
      ]);
      const bodies = await engine.bodies(ada, [blockId(2), blockId(7)]);
      expect([...bodies.keys()]).toEqual([blockId(2)]);
      expect([...bodies.get(blockId(2))!]).toEqual(Array(10).fill(2));
      expect(plain(await engine.document(ada, 'profile'))).toBe('p');
    });

    it('removes blocks and documents', async () => {
      await engine.commit(
        ada,
        first({ put: [block(1), block(2)], documents: { a: text('a'), b: text('b') } }),
      );
      const version = await engine.commit(ada, {
        expectVersion: 1,
        head: text('head 2'),
        remove: [blockId(1), blockId(99)],
        put: [block(3)],
        documents: { a: null, c: text('c'), unknown: null },
      });
      expect(version).toBe(2);
      expect((await engine.headers(ada)).map(({ id }) => id)).toEqual([blockId(2), blockId(3)]);
      expect((await engine.bodies(ada, [blockId(1)])).size).toBe(0);
      expect(await engine.document(ada, 'a')).toBeUndefined();
      expect(plain(await engine.document(ada, 'b'))).toBe('b');
    });

    it('gives a head the version that the change asks for', async () => {
      expect(await engine.commit(ada, first({ version: 0, put: [block(1)] }))).toBe(0);
      expect(
        await engine.commit(ada, { expectVersion: 0, version: 0, head: text('h'), put: [block(2)] }),
      ).toBe(0);
      expect(await engine.commit(ada, { expectVersion: 0, version: 41, head: text('h') })).toBe(41);
      expect((await engine.readHead(ada))?.version).toBe(41);
      expect(await code(engine.commit(ada, { expectVersion: 1, head: text('h') }))).toBe('commit-conflict');
      expect(await engine.commit(ada, { expectVersion: 41, head: text('h') })).toBe(42);
      expect(await engine.headers(ada)).toHaveLength(2);
    });

    it('names the documents of a person', async () => {
      await engine.commit(ada, first({ documents: { 'b/c': text('1'), a: text('2'), 'é.$': text('3') } }));
      await engine.commit(ben, first({ documents: { z: text('4') } }));
      expect(await engine.documentNames(ada)).toEqual(['a', 'b/c', 'é.$']);
      await engine.commit(ada, { expectVersion: 1, head: text('h'), documents: { a: null } });
      expect(await engine.documentNames(ada)).toEqual(['b/c', 'é.$']);
      expect(await engine.documentNames(blockId(9))).toEqual([]);
    });

    it('knows a person who was erased as a new one', async () => {
      for (const life of [1, 2, 3]) {
        await engine.commit(ada, first({ put: [block(1, life)], documents: { d: text(`${life}`) } }));
        expect((await engine.bodies(ada, [blockId(1)])).get(blockId(1))).toHaveLength(life);
        expect(plain(await engine.document(ada, 'd'))).toBe(`${life}`);
        await engine.erase(ada);
        expect(await engine.documentNames(ada)).toEqual([]);
        expect(await engine.people(undefined, 10)).toEqual([]);
      }
      await engine.erase(ada);
    });

    it('keeps everything that is there while it leaves behind what was removed', async () => {
      await engine.commit(ada, first({ put: [block(1, 9000)], documents: { d: text('1') } }));
      await engine.commit(ben, first({ put: [block(2, 9000)], documents: { d: text('2') } }));
      await engine.putGlobalDocument('g', text('3'), null);
      await engine.erase(ada);
      const [, , version] = await Promise.all([
        engine.vacuum(),
        engine.vacuum(),
        engine.commit(ben, { expectVersion: 1, head: text('head 2'), put: [block(3)] }),
        engine.headers(ben),
      ]);
      expect(version).toBe(2);
      expect(await engine.people(undefined, 10)).toEqual([ben]);
      expect(plain((await engine.readHead(ben))?.bytes)).toBe('head 2');
      expect([...(await engine.bodies(ben, [blockId(2)])).get(blockId(2))!]).toEqual(Array(9000).fill(2));
      expect(plain(await engine.document(ben, 'd'))).toBe('2');
      expect((await engine.globalDocument('g'))?.version).toBe(1);
      expect(await engine.commit(ada, first())).toBe(1);
    });

    it('keeps count of many small commits', async () => {
      const live = new Set<string>();
      let version: number | null = null;
      for (let number = 1; number <= 80; number++) {
        const remove = number % 7 === 0 ? [...live].slice(0, 5) : [];
        version = await engine.commit(ada, {
          expectVersion: version,
          head: text(`head ${number}`),
          put: [block(number)],
          remove,
        });
        live.add(blockId(number));
        for (const id of remove) live.delete(id);
      }
      expect((await engine.headers(ada)).map(({ id }) => id)).toEqual([...live].sort());
      const gone = Array.from({ length: 80 }, (_, number) => blockId(number + 1)).filter(
        (id) => !live.has(id),
      );
      expect((await engine.bodies(ada, gone)).size).toBe(0);
      expect((await engine.bodies(ada, [...live])).size).toBe(live.size);
    });

    it('refuses a change of an outdated head and changes nothing', async () => {
      await engine.commit(ada, first({ put: [block(1)] }));
      await engine.commit(ada, { expectVersion: 1, head: text('head 2') });
      const late = { head: text('late'), put: [block(5)], remove: [blockId(1)], documents: { d: text('d') } };
      for (const expectVersion of [null, 1, 3]) {
        expect(await code(engine.commit(ada, { ...late, expectVersion }))).toBe('commit-conflict');
      }
      expect(plain((await engine.readHead(ada))?.bytes)).toBe('head 2');
      expect((await engine.headers(ada)).map(({ id }) => id)).toEqual([blockId(1)]);
      expect(await engine.document(ada, 'd')).toBeUndefined();
      expect(await code(engine.commit(ben, { ...late, expectVersion: 1 }))).toBe('commit-conflict');
      expect(await engine.readHead(ben)).toBeUndefined();
    });

    it('lets exactly one of several concurrent changes through, every time', async () => {
      await engine.commit(ada, first());
      const winners: string[] = [];
      // Often, since a database that compares and sets in two steps lets a second one through only now and then.
      for (let version = 1; version <= 20; version++) {
        const ids = Array.from({ length: 8 }, (_, number) => blockId(8 * version + number));
        const attempts = ids.map((id) =>
          code(
            engine.commit(ada, {
              expectVersion: version,
              head: text(id),
              put: [{ id, header: text('h'), body: text('b') }],
            }),
          ),
        );
        const outcomes = await Promise.all(attempts);
        expect(outcomes.filter((outcome) => outcome === 'no error')).toHaveLength(1);
        expect(outcomes.filter((outcome) => outcome === 'commit-conflict')).toHaveLength(7);
        winners.push(ids[outcomes.indexOf('no error')]!);
        const head = await engine.readHead(ada);
        expect([head?.version, plain(head?.bytes)]).toEqual([version + 1, winners.at(-1)]);
      }
      expect((await engine.headers(ada)).map(({ id }) => id)).toEqual(winners);
    });

    it('commits for many persons at once', async () => {
      const persons = Array.from({ length: 20 }, (_, number) => blockId(number + 1));
      await Promise.all(persons.map((person) => engine.commit(person, first({ put: [block(1, 5000)] }))));
      expect(await engine.people(undefined, 100)).toEqual(persons);
      for (const person of persons) expect(await engine.headers(person)).toHaveLength(1);
    });

    it('keeps persons apart', async () => {
      await engine.commit(ada, first({ put: [block(1)], documents: { d: text('ada') } }));
      await engine.commit(ben, first({ put: [block(1, 3)], documents: { d: text('ben') } }));
      expect((await engine.bodies(ada, [blockId(1)])).get(blockId(1))).toHaveLength(10);
      await engine.erase(ada);
      expect(await engine.readHead(ada)).toBeUndefined();
      expect(await engine.headers(ada)).toEqual([]);
      expect((await engine.bodies(ada, [blockId(1)])).size).toBe(0);
      expect(await engine.document(ada, 'd')).toBeUndefined();
      expect((await engine.bodies(ben, [blockId(1)])).get(blockId(1))).toHaveLength(3);
      expect(plain(await engine.document(ben, 'd'))).toBe('ben');
      expect(await engine.people(undefined, 10)).toEqual([ben]);
    });

    it('lists persons page by page', async () => {
      for (const person of [blockId(3), blockId(1), blockId(2)]) await engine.commit(person, first());
      expect(await engine.people(undefined, 2)).toEqual([blockId(1), blockId(2)]);
      expect(await engine.people(blockId(2), 2)).toEqual([blockId(3)]);
      expect(await engine.people(blockId(3), 2)).toEqual([]);
    });

    it('keeps documents that belong to nobody, with a version', async () => {
      expect(await engine.globalDocument('keys')).toBeUndefined();
      await engine.putGlobalDocument('keys', text('one'), null);
      expect(await code(engine.putGlobalDocument('keys', text('x'), null))).toBe('commit-conflict');
      await engine.putGlobalDocument('keys', text('two'), 1);
      const document = await engine.globalDocument('keys');
      expect([document?.version, plain(document?.bytes)]).toEqual([2, 'two']);
      expect(await code(engine.putGlobalDocument('keys', null, 1))).toBe('commit-conflict');
      await engine.putGlobalDocument('keys', null, 2);
      expect(await engine.globalDocument('keys')).toBeUndefined();
    });

    it('lists their names by prefix', async () => {
      for (const name of ['token/b', 'token/a', 'tokens', 'token/c', 'a']) {
        await engine.putGlobalDocument(name, text(name), null);
      }
      expect(await engine.globalNames('token/', undefined, 10)).toEqual(['token/a', 'token/b', 'token/c']);
      expect(await engine.globalNames('token/', 'token/a', 1)).toEqual(['token/b']);
      expect(await engine.globalNames('z', undefined, 10)).toEqual([]);
      // After a name that stands before all of them.
      expect(await engine.globalNames('token/a', 'a', 10)).toEqual(['token/a']);
      expect(await engine.globalNames('token/a', 'token/a', 10)).toEqual([]);
    });

    it('takes large bodies and thousands of blocks', async () => {
      await engine.commit(ada, first({ put: [block(1, 3_000_000)] }));
      const many = Array.from({ length: 2000 }, (_, number) => block(number + 2));
      await engine.commit(ada, { expectVersion: 1, head: text('h'), put: many });
      expect(await engine.headers(ada)).toHaveLength(2001);
      expect((await engine.bodies(ada, [blockId(1)])).get(blockId(1))).toHaveLength(3_000_000);
    });

    it('gives bytes away that later commits do not change', async () => {
      await engine.commit(ada, first({ put: [block(1, 5000)], documents: { d: text('one') } }));
      const body = (await engine.bodies(ada, [blockId(1)])).get(blockId(1))!;
      const [header] = await engine.headers(ada);
      const document = await engine.document(ada, 'd');
      for (let version = 1; version < 20; version++) {
        const change = { expectVersion: version, head: text('h'.repeat(version)) };
        const put = [{ ...block(1, 5000), header: text('other 1'), body: new Uint8Array(5000).fill(9) }];
        await engine.commit(ada, { ...change, put, documents: { d: text('two') } });
      }
      expect(body.every((byte) => byte === 1)).toBe(true);
      expect(plain(header!.bytes)).toBe('header 1');
      expect(plain(document)).toBe('one');
    });

    it('says what it takes up', async () => {
      await engine.commit(ada, first({ put: [block(1, 100_000)] }));
      const { livePages, pageSize, fileBytes } = await engine.figures();
      expect(livePages * pageSize).toBeGreaterThanOrEqual(100_000);
      expect(fileBytes).toBeGreaterThanOrEqual(100_000);
    });

    it('is unavailable once closed', async () => {
      await engine.close();
      await engine.close();
      const operations = [
        engine.readHead(ada),
        engine.commit(ada, first()),
        engine.headers(ada),
        engine.bodies(ada, []),
        engine.document(ada, 'd'),
        engine.documentNames(ada),
        engine.people(undefined, 1),
        engine.globalDocument('d'),
        engine.globalNames('', undefined, 1),
        engine.putGlobalDocument('d', text('d'), null),
        engine.erase(ada),
        engine.figures(),
      ];
      expect(new Set(await Promise.all(operations.map(code)))).toEqual(new Set(['service-unavailable']));
    });

    it.runIf(factory.capabilities.persistent)('keeps everything over a restart', async () => {
      await engine.commit(ada, first({ put: [block(1)], documents: { d: text('d') } }));
      await engine.putGlobalDocument('g', text('g'), null);
      await engine.close();
      engine = await factory.open('one');
      expect((await engine.readHead(ada))?.version).toBe(1);
      expect(await engine.headers(ada)).toHaveLength(1);
      expect((await engine.bodies(ada, [blockId(1)])).size).toBe(1);
      expect(plain(await engine.document(ada, 'd'))).toBe('d');
      expect(plain((await engine.globalDocument('g'))?.bytes)).toBe('g');
    });

    it.runIf(factory.capabilities.exclusive)('owns its place until it is closed', async () => {
      expect(await code(factory.open('one'))).toBe('store-in-use');
      await engine.close();
      engine = await factory.open('one');
      expect(await engine.people(undefined, 1)).toEqual([]);
    });
  });
}
