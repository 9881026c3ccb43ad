import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { writeExact } from './exact-json.js';
import { openBlock } from './index.js';
import { testKey, textOf } from './testing.js';
import {
  type BrokenVector,
  type GoodVector,
  makeBrokenVectors,
  makeGoodVectors,
  vectorIdentities,
} from './vector-cases.js';

// Published blocks are never changed: a new codec adds a file. `SOJOURN_WRITE_VECTORS=1` writes what is missing.
const folder = fileURLToPath(new URL('../../testdata/blocks/', import.meta.url));

function vectors<Vector>(name: string, make: () => Vector[]): Vector[] {
  const file = `${folder}${name}.json`;
  if (process.env.SOJOURN_WRITE_VECTORS === '1' && !existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(make(), null, 1)}\n`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Vector[];
}

const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');

describe.each(['codec-1', 'codec-2'])('published blocks of %s', (codec) => {
  test.each(vectors<GoodVector>(codec, makeGoodVectors))(
    '$name',
    ({ header, body, wire, exact, arrivals }) => {
      const block = openBlock(bytes(header), bytes(body), testKey, { identities: vectorIdentities });
      expect(textOf(block.json(undefined, '\n'))).toBe(wire);
      expect(block.objects().map((entry) => writeExact(entry))).toEqual(exact ?? wire.split('\n'));
      if (arrivals) expect([...block.arrivals()]).toEqual(arrivals);
    },
  );

  test.each(vectors<BrokenVector>(`${codec}-broken`, makeBrokenVectors))(
    '$name is refused',
    ({ header, body }) => {
      expect(() => openBlock(bytes(header), bytes(body), testKey)).toThrow(
        expect.objectContaining({ code: 'block-damaged' }),
      );
    },
  );
});
