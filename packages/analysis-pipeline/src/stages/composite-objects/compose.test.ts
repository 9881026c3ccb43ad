import { describe, expect, it } from 'vitest';
import { inventPoint } from '../../testing/index.js';
import { thinned } from './compose.js';

const points = (count: number) =>
  Array.from({ length: count }, (_, index) => inventPoint(1000 + index, { east: index, north: 0 }));

describe('the points of a composite trip', () => {
  it.each([
    [0, 0],
    [100, 100],
    [101, 51],
    [199, 100],
    [200, 67],
    [300, 75],
    [100_000, 100],
  ])('of %i are %i', (count, expected) => {
    const all = points(Math.min(count, 5000));
    const many =
      count > all.length ? Array.from({ length: count }, (_, index) => all[index % all.length]!) : all;
    const kept = thinned(many);
    expect(kept).toHaveLength(expected);
    expect(kept[0]).toBe(many[0]);
  });
});
