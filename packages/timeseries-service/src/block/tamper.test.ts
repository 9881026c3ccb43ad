import { createSecretKey } from 'node:crypto';
import { type Entry, isSojournError } from '@sojourn/datamodel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compress, decompress } from './compress.js';
import { writeHeader } from './header.js';
import { type ColumnBlock, nodeBlockPort, openBlock, readHeader, sealBlock } from './index.js';
import { sampleLocations, testAbout, testKey } from './testing.js';

const key = { version: 1, key: testKey };
const entries = sampleLocations(3) as Entry[];
const block = sealBlock(entries, testAbout, key);

/** Opening must fail with the one error, which says nothing about the block. */
function expectDamaged(open: () => unknown): void {
  let thrown: unknown;
  try {
    open();
  } catch (error) {
    thrown = error;
  }
  expect(isSojournError(thrown)).toBe(true);
  expect(thrown).toMatchObject({ code: 'block-damaged', detail: undefined, errors: undefined });
  expect((thrown as Error).cause).toBeUndefined();
}

function flipped(bytes: Uint8Array, at: number, bits: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = copy[at]! ^ bits;
  return copy;
}

describe('a block that is not what was sealed', () => {
  test('is refused for any changed byte of the header', () => {
    for (let at = 0; at < block.header.length; at++) {
      for (const bits of [1, 128, 255])
        expectDamaged(() => openBlock(flipped(block.header, at, bits), block.body, testKey));
    }
  });

  test('is refused for any changed byte of the body', () => {
    for (let at = 0; at < block.body.length; at++) {
      for (const bits of [1, 128])
        expectDamaged(() => openBlock(block.header, flipped(block.body, at, bits), testKey));
    }
  });

  test('is refused when cut short or extended anywhere', () => {
    for (let length = 0; length < block.header.length; length++) {
      expectDamaged(() => openBlock(block.header.subarray(0, length), block.body, testKey));
    }
    for (let length = 0; length < block.body.length; length++) {
      expectDamaged(() => openBlock(block.header, block.body.subarray(0, length), testKey));
    }
    expectDamaged(() => openBlock(Uint8Array.from([...block.header, 0]), block.body, testKey));
    expectDamaged(() => openBlock(block.header, Uint8Array.from([...block.body, 0]), testKey));
  });

  test('is refused with another key', () => {
    expectDamaged(() => openBlock(block.header, block.body, createSecretKey(Buffer.alloc(32, 8))));
  });

  test.each([
    ['person', { person: '1'.repeat(32) }],
    ['store', { store: 'analysis' }],
    ['identity class', { identity: 'upload' }],
    ['commit', { commit: 8 }],
    ['generation', { generation: 1 }],
    ['id', { id: '2'.repeat(32) }],
    ['overlays', { overlays: 1 }],
  ] as const)('is refused under the header of another %s', (_, other) => {
    const id = readHeader(block.header).id;
    const swapped = sealBlock(entries, { ...testAbout, id, ...other }, key);
    expectDamaged(() => openBlock(swapped.header, block.body, testKey));
    expectDamaged(() => openBlock(block.header, swapped.body, testKey));
  });

  test('is refused under the header of another stream or version of the key', () => {
    const { id } = block;
    const renamed = entries.map((entry) => ({
      ...entry,
      metadata: { ...entry.metadata, key: 'background/locatiom' },
    }));
    const stream = sealBlock(renamed, { ...testAbout, id }, key);
    const version = sealBlock(entries, { ...testAbout, id }, { ...key, version: 2 });
    for (const other of [stream, version]) {
      expectDamaged(() => openBlock(other.header, block.body, testKey));
      expectDamaged(() => openBlock(block.header, other.body, testKey));
    }
  });

  test('is refused when somebody with the key sealed nonsense', () => {
    const plain = decompress(
      nodeBlockPort.decrypt(testKey, block.body.subarray(0, 12), block.header, block.body.subarray(12)),
      1,
      nodeBlockPort,
    );
    const nonsense = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .tuple(fc.nat(plain.length - 1), fc.integer({ min: 1, max: 255 }))
        .map(([at, bits]) => flipped(plain, at, bits)),
      fc.nat(plain.length - 1).map((length) => plain.subarray(0, length)),
    );
    fc.assert(
      fc.property(nonsense, (content) => {
        const { header, body } = resealed(content);
        let opened: ColumnBlock;
        try {
          opened = openBlock(header, body, testKey);
        } catch (error) {
          expect(error).toMatchObject({ code: 'block-damaged' });
          return;
        }
        // Whatever a changed byte still means, reading it ends.
        try {
          opened.objects();
          opened.json(undefined, ',');
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 1500, interruptAfterTimeLimit: 5000, markInterruptAsFailure: false },
    );
  });
});

function resealed(content: Uint8Array): { header: Uint8Array; body: Uint8Array } {
  const text = compress(content, 'fast', nodeBlockPort);
  const header = writeHeader({ ...readHeader(block.header), bytes: text.length + 28 });
  const nonce = nodeBlockPort.randomBytes(12);
  return {
    header,
    body: Uint8Array.from([...nonce, ...nodeBlockPort.encrypt(testKey, nonce, header, text)]),
  };
}

describe('a nonce', () => {
  test('comes from the random source of the system for every block', () => {
    const seen = new Set(
      Array.from({ length: 500 }, () =>
        Buffer.from(
          sealBlock(entries, { ...testAbout, id: '0'.repeat(32) }, key).body.subarray(0, 12),
        ).toString('hex'),
      ),
    );
    expect(seen.size).toBe(500);
  });
});
