import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumDepth } from '../wire/index.js';
import { readLines, writeLines } from './ndjson.js';

/** The bytes in pieces of the given sizes, over and over. */
async function* inPieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let from = 0, piece = 0; from < bytes.length; piece += 1) {
    const to = from + (sizes[piece % sizes.length] ?? 1);
    yield bytes.subarray(from, to);
    from = to;
  }
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const list of readLines(chunks)) values.push(...list);
  return values;
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('newline-delimited JSON', () => {
  it('comes back as it was written, wherever it is cut', async () => {
    const line = fc.dictionary(
      fc.string({ unit: 'grapheme' }),
      fc.oneof(fc.string(), fc.integer(), fc.boolean()),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(line),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        async (values, sizes) => {
          let text = '';
          for await (const chunk of writeLines(values)) text += new TextDecoder().decode(chunk);
          expect(await read(inPieces(bytesOf(text), sizes))).toEqual(values.map((value) => ({ ...value })));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is written in chunks of useful size', async () => {
    const sizes: number[] = [];
    const values = Array.from({ length: 20_000 }, (_, index) => ({ index }));
    for await (const chunk of writeLines(values)) sizes.push(chunk.length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.length).toBeLessThan(10);
  });

  it('may lack the last newline and hold empty lines', async () => {
    expect(await read(inPieces(bytesOf('\n{"a":1}\n\n\n{"a":2}'), [3]))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await read(inPieces(bytesOf(''), [1]))).toEqual([]);
  });

  it('holds entries that are nested as deep as they may be, beside integers beyond doubles', async () => {
    const levels = maximumDepth - 1;
    const deep = `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
    const [first, second] = await read(inPieces(bytesOf(`${deep}\n{"n":9007199254740993}\n`), [1000]));
    expect(JSON.stringify(first)).toBe(deep);
    expect(second).toEqual({ n: 9007199254740993n });
  });

  it('refuses what is no JSON', async () => {
    await expect(read(inPieces(bytesOf('{"a":1}\n{"a":'), [4]))).rejects.toMatchObject({
      code: 'response-invalid',
    });
  });
});
