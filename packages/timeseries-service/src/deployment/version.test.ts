import { describe, expect, it } from 'vitest';
import { compareVersions } from './version.js';

describe('compareVersions', () => {
  it.each([
    ['2.1.3', '2.1.3', 0],
    ['2.10.0', '2.9.9', 1],
    ['2.1', '2.1.0', 0],
    ['2.1', '2.1.1', -1],
    ['10', '9.9.9', 1],
    ['1.2.3-beta', '1.2.3', 0],
    ['', '0.0.1', -1],
  ])('%s against %s is %i', (left, right, expected) => {
    expect(compareVersions(left, right)).toBe(expected);
  });
});
