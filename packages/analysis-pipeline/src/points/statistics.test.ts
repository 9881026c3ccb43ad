import { expect, it } from 'vitest';
import { median, quantile, upperFence } from './statistics.js';

const speeds = [0, 1.2, 0.4, 2.2, 7.5, 1.1];

it('interpolates quantiles as the reference does, to the last digit', () => {
  expect(quantile(speeds, 0.25)).toBe(0.5750000000000001);
  expect(quantile(speeds, 0.75)).toBe(1.9500000000000002);
  expect(quantile(speeds, 0.9)).toBe(4.85);
});

it('puts the upper fence of a box plot above the third quartile', () => {
  expect(upperFence(speeds, 3)).toBe(6.075);
});

it('ignores what is not a number and knows no median of nothing', () => {
  expect(median([3, Number.NaN, 1])).toBe(2);
  expect(median([5, 1, 3])).toBe(3);
  expect(median([Number.NaN])).toBeNaN();
  expect(quantile([], 0.5)).toBeNaN();
});
