import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { pairwiseSum } from './pairwise-sum.js';

it('adds few values from left to right', () => {
  expect(pairwiseSum([])).toBe(0);
  expect(pairwiseSum([0.1, 0.2, 0.3])).toBe(0.1 + 0.2 + 0.3);
});

it('adds more values in eight lanes, and the rest one by one', () => {
  const values = Array.from({ length: 17 }, (_, index) => 1 / (index + 3));
  const lane = (index: number) => values[index]! + values[index + 8]!;
  expect(pairwiseSum(values)).toBe(
    lane(0) + lane(1) + (lane(2) + lane(3)) + (lane(4) + lane(5) + (lane(6) + lane(7))) + values[16]!,
  );
});

it('splits long lists at a multiple of eight', () => {
  const values = Array.from({ length: 250 }, (_, index) => Math.sin(index));
  expect(pairwiseSum(values)).toBe(pairwiseSum(values.slice(0, 120)) + pairwiseSum(values.slice(120)));
});

it('is the sum, up to rounding', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -1e6, max: 1e6 }), { maxLength: 1000 }), (values) => {
      expect(pairwiseSum(values)).toBe(values.reduce((sum, value) => sum + value, 0));
    }),
  );
});
