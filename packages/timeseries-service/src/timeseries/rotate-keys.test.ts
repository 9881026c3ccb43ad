import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, MovableEngine, openEmbeddedEngine } from '../engine/index.js';
import { rootKeyFile, storeKeysDocument } from '../keys/index.js';
import { DyingEngine } from '../testing/dying-engine.js';
import { openStore, restoreStore, rotateKeys } from './index.js';
import { items, sent, TestStore } from './testing.js';

const passphrase = 'correct horse battery';

let test: TestStore;
let token: string;
let locked: string;
beforeEach(async () => {
  test = await TestStore.open();
  await test.person.put(items(sent(1000, { secret: 'of the first' })));
  token = (await test.store.directory.issue({ role: 'participant', person: test.person.id })).token;
  locked = await test.store.createPerson();
  await test.store.person(locked).put(items(sent(2000)));
  await test.store.person(locked).setCustody({ custody: 'presented', passphrase });
  await test.store.close();
});
afterEach(async () => {
  await test.start();
  await test.remove();
});

const keyFiles = async () => (await readdir(join(test.folder, 'keys'))).sort();
const rootKey = () => rootKeyFile(join(test.folder, 'keys', 'root.key'));
const rotate = async (change = (engine: Engine) => engine, source = rootKey()) =>
  rotateKeys(change(await openEmbeddedEngine(test.folder)), { folder: test.folder, rootKey: source });

/** That everybody can be read and written to, and is known by their token. */
async function expectWhole({ unlocked = true } = {}): Promise<void> {
  const store = await openStore({ folder: test.folder, compaction: false });
  try {
    const first = store.person(test.person.id);
    expect(await first.count({ keys: null })).toBe(1);
    expect(await store.directory.resolve(token)).toMatchObject({ person: test.person.id });
    const other = store.person(locked);
    await expect(other.count({ keys: null })).rejects.toMatchObject({ code: 'person-locked' });
    // A passphrase takes its time.
    if (!unlocked) return;
    await other.unlock({ passphrase }, 60_000);
    for await (const batch of other.find({ keys: null }).objects()) expect(batch).toHaveLength(1);
    for await (const { damage } of store.verify()) expect(damage).toEqual([]);
  } finally {
    await store.close();
  }
}

async function wrappings() {
  const engine = await openEmbeddedEngine(test.folder);
  try {
    const stored = await engine.globalDocument(storeKeysDocument);
    const keys = await Promise.all(
      [test.person.id, locked].map(async (id) => String(Buffer.from((await engine.document(id, 'keys'))!))),
    );
    return { store: JSON.parse(Buffer.from(stored!.bytes).toString()) as Record<string, unknown>, keys };
  } finally {
    await engine.close();
  }
}

describe('a rotation', () => {
  it('exchanges root key and store key, and everybody is as before', async () => {
    const before = await wrappings();
    const key = await readFile(join(test.folder, 'keys', 'root.key'), 'utf8');
    expect(await rotate()).toEqual({ people: 2, left: 0 });
    await expectWhole();
    const after = await wrappings();
    expect(after.store).toMatchObject({ version: 2 });
    expect(after.store).not.toHaveProperty('previous');
    for (const [index, wrapped] of after.keys.entries()) expect(wrapped).not.toBe(before.keys[index]);
    expect(await readFile(join(test.folder, 'keys', 'root.key'), 'utf8')).not.toBe(key);
    // What the keys of before could open is not in the file any more.
    const file = await readFile(join(test.folder, 'store', 'store.mdb'));
    expect(file.includes((JSON.parse(before.keys[0]!) as { service: string }).service)).toBe(false);
    expect(await rotate()).toEqual({ people: 2, left: 0 });
    await expectWhole();
  });

  it('leaves nothing that the old root key opens but backups of then', async () => {
    const backup = await mkdtemp(join(tmpdir(), 'sojourn-rotated-'));
    const store = await openStore({ folder: test.folder, compaction: false });
    await store.backup(backup);
    await store.close();
    await rotate();
    const [old, current] = (await keyFiles()).filter((name) => name.startsWith('root.key')).reverse();
    expect([old, current]).toEqual([expect.stringMatching(/^root\.key\.replaced-/), 'root.key']);
    const oldKey = rootKeyFile(join(test.folder, 'keys', old!));
    await expect(openStore({ folder: test.folder, rootKey: oldKey })).rejects.toMatchObject({
      code: 'root-key-wrong',
    });
    const folder = join(backup, 'restored');
    const engine = await openEmbeddedEngine(folder);
    await restoreStore(engine, backup, { rootKey: oldKey });
    const restored = await openStore({ folder, engine, rootKey: oldKey });
    expect(await restored.person(test.person.id).count({ keys: null })).toBe(1);
    await restored.close();
    await rm(backup, { recursive: true });
  });

  it('may be cut off anywhere: the store opens as before, and the next one ends it', async () => {
    let cuts = 0;
    for (; ; cuts++) {
      const outcome = await rotate((engine) => new DyingEngine(engine, cuts)).then(
        () => 'done',
        (error: Error) => error.message,
      );
      await expectWhole({ unlocked: false });
      if (outcome === 'done') break;
      expect(outcome).toBe('cut off');
      await rotate();
      await expectWhole({ unlocked: false });
    }
    await expectWhole();
    expect(cuts).toBeGreaterThan(3);
    expect((await wrappings()).store).not.toHaveProperty('previous');
  });

  it('may be cut off before the new root key is in its place', async () => {
    const source = rootKey();
    const cut = () => Promise.reject(new Error('cut off'));
    await expect(rotate(undefined, { ...source, next: { ...source.next!, adopt: cut } })).rejects.toThrow();
    expect(await keyFiles()).toContain('root.key.next');
    await expectWhole();
    expect(await keyFiles()).not.toContain('root.key.next');
    expect(await rotate()).toMatchObject({ left: 0 });
    await expectWhole();
  });

  it('is for stores that nobody else can have open', async () => {
    await expect(rotate((engine) => new Shared(engine, false))).rejects.toMatchObject({
      code: 'request-invalid',
    });
    await expectWhole();
  });
});

class Shared extends MovableEngine {
  override get capabilities() {
    return { ...super.capabilities, shared: true };
  }
}
