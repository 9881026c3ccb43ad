import { expect, test } from 'vitest';
import { createRandom } from './random.js';

test('the same seed gives the same draws, another seed others', () => {
  const draws = (seed: string) => {
    const random = createRandom(seed, 1);
    return Array.from({ length: 20 }, () => random.unit());
  };
  expect(draws('a')).toEqual(draws('a'));
  expect(draws('a')).not.toEqual(draws('b'));
});

test('the parts of a seed do not run together', () => {
  expect(createRandom('a', 'bc').unit()).not.toBe(createRandom('ab', 'c').unit());
});

test('draws have the distributions they promise', () => {
  const random = createRandom('distributions');
  const count = 20_000;
  const mean = (draw: () => number) => Array.from({ length: count }, draw).reduce((a, b) => a + b, 0) / count;
  expect(mean(() => random.unit())).toBeCloseTo(0.5, 1);
  expect(mean(() => random.normal(10, 2))).toBeCloseTo(10, 0);
  expect(mean(() => random.normal(0, 3) ** 2)).toBeGreaterThan(8);
  expect(mean(() => random.exponential(5))).toBeCloseTo(5, 0);
  expect(new Set(Array.from({ length: 300 }, () => random.integer(1, 6)))).toEqual(
    new Set([1, 2, 3, 4, 5, 6]),
  );
});

test('nothing can be picked from nothing', () => {
  expect(() => createRandom('x').pick([])).toThrow(RangeError);
});
