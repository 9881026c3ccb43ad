import { join } from 'node:path';
import { type Database, open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { items, sent, stored, TestStore } from './testing.js';
import type { Damage } from './timeseries.js';

let test: TestStore;
let damage: Damage[];
beforeEach(async () => {
  damage = [];
  test = await TestStore.open({ onDamage: (_, finding) => void damage.push(finding) });
  for (const number of [1, 2, 3])
    await test.person.put(items(sent(number, { number }, `test/stream-${number}`)));
});
afterEach(() => test.remove());

type Stored = Database<Buffer, Buffer>;
interface Tables {
  readonly heads: Stored;
  readonly headers: Stored;
  readonly bodies: Stored;
  readonly documents: Stored;
}

/** Changes the file behind the store's back. */
const tamper = async (change: (tables: Tables) => void) => {
  await test.store.close();
  const environment = open({ path: join(test.folder, 'store', 'store.mdb'), maxDbs: 5 });
  const table = (name: string): Stored =>
    environment.openDB({ name, encoding: 'binary', keyEncoding: 'binary', useVersions: name === 'heads' });
  environment.transactionSync(() => {
    change({
      heads: table('heads'),
      headers: table('headers'),
      bodies: table('bodies'),
      documents: table('documents'),
    });
  });
  await environment.close();
  await test.start();
  test.person = test.store.person(test.person.id);
};
const keysOf = (table: Stored): Buffer[] => Array.from(table.getKeys(), (key) => Buffer.from(key));
/** The engine may cut a body; small ones are one piece. */
const bodyOf = (key: Buffer): Buffer => Buffer.concat([key, Buffer.of(0)]);
const copy = (table: Stored, key: Buffer): Buffer => Buffer.from(table.getBinary(key)!);
const numbers = async () => (await test.read()).map(({ data }) => data.number);
const served = async () => {
  const one = await numbers();
  expect((await test.readJson()).map((entry) => (entry as { data: { number: number } }).data.number)).toEqual(
    one,
  );
  return one;
};

describe('a block', () => {
  it('that was altered anywhere is left out; the rest is served', async () => {
    await tamper(({ bodies }) => {
      const [, key] = keysOf(bodies);
      const body = copy(bodies, key!);
      body[20]! ^= 1;
      bodies.putSync(key!, body);
    });
    expect(await served()).toEqual([1, 3]);
    expect(damage).toEqual([expect.objectContaining({ code: 'block-damaged', keys: ['test/stream-2'] })]);
    expect(await test.person.verify()).toHaveLength(1);
    expect((await test.store.figures()).damagedPersons).toBe(1);
    await test.person.put(items(sent(4, { number: 4 })));
    expect(await served()).toEqual([1, 3, 4]);
  });

  it('of every length is left out when it was cut or made longer', async () => {
    for (const alter of [
      (body: Buffer) => body.subarray(0, -1),
      (body: Buffer) => Buffer.concat([body, body]),
    ]) {
      await tamper(({ bodies }) => {
        const [key] = keysOf(bodies);
        bodies.putSync(key!, alter(copy(bodies, key!)));
      });
      expect(await served()).toEqual([2, 3]);
    }
  });

  it('that took the place of another one is left out', async () => {
    await tamper(({ headers, bodies }) => {
      const [one, two] = keysOf(headers);
      const places = [
        [headers, one!, two!],
        [bodies, bodyOf(one!), bodyOf(two!)],
      ] as const;
      for (const [table, left, right] of places) {
        const [first, second] = [copy(table, left), copy(table, right)];
        table.putSync(left, second);
        table.putSync(right, first);
      }
    });
    expect(await served()).toEqual([3]);
    expect(damage.length).toBeGreaterThan(0);
  });

  it('of somebody else does not open here', async () => {
    const other = test.store.person(await test.store.createPerson());
    await other.put(items(sent(9, { number: 9 })));
    await tamper(({ headers, bodies }) => {
      const foreign = keysOf(headers).find((key) => key.toString('hex').startsWith(other.id))!;
      const place = Buffer.concat([Buffer.from(test.person.id, 'hex'), foreign.subarray(16)]);
      headers.putSync(place, copy(headers, foreign));
      bodies.putSync(bodyOf(place), copy(bodies, bodyOf(foreign)));
    });
    expect(await served()).toEqual([1, 2, 3]);
    expect(await test.store.person(other.id).count({ keys: null })).toBe(1);
  });

  it('whose header was altered is noticed', async () => {
    await tamper(({ headers }) => {
      const [key] = keysOf(headers);
      const header = copy(headers, key!);
      header[header.indexOf('stream-1') + 7] = 0x39;
      headers.putSync(key!, header);
    });
    expect(await served()).toEqual([2, 3]);
    expect(damage.map(({ code }) => code)).toContain('head-damaged');
  });

  it('that is missing is noticed; the rest is served', async () => {
    await tamper(({ headers, bodies }) => {
      const [key] = keysOf(headers);
      bodies.removeSync(bodyOf(key!));
      headers.removeSync(key!);
    });
    expect(await served()).toEqual([2, 3]);
    expect(damage).toEqual([{ code: 'head-damaged' }]);
    expect((await test.person.waiting()).damage).toEqual([{ code: 'head-damaged' }]);
  });

  it('whose body alone is missing is noticed', async () => {
    await tamper(({ bodies }) => {
      const [key] = keysOf(bodies);
      bodies.removeSync(key!);
    });
    expect(await served()).toEqual([2, 3]);
    await expect(test.person.entry('000000010000000000000000')).resolves.toBeUndefined();
  });

  it('that was removed and put back is left out', async () => {
    let old: [Buffer, Buffer, Buffer];
    await tamper(({ headers, bodies }) => {
      const [key] = keysOf(headers);
      old = [key!, copy(headers, key!), copy(bodies, bodyOf(key!))];
    });
    await test.person.put(items(sent(1, { number: 10 }, 'test/stream-1')));
    expect(await served()).toEqual([10, 2, 3]);
    await tamper(({ headers, bodies }) => {
      headers.putSync(old[0], old[1]);
      bodies.putSync(bodyOf(old[0]), old[2]);
    });
    expect(await served()).toEqual([10, 2, 3]);
    expect(damage).toEqual([expect.objectContaining({ code: 'block-damaged' })]);
  });
});

describe('a head', () => {
  it('that was altered or is an older one opens nothing, and nobody else is touched', async () => {
    const other = test.store.person(await test.store.createPerson());
    await other.import([stored(1, 1)]);
    const key = Buffer.from(test.person.id, 'hex');
    let older: Buffer;
    await tamper(({ heads }) => {
      older = copy(heads, key);
    });
    await test.person.put(items(sent(4)));
    await tamper(({ heads }) => {
      heads.putSync(key, older, heads.getEntry(key)!.version!);
    });
    await expect(test.read()).rejects.toMatchObject({ code: 'head-damaged' });
    await expect(test.person.put(items(sent(5)))).rejects.toMatchObject({ code: 'head-damaged' });
    expect(await test.store.person(other.id).count({ keys: null })).toBe(1);
    const people: string[] = [];
    for await (const { id } of test.store.people()) people.push(id);
    expect(people).toEqual([other.id]);
  });

  it('does not go with documents that were exchanged', async () => {
    await test.person.updateProfile({ phone_lang: 'en' });
    const profileKey = Buffer.concat([Buffer.from(test.person.id, 'hex'), Buffer.from('profile')]);
    let older: Buffer;
    await tamper(({ documents }) => {
      older = copy(documents, profileKey);
    });
    await test.person.updateProfile({ phone_lang: 'de' });
    await tamper(({ documents }) => {
      documents.putSync(profileKey, older);
    });
    await expect(test.person.profile()).rejects.toMatchObject({ code: 'head-damaged' });
    expect(await served()).toEqual([1, 2, 3]);
  });
});
