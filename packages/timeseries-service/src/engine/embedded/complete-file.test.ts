import { cpSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSojournError } from '@sojourn/datamodel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../engine.js';
import { openEmbeddedEngine } from './index.js';

const people = Array.from({ length: 20 }, (_, number) => String(number).padStart(32, '0'));
const blockId = 'a'.repeat(32);

let folder: string;
let original: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sojourn-cut-'));
  original = join(folder, 'original');
  const engine = await openEmbeddedEngine(original);
  for (const person of people) {
    await engine.commit(person, {
      expectVersion: null,
      head: Buffer.alloc(100, person),
      put: [{ id: blockId, header: Buffer.alloc(200, 1), body: Buffer.alloc(20_000, person) }],
    });
  }
  await engine.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

let copies = 0;
const copyOf = (change: (file: string) => void): string => {
  const copy = join(folder, `copy-${copies++}`);
  cpSync(original, copy, { recursive: true, filter: (source) => !source.endsWith('.sock') });
  change(join(copy, 'store', 'store.mdb'));
  return copy;
};
const read = async (engine: Engine) => {
  let found = 0;
  for (const person of people) {
    const [head, bodies] = [await engine.readHead(person), await engine.bodies(person, [blockId])];
    if (head && bodies.get(blockId)?.every((byte, index) => byte === person.charCodeAt(index % 32)))
      found += 1;
  }
  return found;
};
const outcomeOf = (copy: string) =>
  openEmbeddedEngine(copy)
    .then(async (engine) => {
      try {
        return await read(engine);
      } finally {
        await engine.close();
      }
    })
    .catch((error: unknown) => (isSojournError(error) ? error.code : error));

describe('a file of the store that was cut off', () => {
  it.each([0.99, 0.9, 0.7, 0.5, 0.3, 0.1, 0.02])('at %f of its length ends no process', async (part) => {
    const size = statSync(join(original, 'store', 'store.mdb')).size;
    const outcome = await outcomeOf(copyOf((file) => truncateSync(file, Math.floor(size * part))));
    if (typeof outcome === 'number') expect(outcome).toBeLessThan(people.length);
    else expect(outcome).toBe('store-damaged');
  });

  it('within its first page is no store', async () => {
    expect(await outcomeOf(copyOf((file) => truncateSync(file, 100)))).toBe('store-damaged');
  });

  it('and was replaced by something else is no store', async () => {
    expect(await outcomeOf(copyOf((file) => writeFileSync(file, Buffer.alloc(100_000))))).toBe(
      'store-damaged',
    );
  });
});

describe('a whole file', () => {
  it('is read as it is', async () => {
    expect(await outcomeOf(copyOf(() => {}))).toBe(people.length);
  });
});
