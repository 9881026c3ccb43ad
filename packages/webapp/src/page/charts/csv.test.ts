import { expect, test } from 'vitest';
import { csvOf } from './csv.js';

test('cells are quoted where they have to be, and never formulas', () => {
  expect(
    csvOf([
      ['day', 'Car, alone'],
      ['2026-11-07', 12.5],
      ['=1+1', 'a "b"'],
      ['-x', -3],
    ]),
  ).toBe('day,"Car, alone"\r\n2026-11-07,12.5\r\n\'=1+1,"a ""b"""\r\n\'-x,-3\r\n');
});
