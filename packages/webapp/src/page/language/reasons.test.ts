import { expect, test } from 'vitest';
import { englishReasons, germanReasons, reasonText } from './reasons.js';

test('whatever is said in German is said in English, too', () => {
  expect(Object.keys(englishReasons)).toEqual(expect.arrayContaining(Object.keys(germanReasons)));
});

test('a code without words of a language has those of the catalogue, and one that nobody knows stands for itself', () => {
  expect(reasonText('run-failing', germanReasons)).toBe('Der letzte Lauf ist gescheitert');
  expect(reasonText('config-invalid', germanReasons)).toBe('The configuration is not valid');
  expect(reasonText('token-invalid', englishReasons)).toBe('The token is not known');
  expect(reasonText('constructor', englishReasons)).toBe('constructor');
});
