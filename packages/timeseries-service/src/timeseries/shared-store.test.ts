import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSojournError, type PersonId } from '@sojourn/datamodel';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineChange, MovableEngine, openMongoEngine } from '../engine/index.js';
import { openTestDatabase } from '../testing/database/index.js';
import { openStore } from './index.js';
import { items, sent, stored } from './testing.js';
import type { PersonTimeseries, TimeseriesStore } from './timeseries.js';

const database = await openTestDatabase();
afterAll(() => database?.drop());

/** Counts the blocks that merges wrote, and those that took the place of others. */
class WatchedEngine extends MovableEngine {
  readonly merged = { tried: 0, done: 0 };

  override async commit(person: PersonId, change: EngineChange): Promise<number> {
    const { put = [], remove = [] } = change;
    const blocks = remove.length > 1 ? put.length : 0;
    this.merged.tried += blocks;
    const version = await super.commit(person, change);
    this.merged.done += blocks;
    return version;
  }
}

describe.skipIf(!database)('two stores on one database', () => {
  let folder: string;
  let engines: WatchedEngine[];
  let stores: readonly [TimeseriesStore, TimeseriesStore];
  let ada: readonly [PersonTimeseries, PersonTimeseries];
  const damage: unknown[] = [];

  beforeEach(async () => {
    // One root key for both; it is all that the folder holds.
    folder = mkdtempSync(join(tmpdir(), 'sojourn-shared-'));
    engines = [];
    const open = async () => {
      const engine = new WatchedEngine(await openMongoEngine(database!.url()), false);
      engines.push(engine);
      return openStore({
        folder,
        engine,
        compaction: false,
        onDamage: (_, finding) => damage.push(finding),
      });
    };
    stores = [await open(), await open()];
    const id = await stores[0].createPerson();
    ada = [stores[0].person(id), stores[1].person(id)];
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await database!.drop();
    rmSync(folder, { recursive: true });
    expect(damage).toEqual([]);
  });

  const namesOf = async (person: PersonTimeseries): Promise<unknown[]> => {
    const names: unknown[] = [];
    for await (const batch of person.find({ keys: null }).objects()) {
      names.push(...batch.map(({ data }) => data.name));
    }
    return names.sort();
  };
  const codeOf = async (promise: Promise<unknown>) => {
    try {
      await promise;
      return 'no error';
    } catch (error) {
      return isSojournError(error) ? error.code : String(error);
    }
  };

  it('both know nobody who was erased through one of them', async () => {
    const [one, other] = ada;
    await one.put(items(sent(1, { name: 'a' })));
    expect(await namesOf(other)).toEqual(['a']);
    await stores[0].erase(one.id);
    for (const person of ada) {
      expect(await codeOf(person.put(items(sent(2))))).toBe('person-unknown');
      expect(await codeOf(namesOf(person))).toBe('person-unknown');
    }
    expect(await stores[1].erase(one.id)).toBe(0);
    expect(await stores[1].personIds(undefined, 10)).not.toContain(one.id);
  });

  it('see at once what the other one has stored, changed and merged', async () => {
    const [here, there] = ada;
    for (let number = 0; number < 12; number++) {
      const writer = number % 2 === 0 ? here : there;
      const { stored: count } = await writer.put(items(sent(1_700_000_000 + number, { name: number })));
      expect(count).toBe(1);
      expect(await namesOf(number % 2 === 0 ? there : here)).toHaveLength(number + 1);
    }
    expect((await there.put(items(sent(1_700_000_000, { name: 0 })))).unchanged).toBe(1);
    await here.updateProfile({ mode: 'walk' });
    expect(await there.profile()).toMatchObject({ mode: 'walk' });
    await there.updateProfile({ mode: 'bus' });
    expect(await here.profile()).toMatchObject({ mode: 'bus' });
    expect((await stores[1].compact(here.id)).merged).toBeGreaterThan(0);
    expect(await namesOf(here)).toHaveLength(12);
    expect(await here.verify()).toEqual([]);
    expect((await here.waiting()).usercache.count).toBe(12);
  });

  it('store everything that both are sent at the same time, once', async () => {
    const uploads = Array.from({ length: 24 }, (_, number) =>
      ada[number % 2]!.put(
        items(sent(1_700_000_000 + number, { name: number }), sent(1_700_001_000, { name: 'both' })),
      ),
    );
    const compactions = [stores[0].compact(ada[0].id), stores[1].compact(ada[1].id)];
    const outcomes = await Promise.all(uploads);
    await Promise.all(compactions);
    expect(outcomes.reduce((sum, outcome) => sum + outcome.stored, 0)).toBe(25);
    for (const person of ada) {
      expect(await namesOf(person)).toEqual(
        [...Array.from({ length: 24 }, (_, number) => number), 'both'].sort(),
      );
      expect(await person.verify()).toEqual([]);
    }
  });

  it('merge the same people at the same time, and lose, double and waste nothing that matters', async () => {
    const uploads = 12;
    const others = await Promise.all([1, 2].map(() => stores[0].createPerson()));
    const people = [ada[0].id, ...others];
    for (let number = 0; number < uploads; number++) {
      const writer = stores[number % 2]!;
      const upload = items(sent(1_700_000_000 + number, { name: number }));
      await Promise.all(people.map((id) => writer.person(id).put(structuredClone(upload))));
    }
    const writing = (async () => {
      for (let number = uploads; number < uploads + 4; number++)
        await ada[number % 2]!.put(items(sent(1_700_000_000 + number, { name: number })));
    })();
    const totals = await Promise.all(stores.flatMap((store) => [store.compact(), store.compact()]));
    await writing;
    expect(totals.reduce((sum, { merged }) => sum + merged, 0)).toBeGreaterThanOrEqual(uploads);
    for (const id of people) {
      const count = id === ada[0].id ? uploads + 4 : uploads;
      for (const store of stores) {
        const person = store.person(id);
        const names = await namesOf(person);
        expect(names).toHaveLength(count);
        expect(new Set(names).size).toBe(count);
        expect(await person.verify()).toEqual([]);
      }
    }
    // Whoever comes too late has written at most what the other one wrote.
    const [tried, done] = (['tried', 'done'] as const).map((name) =>
      engines.reduce((sum, { merged }) => sum + merged[name], 0),
    );
    expect(done).toBeGreaterThan(0);
    expect(tried).toBeLessThanOrEqual(2 * done!);
  });

  it('give the lease of a person to one run, and let only its commits through', async () => {
    const [here, there] = ada;
    const attempts = await Promise.all(
      [here, there, here, there].map((person, run) => codeOf(person.acquireLease(`run ${run}`, 60_000))),
    );
    expect(attempts.toSorted()).toEqual(['no error', ...Array(3).fill('run-in-progress')]);
    const { lease } = await there.waiting();
    await there.commit({ fence: lease!.fence, insert: [stored(1, 1_700_000_000, { name: 1 })] });
    await here.releaseLease(lease!.fence);
    const next = await there.acquireLease('next', 60_000);
    expect(next.fence).toBeGreaterThan(lease!.fence);
    const outdated = here.commit({ fence: lease!.fence, insert: [stored(2, 1_700_000_000, { name: 2 })] });
    expect(await codeOf(outdated)).toBe('lease-lost');
    expect(await namesOf(here)).toEqual([1]);
  });

  it('let one of two commits through that were made from the same sequence', async () => {
    const [here, there] = ada;
    const { sequence } = await here.summary();
    const codes = await Promise.all(
      [here, there].map((person, number) =>
        codeOf(
          person.commit({
            expectSequence: sequence,
            insert: [stored(number + 1, 1_700_000_000, { name: number })],
          }),
        ),
      ),
    );
    expect(codes.toSorted()).toEqual(['commit-conflict', 'no error']);
    expect(await namesOf(there)).toEqual([codes.indexOf('no error')]);
  });

  it('keep profiles whole that both change', async () => {
    await Promise.all(
      Array.from({ length: 10 }, (_, number) =>
        ada[number % 2]!.changeProfile((profile) => ({ ...profile, count: Number(profile.count ?? 0) + 1 })),
      ),
    );
    for (const person of ada) expect(await person.profile()).toMatchObject({ count: 10 });
  });

  it('go on reading what the other one merges meanwhile', async () => {
    const [here, there] = ada;
    for (let batch = 0; batch < 10; batch++) {
      const entries = Array.from({ length: 50 }, (_, row) =>
        sent(1_700_000_000 + batch * 50 + row, { name: batch * 50 + row }),
      );
      await here.put(items(...entries));
    }
    const names: unknown[] = [];
    let merged = 0;
    for await (const entries of there.find({ keys: null }).objects()) {
      names.push(...entries.map(({ data }) => data.name));
      merged += (await stores[0].compact(here.id)).merged;
    }
    expect(merged).toBeGreaterThan(0);
    expect(names).toHaveLength(500);
    expect(new Set(names).size).toBe(500);
  });

  it('know the same tokens', async () => {
    const { token } = await stores[0].directory.issue({ role: 'participant' });
    const registered = await Promise.all(
      [0, 1, 0, 1].map((store) => stores[store]!.directory.register(token)),
    );
    expect(new Set(registered.map(({ person }) => person)).size).toBe(1);
    const { id } = (await stores[1].directory.resolve(token))!;
    expect(await stores[1].directory.revoke(id)).toBe(true);
    expect(await stores[0].directory.resolve(token)).toBeUndefined();
  });
});
