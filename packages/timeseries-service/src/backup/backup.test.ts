import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedEngine } from '../engine/index.js';
import { items, sent, TestStore } from '../timeseries/testing.js';
import { checkSnapshot, restoreSnapshot } from './index.js';

let test: TestStore;
let folder: string;
beforeEach(async () => {
  test = await TestStore.open();
  folder = await mkdtemp(join(tmpdir(), 'sojourn-backup-'));
});
afterEach(async () => {
  await test.remove();
  await rm(folder, { recursive: true });
});

const upload = (first: number, count = 10) =>
  test.person.put(items(...Array.from({ length: count }, (_, index) => sent(first + index, { index }))));

/** Everything of everybody as the store gives it out, byte for byte. */
async function contentOf({ store }: TestStore): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for await (const { id } of store.people()) {
    const person = store.person(id);
    const chunks: Uint8Array[] = [];
    for await (const chunk of person.find({ keys: null, includeInvalid: true }).json('\n'))
      chunks.push(chunk);
    all[id] =
      Buffer.concat(chunks).toString() + JSON.stringify([await person.profile(), await person.states()]);
  }
  return all;
}

/** A store in a new folder that holds a snapshot, with the keys of the first. */
async function restored(snapshot?: string): Promise<TestStore> {
  const other = await TestStore.open();
  await other.store.close();
  await rm(join(other.folder, 'store'), { recursive: true });
  await rm(join(other.folder, 'keys'), { recursive: true });
  const engine = await openEmbeddedEngine(other.folder);
  await restoreSnapshot(engine, folder, snapshot === undefined ? {} : { snapshot });
  await engine.close();
  const key = await readFile(join(test.folder, 'keys', 'root.key'));
  await mkdir(join(other.folder, 'keys'), { mode: 0o700 });
  await writeFile(join(other.folder, 'keys', 'root.key'), key, { mode: 0o600 });
  await other.start();
  return other;
}

const damageIn = async ({ store }: TestStore) => {
  const damage: unknown[] = [];
  for await (const findings of store.verify()) damage.push(...findings.damage);
  return damage;
};

const tokensOf = async ({ store }: TestStore) => {
  const tokens: unknown[] = [];
  for await (const token of store.directory.list()) tokens.push(token);
  expect(tokens).not.toEqual([]);
  return tokens;
};

describe('a restored backup', () => {
  it('gives out the same bytes', async () => {
    await upload(1000);
    await test.person.import([
      {
        _id: { $oid: '0123456789abcdef01234567' },
        user_id: { $uuid: test.person.id },
        metadata: { key: 'analysis/test', platform: 'server', write_ts: 5 },
        data: { nothing: null, text: 'é' },
      },
    ]);
    await test.store.createPerson();
    await test.store.directory.issue({ role: 'participant' });
    await test.store.backup(folder);
    const copy = await restored();
    expect(await contentOf(copy)).toEqual(await contentOf(test));
    expect(await damageIn(copy)).toEqual([]);
    expect(await tokensOf(copy)).toEqual(await tokensOf(test));
    await copy.remove();
  });

  it('goes on where the original was', async () => {
    await upload(1000);
    await test.store.backup(folder);
    const copy = await restored();
    copy.person = copy.store.person(test.person.id);
    expect(await copy.person.put(items(sent(1000, { index: 0 }), sent(2000)))).toMatchObject({
      stored: 1,
      unchanged: 1,
    });
    await copy.remove();
  });

  it('is as it was when its snapshot was taken, whatever came later', async () => {
    await upload(1000);
    const { snapshot } = await test.store.backup(folder);
    const before = await contentOf(test);
    await upload(2000);
    await test.store.compact();
    test.now += 1000;
    await test.store.backup(folder);
    const [old, latest] = [await restored(snapshot), await restored()];
    expect(await contentOf(old)).toEqual(before);
    expect(await contentOf(latest)).toEqual(await contentOf(test));
    await old.remove();
    await latest.remove();
  });
});

