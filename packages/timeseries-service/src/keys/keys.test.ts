import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MemoryEngine } from '../engine/index.js';
import { openStoreKeys, PersonKeys, rootKeyFile } from './index.js';

const ada = 'a'.repeat(32);
const ben = 'b'.repeat(32);

let folder: string;
let engine: MemoryEngine;
let now: number;
const clock = () => now;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sojourn-keys-'));
  engine = new MemoryEngine();
  now = 1_700_000_000_000;
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});
const path = () => join(folder, 'keys', 'root.key');
const openKeys = () => openStoreKeys(engine, rootKeyFile(join(folder, 'keys', 'root.key')));
const keyPair = () => {
  const { privateKey } = generateKeyPairSync('x25519');
  return {
    privateKey: privateKey.export({ format: 'jwk' }).d!,
    publicKey: createPublicKey(privateKey).export({ format: 'jwk' }).x!,
  };
};
const present = async (change: { publicKey: string } | { passphrase: string }) => {
  const { wrapping } = await openKeys();
  const managed = await PersonKeys.create(ada, wrapping, clock);
  const document = await managed.changeCustody({ custody: 'presented', ...change });
  return { managed, wrapping, keys: await PersonKeys.open(ada, document, [wrapping], clock), document };
};

describe('root key', () => {
  it('is made at the first start, for its owner alone, and opens the store again', async () => {
    const first = await openKeys();
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    const again = await openKeys();
    expect(again.wrapping.equals(first.wrapping)).toBe(true);
    expect(again.purpose('x').equals(first.purpose('x'))).toBe(true);
    expect(again.purpose('x').equals(first.purpose('y'))).toBe(false);
  });

  it('is refused when others can read it', async () => {
    await openKeys();
    for (const mode of [0o640, 0o604, 0o660, 0o400]) {
      chmodSync(path(), mode);
      await expect(openKeys()).rejects.toMatchObject({ code: 'key-file-unsafe' });
    }
  });

  it('is refused when it does not open the store', async () => {
    await openKeys();
    writeFileSync(path(), `${Buffer.alloc(32, 1).toString('base64url')}\n`);
    await expect(openKeys()).rejects.toMatchObject({ code: 'root-key-wrong' });
    writeFileSync(path(), 'nonsense');
    await expect(openKeys()).rejects.toMatchObject({ code: 'root-key-wrong' });
  });

  it('is never made anew for a store that has one', async () => {
    await openKeys();
    rmSync(path());
    await expect(openKeys()).rejects.toMatchObject({ code: 'root-key-missing' });
  });

  it('appears in nothing that is stored', async () => {
    await openKeys();
    const stored = Buffer.from((await engine.globalDocument('keys/store'))!.bytes).toString();
    expect(stored).not.toContain(readFileSync(path(), 'utf8').trim());
  });
});

describe('managed custody', () => {
  it('gives the same keys after a restart', async () => {
    const { wrapping } = await openKeys();
    const keys = await PersonKeys.create(ada, wrapping, clock);
    const again = await PersonKeys.open(ada, JSON.parse(JSON.stringify(keys.document)), [wrapping], clock);
    const [one, two] = [await keys.currentKey(), await again.currentKey()];
    expect(one.version).toBe(1);
    expect(one.key.equals(two.key)).toBe(true);
    expect(keys.servicePurpose('head').equals(again.servicePurpose('head'))).toBe(true);
    expect(again).toMatchObject({ custody: 'managed', locked: false, expires: null });
  });

  it('does not open keys of somebody else', async () => {
    const { wrapping } = await openKeys();
    const keys = await PersonKeys.create(ada, wrapping, clock);
    await expect(PersonKeys.open(ben, keys.document, [wrapping], clock)).rejects.toMatchObject({
      code: 'head-damaged',
    });
    const other = await PersonKeys.create(ben, wrapping, clock);
    const mixed = await PersonKeys.open(
      ada,
      { ...keys.document, data: other.document.data },
      [wrapping],
      clock,
    );
    await expect(mixed.currentKey()).rejects.toMatchObject({ code: 'head-damaged' });
  });

  it('cannot be unlocked', async () => {
    const keys = await PersonKeys.create(ada, (await openKeys()).wrapping, clock);
    await expect(keys.unlock({ passphrase: 'x' }, 1000)).rejects.toMatchObject({ code: 'custody-invalid' });
  });
});

describe('presented custody', () => {
  it('opens with the private key, until the lease ends', async () => {
    const pair = keyPair();
    const { managed, keys } = await present(pair);
    expect(keys).toMatchObject({ custody: 'presented', locked: true, expires: null });
    await expect(keys.dataKey(1)).rejects.toMatchObject({ code: 'person-locked' });
    await keys.unlock(pair, 60_000);
    expect(keys).toMatchObject({ locked: false, expires: now + 60_000 });
    expect((await keys.dataKey(1)).equals(await managed.dataKey(1))).toBe(true);
    expect((await keys.currentKey()).version).toBe(2);
    now += 60_000;
    expect(keys.locked).toBe(true);
    await expect(keys.dataKey(1)).rejects.toMatchObject({ code: 'person-locked' });
  });

  it('opens with the passphrase, however it is composed', async () => {
    const { keys, document } = await present({ passphrase: 'caf\u00e9 au lait' });
    await expect(keys.unlock({ passphrase: 'cafe au lait' }, 1000)).rejects.toMatchObject({
      code: 'unlock-failed',
    });
    await keys.unlock({ passphrase: 'cafe\u0301 au lait' }, 1000);
    expect(keys.locked).toBe(false);
    keys.lock();
    expect(keys.locked).toBe(true);
    expect(JSON.stringify(document)).not.toContain('lait');
  });

  it('does not open with anything else', async () => {
    const { keys } = await present(keyPair());
    for (const secret of [keyPair(), { privateKey: 'short' }, { passphrase: 'guess' }]) {
      await expect(keys.unlock(secret, 1000)).rejects.toMatchObject({ code: 'unlock-failed' });
    }
  });

  it('refuses public keys that protect nothing', async () => {
    const keys = await PersonKeys.create(ada, (await openKeys()).wrapping, clock);
    for (const publicKey of ['', 'abc', Buffer.alloc(32).toString('base64url')]) {
      await expect(keys.changeCustody({ custody: 'presented', publicKey })).rejects.toMatchObject({
        code: 'request-invalid',
      });
    }
  });

  it('leaves the server nothing that opens data', async () => {
    const { document } = await present(keyPair());
    expect(Object.keys(document).sort()).toEqual(['custody', 'data', 'format', 'publicKey', 'service']);
  });

  it('seals keys that only an unlock opens', async () => {
    const pair = keyPair();
    const { keys } = await present(pair);
    const { key, sealed } = await keys.sealedKey();
    const open = await keys.unlock(pair, 1000);
    expect((await open(sealed))?.equals(key)).toBe(true);
    expect(await open(`${sealed.slice(0, -2)}AA`)).toBeUndefined();
  });

  it('goes back to managed only while unlocked', async () => {
    const pair = keyPair();
    const { keys, wrapping } = await present(pair);
    await expect(keys.changeCustody({ custody: 'managed' })).rejects.toMatchObject({ code: 'person-locked' });
    await keys.unlock(pair, 1000);
    const expected = await keys.currentKey();
    const managed = await PersonKeys.open(
      ada,
      await keys.changeCustody({ custody: 'managed' }),
      [wrapping],
      clock,
    );
    expect((await managed.currentKey()).key.equals(expected.key)).toBe(true);
  });
});
