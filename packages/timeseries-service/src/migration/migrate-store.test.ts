import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, MemoryEngine, MovableEngine, openEmbeddedEngine } from '../engine/index.js';
import { digestPerson } from './copy-person.js';
import { migrateStore } from './migrate-store.js';
import { openMovableEngine } from './mover.js';

const hex = (number: number) => number.toString(16).padStart(32, '0');
const text = (value: string) => Buffer.from(value);
const block = (number: number, size = 50) => ({
  id: hex(number),
  header: text(`header ${number}`),
  body: Buffer.alloc(size, number % 251),
});

let folder: string;
const engines: Engine[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sojourn-move-'));
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.close();
  rmSync(folder, { recursive: true });
});

/** A store of a few people, one of them with many blocks. */
async function fill(engine: Engine): Promise<void> {
  await engine.putGlobalDocument('keys/store', text('wrapped keys'), null);
  await engine.putGlobalDocument('token/a', text('a'), null);
  for (let person = 1; person <= 12; person++) {
    const blocks = Array.from({ length: person === 1 ? 300 : 3 }, (_, number) => block(number + 1));
    const documents = { keys: text(`keys ${person}`), profile: text('p') };
    await engine.commit(hex(person), { expectVersion: null, head: text('1'), put: blocks, documents });
    const change = { expectVersion: 1, head: text('2'), remove: [hex(2)], documents: { profile: null } };
    await engine.commit(hex(person), change);
  }
}

async function open(name: string): Promise<Engine> {
  const engine = await openEmbeddedEngine(join(folder, name));
  engines.push(engine);
  return engine;
}

async function expectSame(source: Engine, target: Engine): Promise<void> {
  expect(await target.people(undefined, 1000)).toEqual(await source.people(undefined, 1000));
  for (const person of await source.people(undefined, 1000)) {
    expect(await digestPerson(target, person)).toEqual(await digestPerson(source, person));
  }
}