describe('a backup', () => {
  it('copies a block once', async () => {
    await upload(1000);
    const first = await test.store.backup(folder);
    expect(first.newBlocks).toBe(first.blocks);
    test.now += 1000;
    expect(await test.store.backup(folder)).toMatchObject({ newBlocks: 0, blocks: first.blocks });
    await upload(2000);
    test.now += 1000;
    const third = await test.store.backup(folder);
    expect(third).toMatchObject({ newBlocks: third.blocks - first.blocks });
    expect(third.newBlocks).toBeGreaterThan(0);
  });

  it('taken while people write and blocks are merged is whole', async () => {
    const writing = (async () => {
      for (let round = 0; round < 40; round++) {
        await upload(1000 + round * 10);
        if (round % 8 === 7) await test.store.compact();
      }
    })();
    const taken: string[] = [];
    for (let round = 0; round < 5; round++) {
      test.now += 1000;
      taken.push((await test.store.backup(folder)).snapshot);
    }
    await writing;
    for (const snapshot of taken) {
      const copy = await restored(snapshot);
      expect(await damageIn(copy)).toEqual([]);
      // Each upload is one commit, so that no part of one is there without the rest.
      copy.person = copy.store.person(test.person.id);
      expect((await copy.read()).length % 10).toBe(0);
      await copy.remove();
    }
  });

  it('holds no key and nothing in clear', async () => {
    await test.person.put(items(sent(1, { secret: 'where I sleep' })));
    await test.store.backup(folder);
    for (const part of ['blocks', 'snapshots']) {
      for (const name of await readdir(join(folder, part))) {
        const bytes = await readFile(join(folder, part, name));
        expect(bytes.includes('where I sleep')).toBe(false);
      }
    }
    expect((await readdir(folder)).sort()).toEqual(['blocks', 'snapshots']);
  });

  it('is refused while another one is written to the same folder', async () => {
    await upload(1000);
    const first = test.store.backup(folder);
    await expect(test.store.backup(folder)).rejects.toMatchObject({ code: 'conflict' });
    await first;
  });

  it('that fails leaves nothing behind', async () => {
    await upload(1000);
    await writeFile(join(folder, 'snapshots'), 'in the way');
    await expect(test.store.backup(folder)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

describe('a restoration is refused', () => {
  it('into a store that holds something', async () => {
    await test.store.backup(folder);
    await test.store.close();
    const engine = await openEmbeddedEngine(test.folder);
    await expect(restoreSnapshot(engine, folder)).rejects.toMatchObject({ code: 'store-not-empty' });
    await engine.close();
    await test.start();
  });

  it('from a folder without a snapshot', async () => {
    await expect(checkSnapshot(folder)).rejects.toMatchObject({ code: 'backup-unknown' });
    await expect(checkSnapshot(folder, { snapshot: '../x' })).rejects.toMatchObject({
      code: 'backup-unknown',
    });
  });

  it('from one with any byte altered, before anything is written', async () => {
    await upload(1000);
    await test.store.backup(folder);
    const other = await TestStore.open();
    await other.store.close();
    await rm(join(other.folder, 'store'), { recursive: true });
    const engine = await openEmbeddedEngine(other.folder);
    for (const part of ['blocks', 'snapshots']) {
      for (const name of await readdir(join(folder, part))) {
        const path = join(folder, part, name);
        const whole = await readFile(path);
        for (let position = 0; position < whole.length; position += Math.ceil(whole.length / 40)) {
          // The time and the system in the head of a compressed file mean nothing.
          if (position >= 4 && position < 10) continue;
          const altered = Buffer.from(whole);
          altered[position]! ^= 1;
          await writeFile(path, altered);
          await expect(restoreSnapshot(engine, folder)).rejects.toMatchObject({ code: 'backup-damaged' });
          expect(await engine.people(undefined, 1)).toEqual([]);
        }
        await writeFile(path, whole.subarray(0, -1));
        await expect(checkSnapshot(folder)).rejects.toMatchObject({ code: 'backup-damaged' });
        await writeFile(path, whole);
      }
    }
    await restoreSnapshot(engine, folder);
    await engine.close();
    await rm(other.folder, { recursive: true });
  });
});
