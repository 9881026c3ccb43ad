import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Entry } from '@sojourn/datamodel';
import { toCommonForm } from '@sojourn/datamodel/formats';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { items, KeptEngine, sent, stored, TestStore } from './testing.js';

const factor = Number(process.env.SOJOURN_TEST_LAW_FACTOR ?? 1);
const open: TestStore[] = [];
afterAll(async () => {
  for (const test of open) await test.remove().catch(() => {});
});

const keys = ['test/one', 'test/two', 'analysis/three'];
const entriesOf = (chunks: readonly Uint8Array[]) =>
  JSON.parse(`[${Buffer.concat(chunks).toString()}]`) as Entry[];
const timeAndId = ({ _id, metadata }: Entry) => [metadata.write_ts, _id.$oid] as const;
const byTimeAndId = (one: readonly [number, string], other: readonly [number, string]) =>
  one[0] - other[0] || (one[1] < other[1] ? -1 : 1);

interface Write {
  readonly what: 'put' | 'import' | 'move' | 'replace' | 'compact' | 'restart';
  readonly numbers: readonly number[];
}

/** A write that adds, moves or rewrites entries, but takes none away. */
async function carryOut(test: TestStore, { what, numbers }: Write): Promise<void> {
  const times = numbers.map((number) => number % 50);
  if (what === 'put') await test.person.put(items(...times.map((time) => sent(time, {}, keys[time % 2]))));
  else if (what === 'import') {
    await test.person.import(numbers.map((number) => stored(number + 1, number % 50, {}, keys[number % 3])));
  } else if (what === 'move') {
    const rows = await test.person.usercache(0, numbers.length);
    await test.person.commit({
      drain: rows.map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
      insert: rows.flatMap(({ entry }) => {
        const converted = toCommonForm(entry);
        return converted.ok ? [converted.entry] : [];
      }),
    });
  } else if (what === 'replace') {
    const [entry] = await test.read({ stores: ['raw', 'analysis'] });
    if (entry)
      await test.person.commit({ replace: [{ ...entry, data: { ...entry.data, again: numbers.length } }] });
  } else if (what === 'compact') await test.store.compact();
  else await test.restart();
}

const write: fc.Arbitrary<Write> = fc.record({
  what: fc.constantFrom('put', 'import', 'import', 'move', 'replace', 'compact', 'restart'),
  numbers: fc.uniqueArray(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 40 }),
});

describe('a cursor', () => {
  it('shows what was there when it was made, whatever is written meanwhile, forwards and backwards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(write, { minLength: 1, maxLength: 4 }),
        fc.array(write, { maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        fc.boolean(),
        fc.constantFrom<string[] | null>(null, ['test/one'], ['test/two', 'analysis/three']),
        async (before, meanwhile, size, descending, chosen) => {
          const test = await TestStore.open({ engine: new KeptEngine() });
          open.push(test);
          for (const one of before) await carryOut(test, one);
          const query = { keys: chosen, descending };
          const there = (await test.read({ keys: null }))
            .filter(({ metadata }) => chosen === null || chosen.includes(metadata.key))
            .map(timeAndId)
            .sort(byTimeAndId);
          const writes = [...meanwhile];
          const seen: Entry[] = [];
          let cursor: string | undefined;
          do {
            const page = await test.person.find(query).page(size, cursor);
            seen.push(...entriesOf(page.chunks));
            cursor = page.cursor ?? undefined;
            const next = writes.shift();
            if (next) await carryOut(test, next);
          } while (cursor !== undefined);
          expect(seen.map(timeAndId)).toEqual(descending ? there.reverse() : there);
          await test.remove();
        },
      ),
      { numRuns: 20 * factor, interruptAfterTimeLimit: 20_000 * factor, endOnFailure: false },
    );
  });

  it('goes through many entries in memory that does not grow, while others write', async () => {
    const count = Number(process.env.SOJOURN_TEST_CURSOR_ENTRIES ?? 16_000);
    const test = await TestStore.open({ cachedEntries: 4096 });
    open.push(test);
    for (let start = 0; start < count; start += 8000) {
      await test.person.import(
        Array.from({ length: 8000 }, (_, index) => stored(start + index + 1, start + index)),
      );
    }
    const pageSize = Math.min(10_000, count / 80);
    let cursor: string | undefined;
    let seen = 0;
    let pages = 0;
    const memory: number[] = [];
    do {
      const page = await test.person.find({ keys: null }).page(pageSize, cursor);
      seen += page.count;
      cursor = page.cursor ?? undefined;
      if (++pages % 8 === 0) {
        await test.person.put(items(sent(pages)));
        memory.push(usedMemory());
      }
    } while (cursor !== undefined);
    expect(seen).toBe(count);
    const tenths = Array.from(
      { length: 10 },
      (_, tenth) => memory[Math.ceil(((tenth + 1) * memory.length) / 10) - 1]!,
    );
    console.log(
      `${count} entries by cursor: ${tenths.map((bytes) => Math.round(bytes / 2 ** 20)).join(', ')} MiB after each tenth`,
    );
    const early = memory[1]!;
    expect(memory.at(-1)! - early).toBeLessThan(48 * 1024 * 1024);
  }, 1_800_000);
});

/** Bytes in use after everything that nobody needs was let go. */
function usedMemory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
