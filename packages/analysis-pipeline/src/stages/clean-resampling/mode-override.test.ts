import { describe, expect, it } from 'vitest';
import { provenMode } from './mode-override.js';

const [vehicle, bicycle, foot, unknown, walking, air] = [0, 1, 2, 4, 7, 11] as const;
const hour = 3600;
const slow = [10, 10, 10, 10];

describe('what distance and duration prove about a mode', () => {
  it.each([
    ['a flight', 151_000, hour, slow, vehicle, air],
    ['no flight at 150 km/h', 150_000, hour, slow, vehicle, undefined],
    ['a flight with an hour on the ground', 101_000, hour, [0, 100, 100, 100], vehicle, air],
    ['no flight when most of it was slow', 101_000, hour, [0, 0, 0, 50], vehicle, undefined],
    ['no walk', 10_001, hour, slow, foot, unknown],
    ['a long walk', 10_000, hour / 2, slow, foot, undefined],
    ['a walk of many hours', 20_000, 2 * hour, slow, foot, undefined],
    ['nothing about walking as other phones call it', 10_001, hour, slow, walking, undefined],
    ['no bicycle', 100_001, 5 * hour - 1, slow, bicycle, unknown],
    ['a bicycle', 100_000, 4 * hour, slow, bicycle, undefined],
    ['nothing without distance', 0, hour, slow, vehicle, undefined],
    ['nothing without duration', 1000, 0, slow, vehicle, undefined],
  ])('%s', (_, distance, duration, speeds, mode, expected) => {
    expect(provenMode({ distance, duration, speeds, mode })).toBe(expected);
  });
});
