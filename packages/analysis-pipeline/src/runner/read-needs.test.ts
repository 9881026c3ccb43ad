import { describe, expect, it } from 'vitest';
import { inventEntry, MemoryStore } from '../testing/index.js';
import { mergedQueries, NeedReader } from './read-needs.js';

const range = (start: number | null, end: number | null = 100) =>
  ({ field: 'metadata.write_ts', start, end }) as const;

describe('reading what stages need', () => {
  it('asks for each stream once, over all that is needed of it', () => {
    expect(
      mergedQueries([
        { key: 'a/a', range: range(5) },
        { key: 'a/a', range: range(3, 50) },
        { key: 'a/b', range: range(null) },
        { key: 'a/b', range: range(7) },
        { key: 'a/c', range: range(3) },
        { key: 'a/c', range: { field: 'data.ts', start: 1, end: null } },
        { key: 'a/d', openPlace: true },
      ]),
    ).toEqual([
      { keys: ['a/a', 'a/c'], range: range(3) },
      { keys: ['a/b'], range: range(null) },
      { keys: ['a/c'], range: { field: 'data.ts', start: 1, end: null } },
    ]);
  });

  it('does not read what lies between ranges', () => {
    const needs = [range(40, 50), range(1, 2), range(2, 3), range(45, 60)];
    expect(mergedQueries(needs.map((part) => ({ key: 'a/a', range: part })))).toEqual([
      { keys: ['a/a'], range: range(1, 3) },
      { keys: ['a/a'], range: range(40, 60) },
    ]);
  });

  it('reads nothing twice', async () => {
    const store = new MemoryStore();
    const reader = new NeedReader(store);
    await reader.read([
      { key: 'a/a', range: range(5, 50) },
      { key: 'a/a', newest: 'data.ts' },
    ]);
    expect(store.queries).toHaveLength(1);
    const known = [
      { key: 'a/a', range: range(7, 50) },
      { key: 'a/a', newest: 'data.ts' },
    ] as const;
    expect(await reader.read(known)).toBeUndefined();
    expect(await reader.read([...known, { key: 'a/a', range: range(4, 6) }])).toEqual([]);
    expect(store.queries).toHaveLength(2);
  });

  it('finds the newest entry of a stream', async () => {
    const models = [inventEntry('a/m', {}, 5), inventEntry('a/m', {}, 9), inventEntry('a/m', {}, 7)];
    const reader = new NeedReader(new MemoryStore().import(models));
    expect(await reader.read([{ key: 'a/m', newest: 'metadata.write_ts' }])).toEqual([models[1]]);
  });

  const key = 'segmentation/raw_place';
  const place = (enter: number | undefined, exit?: number) =>
    inventEntry(
      key,
      {
        ...(enter === undefined ? {} : { enter_ts: enter }),
        ...(exit === undefined ? {} : { exit_ts: exit }),
      },
      1,
    );

  it.each([
    ['nowhere', [], undefined],
    ['never entered', [place(undefined)], 0],
    ['entered last', [place(undefined, 1), place(2, 3), place(4)], 2],
    ['entered when another one was left', [place(undefined, 4), place(4, 4), place(4)], 2],
    ['entered before others, by a wrong clock', [place(undefined, 900), place(950, 3), place(4)], 2],
    ['gone', [place(undefined, 1), place(2, 3)], undefined],
  ])('finds the open place: %s', async (_, places, index) => {
    const reader = new NeedReader(new MemoryStore().import(places));
    const found = await reader.read([{ key, openPlace: true }]);
    expect(found).toEqual(index === undefined ? [] : [places[index]]);
  });
});
