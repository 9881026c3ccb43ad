import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PersonId } from '@sojourn/datamodel';
import { PENDING_ERASURES } from '@sojourn/datamodel/http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, openEmbeddedEngine } from '../engine/index.js';
import { rootKeyFile } from '../keys/index.js';
import { DyingEngine } from '../testing/dying-engine.js';
import { openStore, restoreStore } from './index.js';
import { items, sent, TestStore } from './testing.js';

let test: TestStore;
let folder: string;
let backup: string;
let leaves: PersonId;
/** Snapshot in which the person who leaves is there. */
let snapshot: string;
beforeEach(async () => {
  test = await TestStore.open();
  folder = await mkdtemp(join(tmpdir(), 'sojourn-erased-'));
  backup = join(folder, 'backup');
  leaves = await test.store.createPerson();
  await test.store.directory.issue({ role: 'participant', person: leaves });
  for (const id of [leaves, test.person.id]) await test.store.person(id).put(items(sent(1000)));
  snapshot = await backUp(backup);
});
afterEach(async () => {
  await test.remove();
  await rm(folder, { recursive: true });
});

async function backUp(to: string): Promise<string> {
  test.now += 1000;
  return (await test.store.backup(to)).snapshot;
}

const rootKeyOf = (data: string) => rootKeyFile(join(data, 'keys', 'root.key'));

/** A data folder with the keys of the store and nothing else. */
async function emptyFolder(name: string): Promise<string> {
  const data = join(folder, name);
  await mkdir(join(data, 'keys'), { recursive: true, mode: 0o700 });
  await copyFile(join(test.folder, 'keys', 'root.key'), join(data, 'keys', 'root.key'));
  return data;
}

interface Choice {
  readonly snapshot?: string;
  readonly erasuresIn?: readonly string[];
}

async function restore(data: string, choice: Choice = {}, change = (engine: Engine) => engine) {
  const engine = change(await openEmbeddedEngine(data));
  try {
    return await restoreStore(engine, backup, { ...choice, rootKey: rootKeyOf(data) });
  } finally {
    await engine.close();
  }
}

/** Who is in a restored store, how many tokens it has, and whom the pipeline shall erase as well. */
async function contentOf(data: string) {
  const store = await openStore({ folder: data, compaction: false });
  try {
    const [people, tokens]: [string[], unknown[]] = [[], []];
    for await (const { id } of store.people()) people.push(id);
    for await (const token of store.directory.list()) tokens.push(token);
    const pending = (await store.documents.list(PENDING_ERASURES, undefined, 10)).documents;
    return { people, tokens: tokens.length, pending: pending.map(({ name }) => name) };
  } finally {
    await store.close();
  }
}

const without = () => ({ people: [test.person.id], tokens: 0, pending: [leaves] });

describe('a person who was erased', () => {
  it('is not brought back by an older snapshot of a folder that knows of it, nor by backups of what was restored', async () => {
    await test.store.erase(leaves);
    await backUp(backup);
    const data = await emptyFolder('restored');
    expect(await restore(data, { snapshot })).toMatchObject({ people: 1, erased: 1, unread: [] });
    expect(await contentOf(data)).toEqual(without());

    const second = await openStore({ folder: data, compaction: false });
    await second.backup(join(folder, 'second'));
    await second.close();
    const again = await emptyFolder('again');
    const choice = { snapshot, erasuresIn: [join(folder, 'second')] };
    expect(await restore(again, choice)).toMatchObject({ erased: 1 });
  });

  it('is brought back by backups that do not know, unless another folder is named that does', async () => {
    await test.store.erase(leaves);
    await backUp(join(folder, 'new'));
    const unknowing = await emptyFolder('unknowing');
    expect(await restore(unknowing)).toMatchObject({ people: 2, erased: 0 });
    expect(await contentOf(unknowing)).toMatchObject({ tokens: 1, pending: [] });
    const knowing = await emptyFolder('knowing');
    await restore(knowing, { erasuresIn: [join(folder, 'new')] });
    expect(await contentOf(knowing)).toEqual(without());
    const nowhere = { erasuresIn: [join(folder, 'nowhere')] };
    await expect(restore(await emptyFolder('other'), nowhere)).rejects.toMatchObject({
      code: 'backup-unknown',
    });
  });

  it('is nowhere by name in what says so', async () => {
    await test.store.erase(leaves);
    await test.store.vacuum();
    const bytes = await readFile(join(test.folder, 'store', 'store.mdb'));
    expect(bytes.includes(leaves)).toBe(false);
    expect(bytes.includes('erased/')).toBe(true);
  });

  it('needs the root key, so that nobody is brought back for want of it', async () => {
    await test.store.erase(leaves);
    await backUp(backup);
    const data = join(folder, 'keyless');
    await mkdir(data);
    await expect(restore(data, { snapshot })).rejects.toMatchObject({ code: 'root-key-missing' });
    await mkdir(join(data, 'keys'), { mode: 0o700 });
    await copyFile(join(test.folder, 'keys', 'root.key'), join(data, 'keys', 'root.key'));
    expect(await restore(data, { snapshot })).toMatchObject({ erased: 1 });
  });

  it('stays erased although the latest snapshot is damaged, if the one before knows; the damaged one is named', async () => {
    await test.store.erase(leaves);
    await backUp(backup);
    const latest = await backUp(backup);
    await writeFile(join(backup, 'snapshots', latest), 'damaged');
    const data = await emptyFolder('restored');
    expect(await restore(data, { snapshot })).toMatchObject({ erased: 1, unread: [latest] });
    expect(await contentOf(data)).toEqual(without());
  });

  it('stays erased wherever a restoration was cut off, also when that did not know of it', async () => {
    const partly = await emptyFolder('partly');
    await expect(restore(partly, { snapshot }, dyingAfter(4))).rejects.toThrow('cut off');
    await test.store.erase(leaves);
    await backUp(backup);
    await restore(partly, { snapshot });
    expect(await contentOf(partly)).toEqual(without());
    let cuts = 0;
    for (; ; cuts++) {
      const data = await emptyFolder(`cut-${cuts}`);
      const outcome = await restore(data, { snapshot }, dyingAfter(cuts)).then(
        () => 'done',
        (error: Error) => error.message,
      );
      if (outcome === 'done') break;
      expect(outcome).toBe('cut off');
      await restore(data, { snapshot });
      expect(await contentOf(data)).toEqual(without());
    }
    expect(cuts).toBeGreaterThan(5);
  });
});

const dyingAfter = (changes: number) => (engine: Engine) => new DyingEngine(engine, changes);
