import type { PersonStorage } from '@sojourn/datamodel/http';
import { expect, test } from 'vitest';
import { sortPeople } from './sort-people.js';

const one = (person: string, entries: number, first: number | null): PersonStorage => ({
  person,
  custody: 'managed',
  locked: false,
  entries,
  bytes: entries * 10,
  first,
  last: first,
  damaged: false,
});
const people = [one('c', 5, 300), one('a', 9, null), one('d', 5, 100), one('b', 0, 200)];
const sorted = (...how: [Parameters<typeof sortPeople>[1], boolean]) =>
  sortPeople(people, ...how)
    .map(({ person }) => person)
    .join('');

test('people are sorted either way, equal ones by id, those without a value last', () => {
  expect(sorted('entries', false)).toBe('acdb');
  expect(sorted('entries', true)).toBe('bcda');
  expect(sorted('first', true)).toBe('dbca');
  expect(sorted('first', false)).toBe('cbda');
  expect(sorted('person', true)).toBe('abcd');
});
