import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBody, joinBody, mostPieces } from './body-pieces.js';

describe('a body in pieces', () => {
  it('comes back whole, and its first piece fills its pages', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.constantFrom(4096, 16_384), (length, pageSize) => {
        const body = Uint8Array.from({ length }, (_, index) => index);
        const pieces = cutBody(body, pageSize);
        expect(pieces.length).toBeLessThanOrEqual(mostPieces);
        expect(Buffer.compare(joinBody(pieces), body)).toBe(0);
        if (pieces.length === 1) return;
        expect((pieces[0]!.length + 24) % pageSize).toBe(0);
        expect(pieces[1]!.length).toBeLessThan(pageSize / 2);
      }),
      { numRuns: 300 },
    );
  });
});
