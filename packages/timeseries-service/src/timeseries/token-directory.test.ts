import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestStore } from './testing.js';

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.remove());
const list = async () => {
  const records = [];
  for await (const record of test.store.directory.list()) records.push(record);
  return records;
};

describe('tokens', () => {
  it('stand for the same person for ever', async () => {
    const first = await test.store.directory.register('nrelop_demo_1');
    expect(first.created).toBe(true);
    await test.restart();
    expect(await test.store.directory.register('nrelop_demo_1')).toEqual({ ...first, created: false });
    expect((await test.store.directory.register('nrelop_demo_2')).person).not.toBe(first.person);
    expect(await test.store.person(first.person).exists()).toBe(true);
  });

  it('get one person however many register at once', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => test.store.directory.register('same')));
    expect(new Set(all.map(({ person }) => person)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
  });

  it('are made, listed without themselves, and revoked at once', async () => {
    const { directory } = test.store;
    const { token, record } = await directory.issue({ role: 'researcher', label: 'lab', prefix: 'sj_' });
    expect(token).toMatch(/^sj_[A-Za-z0-9_-]{43}$/);
    expect(await directory.resolve(token)).toEqual(record);
    expect(record).toMatchObject({ role: 'researcher', label: 'lab', listed: true, person: null });
    expect(JSON.stringify(await list())).not.toContain(token);
    expect(await directory.revoke(record.id)).toBe(true);
    expect(await directory.revoke(record.id)).toBe(false);
    expect(await directory.revoke('nonsense')).toBe(false);
    expect(await directory.resolve(token)).toBeUndefined();
  });

  it('that were used before they were listed keep their person', async () => {
    const { directory } = test.store;
    const { person } = await directory.register('opcode');
    expect(await directory.resolve('opcode')).toMatchObject({ listed: false, person });
    expect(await directory.add('opcode')).toMatchObject({ listed: true, person });
    expect(await directory.add('opcode', { role: 'operator' })).toMatchObject({ role: 'participant' });
    expect(await list()).toHaveLength(1);
  });

  it('of an operator do not become a person', async () => {
    const { token } = await test.store.directory.issue({ role: 'operator' });
    await expect(test.store.directory.register(token)).rejects.toMatchObject({ code: 'role-insufficient' });
  });

  it('are listed page by page', async () => {
    for (let number = 0; number < 205; number++) await test.store.directory.add(`token ${number}`);
    expect(await list()).toHaveLength(205);
  });
});

describe('people', () => {
  it('are listed in order, with what is left to do', async () => {
    const ids = [test.person.id];
    for (let number = 0; number < 110; number++) ids.push(await test.store.createPerson());
    ids.sort();
    const found: string[] = [];
    for await (const { id, sequence, processedSequence } of test.store.people()) {
      found.push(id);
      expect([sequence, processedSequence]).toEqual([0, 0]);
    }
    expect(found).toEqual(ids);
    const some: string[] = [];
    for await (const { id } of test.store.people(ids[2], 3)) some.push(id);
    expect(some).toEqual(ids.slice(3, 6));
  });

  it('cannot be made twice', async () => {
    await expect(test.store.createPerson(test.person.id)).rejects.toMatchObject({ code: 'commit-conflict' });
    expect(await test.person.exists()).toBe(true);
  });
});