describe('moving a store', () => {
  it('copies everybody as they are, and counts what it has compared', async () => {
    const source = await open('source');
    const target = await open('target');
    await fill(source);
    const engine = new MovableEngine(source, false);
    const outcome = await migrateStore(engine, target);
    expect(outcome).toMatchObject({ people: 12, blocks: 299 + 11 * 2, documents: 2 });
    await expectSame(source, target);
    expect(await target.globalNames('', undefined, 10)).toEqual(['keys/store', 'token/a']);
    // The store goes on there, with the versions that it had.
    expect(await engine.commit(hex(1), { expectVersion: 2, head: text('3') })).toBe(3);
    expect((await target.readHead(hex(1)))?.version).toBe(3);
    expect((await source.readHead(hex(1)))?.version).toBe(2);
  });

  it('takes in what is written and erased meanwhile', async () => {
    const source = await open('source');
    const target = await open('target');
    await fill(source);
    const engine = new MovableEngine(source, false);
    const versions = new Map<string, number>();
    let steps = 0;
    const writes: Promise<unknown>[] = [];
    await migrateStore(engine, target, {
      onProgress: () => {
        const number = ++steps;
        const person = hex((number % 5) + 1);
        const write = async () => {
          const expectVersion = (await engine.readHead(person))?.version ?? null;
          const change = {
            expectVersion,
            head: text(`${number}`),
            put: [block(1000 + number)],
            remove: [hex(3)],
          };
          versions.set(person, await engine.commit(person, change));
        };
        writes.push(write().catch((error) => expect(error).toMatchObject({ code: 'commit-conflict' })));
        if (number === 3) writes.push(engine.erase(hex(12)));
        if (number === 5) writes.push(engine.putGlobalDocument('token/b', text('b'), null));
        if (number === 7) writes.push(engine.putGlobalDocument('token/a', null, 1));
      },
    });
    await Promise.all(writes);
    expect(await target.people(undefined, 100)).toHaveLength(11);
    for (const [person, version] of versions) {
      expect((await target.readHead(person))?.version).toBeGreaterThanOrEqual(version);
      expect((await source.readHead(person))?.version).toBeLessThanOrEqual(version);
    }
    expect(await engine.globalNames('token/', undefined, 10)).toEqual(['token/b']);
  });

  it('leaves one whole store that takes writes, and one that does not', async () => {
    const source = await open('source');
    await fill(source);
    await migrateStore(new MovableEngine(source, false), await open('target'));
    for (const engine of engines.splice(0)) await engine.close();

    const left = await openMovableEngine({ engine: 'embedded', data: join(folder, 'source') });
    engines.push(left);
    expect((await left.headers(hex(1))).length).toBe(299);
    const change = { expectVersion: 2, head: text('x') };
    await expect(left.commit(hex(1), change)).rejects.toMatchObject({ code: 'store-moved' });
    const right = await openMovableEngine({ engine: 'embedded', data: join(folder, 'target') });
    engines.push(right);
    expect(await right.commit(hex(1), change)).toBe(3);
    await expect(migrateStore(left, right)).rejects.toMatchObject({ code: 'store-moved' });
  });

  it('goes on wherever it was interrupted; until then only the old place takes writes', async () => {
    const source = await open('source');
    await fill(source);
    // The first write is the one that marks the target.
    for (let allowed = 1; ; allowed += 3) {
      const target = await open('target');
      const engine = new MovableEngine(source, false);
      const interrupted = new Breaking(target, allowed);
      const outcome = await migrateStore(engine, interrupted).catch((error) => error.message);
      await target.close();
      engines.pop();
      if (outcome !== 'broken') {
        expect(outcome).toMatchObject({ people: 12 });
        break;
      }
      const opening = openMovableEngine({ engine: 'embedded', data: join(folder, 'target') });
      await expect(opening).rejects.toMatchObject({ code: 'store-incomplete' });
      expect(await engine.commit(hex(2), await next(engine, hex(2)))).toBeGreaterThan(2);
    }
    await expectSame(source, await open('target'));
  });

  it('never lets both places take writes, even if it dies while it ends the move', async () => {
    const source = await open('source');
    const target = await open('target');
    await fill(source);
    // The last write is the one that opens the target; its outcome stays unknown.
    const engine = new MovableEngine(source, false);
    const dying = new Breaking(target, Number.POSITIVE_INFINITY, (name) => name === 'move');
    await expect(migrateStore(engine, dying)).rejects.toThrow('broken');
    await expect(engine.commit(hex(1), await next(engine, hex(1)))).rejects.toMatchObject({
      code: 'store-moved',
    });
    const again = await migrateStore(engine, target);
    expect(again.people).toBe(12);
    expect(await engine.commit(hex(1), await next(engine, hex(1)))).toBe(3);
  });

  it('does not touch a store that is there already, nor one that lost a block', async () => {
    const source = await open('source');
    await fill(source);
    const other = new MemoryEngine();
    await other.commit(hex(7), { expectVersion: null, head: text('other') });
    await expect(migrateStore(new MovableEngine(source, false), other)).rejects.toMatchObject({
      code: 'store-not-empty',
    });
    const losing = new MovableEngine(new Losing(source, hex(1)), false);
    await expect(migrateStore(losing, await open('target'))).rejects.toMatchObject({ code: 'block-damaged' });
    const changed = new MovableEngine(source, false);
    await expect(migrateStore(changed, new Altering(await open('other')))).rejects.toMatchObject({
      code: 'move-differs',
    });
    expect(await changed.commit(hex(1), await next(changed, hex(1)))).toBe(3);
  });
});

async function next(engine: Engine, person: string) {
  const version = (await engine.readHead(person))!.version;
  return { expectVersion: version, head: text(String(version + 1)) };
}

/** An engine whose place stops to answer after some writes. */
class Breaking extends MovableEngine {
  constructor(
    engine: Engine,
    private left: number,
    private readonly breaksAt: (name: string) => boolean = () => false,
  ) {
    super(engine, false);
  }

  override commit(...parameters: Parameters<Engine['commit']>): Promise<number> {
    if (this.left-- <= 0) throw new Error('broken');
    return super.commit(...parameters);
  }

  override putGlobalDocument(...parameters: Parameters<Engine['putGlobalDocument']>): Promise<void> {
    const ends = parameters[1] === null && this.breaksAt(parameters[0]);
    if (ends || this.left-- <= 0) throw new Error('broken');
    return super.putGlobalDocument(...parameters);
  }
}

/** An engine that has lost the bodies of a block. */
class Losing extends MovableEngine {
  constructor(
    engine: Engine,
    private readonly lost: string,
  ) {
    super(engine, false);
  }

  override async bodies(person: string, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    const bodies = await super.bodies(person, ids);
    bodies.delete(this.lost);
    return bodies;
  }
}

/** An engine that gives back something else than what it was given. */
class Altering extends MovableEngine {
  constructor(engine: Engine) {
    super(engine, false);
  }

  override async bodies(person: string, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    const bodies = await super.bodies(person, ids);
    return new Map([...bodies].map(([id, body]) => [id, Buffer.from(body).fill(0)]));
  }
}
