import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineChange, MemoryEngine, MovableEngine, openEmbeddedEngine } from '../engine/index.js';
import { openMovableEngine } from '../migration/index.js';
import { items, sent, TestStore } from '../timeseries/testing.js';
import { checkSnapshot, restoreSnapshot } from './index.js';

const people = 6;
let test: TestStore;
let folder: string;
beforeEach(async () => {
  test = await TestStore.open();
  folder = await mkdtemp(join(tmpdir(), 'sojourn-backup-'));
  for (let person = 1; person < people; person++) {
    const id = await test.store.createPerson();
    await test.store.person(id).put(items(sent(1000 + person)));
  }
  await test.store.backup(folder);
});
afterEach(async () => {
  await test.remove();
  await rm(folder, { recursive: true });
});

const damaged = { code: 'backup-damaged' };

/** Changes the lines of the snapshot and gives it the digest of the new ones, as an attacker would. */
async function forge(change: (records: Record<string, unknown>[]) => void): Promise<void> {
  const [name = ''] = await readdir(join(folder, 'snapshots'));
  const path = join(folder, 'snapshots', name);
  const lines = gunzipSync(await readFile(path))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const end = lines.pop()!;
  change(lines);
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const digest = createHash('sha256').update(text).digest('base64url');
  await writeFile(path, gzipSync(`${text}${JSON.stringify({ ...end, digest })}\n`));
}

/** Refuses commits after the first few, as if the machine had lost its power. */
class Failing extends MovableEngine {
  left = 3;

  override commit(person: string, change: EngineChange): Promise<number> {
    if (this.left-- <= 0) throw new Error('power lost');
    return super.commit(person, change);
  }
}

describe('a restoration that is interrupted', () => {
  it('leaves nothing that a service starts on, and is gone on with by the same call', async () => {
    const other = await mkdtemp(join(tmpdir(), 'sojourn-restored-'));
    const failing = new Failing(await openEmbeddedEngine(other), false);
    await expect(restoreSnapshot(failing, folder)).rejects.toThrow('power lost');
    expect(await failing.people(undefined, 100)).toHaveLength(3);
    await failing.close();
    const place = { engine: 'embedded', data: other } as const;
    await expect(openMovableEngine(place)).rejects.toMatchObject({ code: 'store-incomplete' });

    const engine = await openEmbeddedEngine(other);
    expect(await restoreSnapshot(engine, folder)).toMatchObject({ people });
    expect(await engine.people(undefined, 100)).toHaveLength(people);
    await expect(restoreSnapshot(engine, folder)).rejects.toMatchObject({ code: 'store-not-empty' });
    await engine.close();
    await (await openMovableEngine(place)).close();
    await rm(other, { recursive: true });
  });

  it('is not gone on with by another snapshot', async () => {
    const failing = new Failing(new MemoryEngine(), false);
    await expect(restoreSnapshot(failing, folder)).rejects.toThrow('power lost');
    test.now += 1000;
    const { snapshot } = await test.store.backup(folder);
    failing.left = 100;
    await expect(restoreSnapshot(failing, folder, { snapshot })).rejects.toMatchObject({
      code: 'store-not-empty',
    });
  });
});

describe('a backup that somebody has made up', () => {
  const person = (records: Record<string, unknown>[]) => records.find((record) => 'head' in record)!;
  const place = (records: Record<string, unknown>[]) =>
    (records.flatMap((record) => record.blocks ?? []) as unknown[][])[0]!;

  it.each<[string, (records: Record<string, unknown>[]) => void]>([
    ['a block of more bytes than there are', (records) => place(records).splice(3, 1, 2 ** 40)],
    ['a block of less than nothing', (records) => place(records).splice(3, 1, -1)],
    ['a block before the beginning', (records) => place(records).splice(2, 1, -5)],
    ['a block in a file that is no number', (records) => place(records).splice(1, 1, '../../x')],
    ['a block with the digest of another', (records) => place(records).splice(4, 1, 'A'.repeat(43))],
    ['a person without a head', (records) => void delete person(records).head],
    [
      'a person with a name of another kind',
      (records) => void Object.assign(person(records), { person: '../x' }),
    ],
    [
      'documents that are no bytes',
      (records) => void Object.assign(person(records), { documents: { keys: 5 } }),
    ],
    ['a record that is nothing known', (records) => void records.push({ other: 1 })],
    ['one person less than it says', (records) => void records.splice(records.indexOf(person(records)), 1)],
  ])('with %s is refused before anything is written', async (_name, change) => {
    await forge(change);
    const engine = new MemoryEngine();
    await expect(restoreSnapshot(engine, folder)).rejects.toMatchObject(damaged);
    expect(await engine.people(undefined, 1)).toEqual([]);
    expect(await engine.globalNames('', undefined, 1)).toEqual([]);
  });

  it('of which an increment is missing is refused, and earlier snapshots are not', async () => {
    const [first] = await readdir(join(folder, 'snapshots'));
    await test.person.put(items(sent(5000)));
    test.now += 1000;
    await test.store.backup(folder);
    const files = (await readdir(join(folder, 'blocks'))).sort();
    await rm(join(folder, 'blocks', files.at(-1)!));
    await expect(restoreSnapshot(new MemoryEngine(), folder)).rejects.toMatchObject(damaged);
    expect(await checkSnapshot(folder, { snapshot: first! })).toMatchObject({ people });
  });
});
