import { afterEach, beforeEach, expect, it } from 'vitest';
import { MemoryEngine } from '../engine/index.js';
import type { PersonSummary, PersonTimeseries } from './index.js';
import { items, sent, TestStore } from './testing.js';

const people = 10;
let engine: MemoryEngine;
let test: TestStore;
let reads: number;
beforeEach(async () => {
  engine = new MemoryEngine();
  const readHead = engine.readHead.bind(engine);
  engine.readHead = (person) => {
    reads++;
    return readHead(person);
  };
  test = await TestStore.open({ engine, cachedPersons: 2 });
  for (let made = 1; made < people; made++) await test.store.createPerson();
  reads = 0;
});
afterEach(() => test.remove());

async function listed(): Promise<PersonSummary[]> {
  const list: PersonSummary[] = [];
  for await (const summary of test.store.people()) list.push(summary);
  return list;
}

const put = (person: PersonTimeseries, time: number) => person.put(items(sent(time, { level: 1 })));

it('lists everybody without reading those again who have left the memory', async () => {
  expect(await listed()).toHaveLength(people);
  expect(await listed()).toHaveLength(people);
  expect(reads).toBe(0);
});

it('lists what has changed, in memory and out of it', async () => {
  const expected = new Map((await listed()).map((summary) => [summary.id, summary.sequence]));
  for (const [round, id] of [...expected.keys(), ...expected.keys()].entries()) {
    await put(test.store.person(id), round + 1);
    expected.set(id, expected.get(id)! + 1);
    expect(new Map((await listed()).map((summary) => [summary.id, summary.sequence]))).toEqual(expected);
  }
});
