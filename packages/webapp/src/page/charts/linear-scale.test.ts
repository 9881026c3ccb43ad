import { expect, test } from 'vitest';
import { linearScale } from './linear-scale.js';

test('a scale takes spans to spans, also backwards, and nothing to its start', () => {
  const scale = linearScale([10, 20], [100, 0]);
  expect([10, 15, 20, 25].map(scale)).toEqual([100, 50, 0, -50]);
  expect(linearScale([3, 3], [7, 9])(3)).toBe(7);
});
