import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { items, sent, TestStore } from './testing.js';

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.remove());

const unknown = { code: 'person-unknown' };
const batch = (from: number) =>
  items(...Array.from({ length: 50 }, (_, index) => sent(from + index, { note: 'x'.repeat(500) })));

describe('a person who is erased', () => {
  it('is unknown from then on, to what was waiting as well, and nothing of theirs is left', async () => {
    const { id } = test.person;
    const { token } = await test.store.directory.issue({ role: 'participant', person: id });
    await test.person.put(batch(1));
    await test.person.putDocument('mine', { a: 1 });
    const erased = test.store.erase(id);
    // Whatever is put meanwhile is either erased as well or refused.
    const puts = await Promise.allSettled(
      Array.from({ length: 40 }, async (_, turn) => {
        for (let wait = 0; wait < turn; wait++) await new Promise(setImmediate);
        return await test.person.put(batch(100 + turn));
      }),
    );
    expect(await erased).toBe(1);
    for (const put of puts) if (put.status === 'rejected') expect(put.reason).toMatchObject(unknown);
    await expect(test.person.put(batch(1))).rejects.toMatchObject(unknown);
    expect(await test.store.directory.resolve(token)).toBeUndefined();
    expect(await test.person.exists()).toBe(false);
    await expect(test.read()).rejects.toMatchObject(unknown);
    await expect(test.person.document('mine')).rejects.toMatchObject(unknown);
    expect(await test.store.personIds(undefined, 10)).toEqual([]);
    expect(await test.store.erase(id)).toBe(0);
    await test.store.vacuum();
    await test.restart();
    expect(await test.person.exists()).toBe(false);
  });

  it('may be locked, and is not damaged to whoever is reading', async () => {
    for (const from of [1, 100, 200, 300]) await test.person.put(batch(from));
    const reading = test.person.find({ keys: null }).objects()[Symbol.asyncIterator]();
    expect((await reading.next()).done).toBe(false);
    await test.person.setCustody({ custody: 'presented', passphrase: 'correct horse' });
    await test.store.erase(test.person.id);
    await drained(reading);
    expect((await test.store.figures()).damagedPersons).toBe(0);
  });

  it('leaves everybody else alone', async () => {
    const other = test.store.person(await test.store.createPerson());
    for (const person of [test.person, other]) await person.put(batch(1));
    await test.store.erase(test.person.id);
    await test.store.vacuum();
    expect(await other.count({ keys: null })).toBe(50);
    expect((await other.verify()).length).toBe(0);
    expect(await other.put(batch(100))).toMatchObject({ stored: 50 });
  });
});

/** Reads on to an end, whichever it is. */
async function drained(reading: AsyncIterator<unknown>): Promise<void> {
  try {
    while ((await reading.next()).done !== true);
  } catch (error) {
    expect((error as { code: string }).code).toMatch(/^person-(unknown|locked)$/);
  }
}
