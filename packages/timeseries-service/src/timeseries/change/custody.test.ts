import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createStreamRegistry, type StreamRegistry, standardStreams } from '@sojourn/datamodel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { items, sent, TestStore } from '../testing.js';

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.remove());

const keyPair = () => {
  const { privateKey } = generateKeyPairSync('x25519');
  return {
    privateKey: privateKey.export({ format: 'jwk' }).d!,
    publicKey: createPublicKey(privateKey).export({ format: 'jwk' }).x!,
  };
};
const pair = keyPair();
const present = () => test.person.setCustody({ custody: 'presented', publicKey: pair.publicKey });
const levels = async () => (await test.read()).map(({ data }) => data.level);
const locked = { code: 'person-locked' };

describe('presented custody', () => {
  it('keeps everybody out until the key is presented, and after the lease has ended', async () => {
    await test.person.put(items(sent(1, { level: 1 })));
    await present();
    expect(await test.person.custody()).toEqual({ custody: 'presented', locked: true, expires: null });
    const reads = [
      () => test.read(),
      () => test.person.find({ keys: null }).page(1),
      () => test.person.count({ keys: null }),
      () => test.person.entry('0'.repeat(24)),
      () => test.person.extreme('test/reading', 'data.ts', 'last'),
      () => test.person.streams(),
      () => test.person.usercache(),
      () => test.person.profile(),
      () => test.person.verify(),
      () => test.person.commit({ insert: [] }),
      () => test.person.import([]),
      () => test.person.changeProfile(() => ({})),
      () => test.person.setCustody({ custody: 'managed' }),
    ];
    for (const read of reads) await expect(read()).rejects.toMatchObject(locked);
    await test.person.unlock(pair, 60_000);
    expect(await levels()).toEqual([1]);
    test.now += 60_000;
    for (const read of reads) await expect(read()).rejects.toMatchObject(locked);
    await test.person.unlock(pair, 60_000);
    await test.person.lock();
    await expect(test.read()).rejects.toMatchObject(locked);
    await test.person.unlock(pair, 60_000);
    await test.restart();
    await expect(test.read()).rejects.toMatchObject(locked);
  });

  it('takes uploads meanwhile and settles them at the unlock', async () => {
    await test.person.put(items(sent(1, { level: 1 }), sent(2, { level: 2 })));
    await present();
    const upload = () =>
      items(sent(2, { level: 2 }), sent(1, { level: 10 }), sent(3, { level: 3 }), { data: {} });
    const outcome = await test.person.put(upload(), { marks: { last_put_ts: 5 } });
    expect(outcome).toMatchObject({ stored: 3, quarantined: [{ index: 3 }] });
    expect(await test.person.put(upload())).toMatchObject({ stored: 0, unchanged: 3 });
    await test.person.updateProfile({ phone_lang: 'de', nested: { a: 1 } });
    await test.person.updateProfile({ 'nested.b': 2 });
    expect((await test.person.waiting()).inbox.count).toBe(4);
    await test.restart();
    expect(await test.person.unlock(pair, 60_000)).toEqual({ expires: test.now + 60_000, settled: 6 });
    expect(await levels()).toEqual([10, 2, 3]);
    expect(await test.person.profile()).toEqual({ phone_lang: 'de', nested: { a: 1, b: 2 }, last_put_ts: 5 });
    const waiting = await test.person.waiting();
    expect(waiting.inbox.count).toBe(0);
    expect(waiting.quarantine.byCode).toEqual({ 'entry-superseded': 1, 'entry-field-missing': 1 });
    expect(await test.person.put(items(sent(3, { level: 3 })))).toMatchObject({ unchanged: 1 });
    expect((await test.person.unlock(pair, 60_000)).settled).toBe(0);
  });

  it('settles what came several times while it was locked as if it had been open', async () => {
    await present();
    const changed = sent(1, { level: 1 });
    changed.metadata.time_zone = 'Asia/Kolkata';
    await test.person.put(items(sent(1, { level: 1 })));
    await test.person.put(items(sent(1, { level: 1 }), sent(2, { level: 2 })));
    await test.person.put(items(sent(2, { level: 20 })));
    expect(await test.person.put(items(changed))).toMatchObject({ stored: 1 });
    expect((await test.person.unlock(pair, 60_000)).settled).toBe(5);
    expect(await levels()).toEqual([1, 20]);
    expect((await test.read())[0]?.metadata.time_zone).toBe('Asia/Kolkata');
    expect((await test.person.waiting()).quarantine.byCode).toEqual({ 'entry-superseded': 2 });
    expect(await test.person.count({ keys: null })).toBe(2);
  });

  it('tries what is in quarantine again at the first unlock after an update, and not at every one', async () => {
    const release = (name: string, streams: StreamRegistry) =>
      Object.assign(updated, { release: name, streams });
    const updated: { release?: string; streams?: StreamRegistry } = {};
    release('1', standardStreams);
    await test.remove();
    test = await TestStore.open(updated);
    await present();
    // Open to the next release alone, which does not check this stream.
    const unreadable = sent(1, { battery_level_pct: 'full' }, 'background/battery');
    await test.person.put(items(unreadable, sent(2)));
    await test.person.unlock(pair, 1000);
    const count = async () => (await test.person.waiting()).quarantine.count;
    expect(await count()).toBe(1);
    const { sequence } = await test.person.summary();
    release('2', createStreamRegistry());
    await test.restart();
    await test.person.unlock(pair, 1000);
    expect(await count()).toBe(0);
    expect((await test.read()).map(({ metadata }) => metadata.key)).toEqual([
      'background/battery',
      'test/reading',
    ]);
    // A run finds it.
    expect((await test.person.summary()).sequence).toBeGreaterThan(sequence);
    await test.person.commit({ quarantine: [{ raw: JSON.stringify(sent(3)), code: 'zone-unknown' }] });
    await test.person.unlock(pair, 1000);
    expect(await count()).toBe(1);
  });

  it('does not open with another key, nor when it is managed', async () => {
    await expect(test.person.unlock(pair, 1000)).rejects.toMatchObject({ code: 'custody-invalid' });
    await present();
    await expect(test.person.unlock(keyPair(), 1000)).rejects.toMatchObject({ code: 'unlock-failed' });
    await expect(test.person.unlock({ passphrase: 'guess' }, 1000)).rejects.toMatchObject({
      code: 'unlock-failed',
    });
  });

  it('goes back to managed with everything in it', async () => {
    await test.person.put(items(sent(1, { level: 1 })));
    await present();
    await test.person.put(items(sent(2, { level: 2 })));
    await test.person.unlock(pair, 1000);
    await test.person.setCustody({ custody: 'managed' });
    test.now += 10_000;
    await test.restart();
    expect(await levels()).toEqual([1, 2]);
    expect(await test.person.custody()).toEqual({ custody: 'managed', locked: false, expires: null });
  });

  it('can be by passphrase', async () => {
    await test.person.put(items(sent(1, { level: 1 })));
    await test.person.setCustody({ custody: 'presented', passphrase: 'correct horse' });
    await expect(test.person.unlock({ passphrase: 'wrong horse' }, 1000)).rejects.toMatchObject({
      code: 'unlock-failed',
    });
    await test.person.unlock({ passphrase: 'correct horse' }, 1000);
    expect(await levels()).toEqual([1]);
  });

  it('lets runs and leases wait, and other persons go on', async () => {
    await present();
    await test.person.put(items(sent(1)));
    expect(await test.person.summary()).toMatchObject({ sequence: 1, processedSequence: 0, locked: true });
    await test.person.acquireLease('run', 1000);
    expect(await test.store.compact()).toEqual({ merged: 0, written: 0 });
    const other = test.store.person(await test.store.createPerson());
    expect(await other.put(items(sent(1)))).toMatchObject({ stored: 1 });
  });
});

describe('the data folder', () => {
  it('holds nothing readable but person, stream key and times', async () => {
    const canary = 'canary-51.7654321';
    await test.person.put(items(sent(1, { note: canary }), { broken: canary }));
    await test.person.import([{ ...sent(2, { note: canary }), _id: { $oid: 'a'.repeat(24) } }]);
    await test.person.updateProfile({ phone_lang: canary });
    await test.store.directory.register(canary);
    await test.person.setCustody({ custody: 'presented', passphrase: canary });
    await test.person.put(items(sent(3, { note: canary })));
    await test.person.updateProfile({ later: canary });
    const files: string[] = [];
    const walk = (folder: string) => {
      for (const name of readdirSync(folder)) {
        const path = join(folder, name);
        const stat = statSync(path);
        if (stat.isDirectory()) walk(path);
        else if (stat.isFile()) files.push(readFileSync(path, 'latin1'));
      }
    };
    walk(test.folder);
    expect(files.some((content) => content.includes('test/reading'))).toBe(true);
    for (const content of files) expect(content.includes('canary')).toBe(false);
  });
});
