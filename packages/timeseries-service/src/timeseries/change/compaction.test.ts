import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHeader } from '../../block/index.js';
import { MemoryEngine } from '../../engine/index.js';
import { items, sent, stored, TestStore } from '../testing.js';

let engine: MemoryEngine;
let test: TestStore;
const headers = async () =>
  (await engine.headers(test.person.id)).map(({ bytes }) => readHeader(bytes.subarray(0, -16)));
const small = (time: number, key: string) => sent(time, { level: time % 7 }, `test/${key}`);

describe('compaction', () => {
  beforeEach(async () => {
    engine = new MemoryEngine();
    test = await TestStore.open({ engine });
  });
  afterEach(() => test.remove());

  it('makes well-filled blocks of one stream in order of time', async () => {
    for (let request = 0; request < 60; request++) {
      const times = Array.from({ length: 20 }, (_, index) => (request * 7919 + index * 101) % 100_003);
      await test.person.put(items(...times.flatMap((time) => [small(time, 'a'), small(time, 'b')])));
    }
    const before = await test.read();
    const { merged, written } = await test.store.compact();
    expect(merged).toBeGreaterThan(written);
    for (const header of await headers()) {
      expect(header.keys).toHaveLength(1);
      expect(header.count).toBeGreaterThanOrEqual(256);
      expect(header.count).toBeLessThanOrEqual(512);
    }
    const times = await test.read({ keys: ['test/a'] });
    expect(times).toEqual(times.toSorted((one, other) => one.metadata.write_ts - other.metadata.write_ts));
    expect(await test.read()).toEqual(before);
    expect((await test.person.usercache()).map(({ arrival }) => arrival)).toContain(33);
    expect(await test.store.compact()).toEqual({ merged: 0, written: 0 });
    expect(await test.person.put(items(small(101, 'a')))).toMatchObject({ unchanged: 1 });
  });

  it('keeps streams with few entries together, and ends', async () => {
    for (let request = 0; request < 30; request++) {
      await test.person.put(items(...['a', 'b', 'c', 'd'].map((key) => small(request, key))));
    }
    expect(await test.store.compact()).toEqual({ merged: 30, written: 1 });
    await test.person.put(items(small(100, 'a')));
    expect(await test.store.compact(test.person.id)).toEqual({ merged: 2, written: 1 });
    expect(await test.store.compact(test.person.id)).toEqual({ merged: 0, written: 0 });
  });

  it('folds overlays into the blocks that they cover', async () => {
    await test.person.import(Array.from({ length: 600 }, (_, number) => stored(number + 1, number)));
    for (let round = 1; round <= 3; round++) {
      const replace = [stored(5, 4, { round }), stored(400 + round, 399 + round, { round })];
      await test.person.commit({ replace });
    }
    const overlays = (await headers()).filter(({ generation }) => generation > 0);
    expect(overlays.map(({ count }) => count).sort()).toEqual([1, 1, 2]);
    await test.store.compact();
    const after = (await headers()).filter(({ store }) => store !== 'changes');
    expect(after.every(({ generation, overlays }) => generation === 0 && overlays === 0)).toBe(true);
    expect(after.reduce((sum, { count }) => sum + count, 0)).toBe(600);
    const [entry] = await test.read({ time: { field: 'data.ts', start: 4, end: 4 } });
    expect(entry!.data.round).toBe(3);
  });

  it('does not stand in the way of uploads and commits', async () => {
    for (let request = 0; request < 20; request++) await test.person.put(items(small(request, 'a')));
    const [rows] = [await test.person.usercache()];
    const [outcome] = await Promise.all([
      test.person.put(items(small(100, 'a'), small(3, 'a'))),
      test.store.compact(),
      test.person.commit({
        drain: rows.slice(0, 5).map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
      }),
      test.store.compact(),
    ]);
    expect(outcome).toMatchObject({ stored: 1, unchanged: 1 });
    const times = (await test.read()).map(({ metadata }) => metadata.write_ts);
    expect(times).toEqual([...Array.from({ length: 15 }, (_, index) => index + 5), 100]);
  });
});

describe('background compaction', () => {
  it('keeps the number of small blocks low', async () => {
    engine = new MemoryEngine();
    test = await TestStore.open({ engine, compaction: true });
    let most = 0;
    for (let request = 0; request < 200; request++) {
      await test.person.put(items(small(request, 'a')));
      await new Promise(setImmediate);
      most = Math.max(most, (await headers()).length);
    }
    expect(most).toBeLessThan(60);
    expect(await test.read()).toHaveLength(200);
    await test.remove();
  });
});
