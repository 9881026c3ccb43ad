import { describe, expect, test } from 'vitest';
import type { Place } from '../trips/index.js';
import { findDate } from './find-date.js';
import { findPlaces } from './find-places.js';

describe('a typed date', () => {
  test.each([
    ['2026-11-07', '2026-11-07'],
    ['7.11.2026', '2026-11-07'],
    ['7. 11.', '2026-11-07'],
    ['07/11/2026', '2026-11-07'],
    ['7 nov', '2026-11-07'],
    ['7. Dezember', '2025-12-07'],
    ['24 december 2024', '2024-12-24'],
    ['31.2.2026', undefined],
    ['7 xy', undefined],
    ['Bremen', undefined],
    ['', undefined],
  ])('%j is %j', (text, day) => {
    expect(findDate(text, 'de-DE', '2026-11-21')).toBe(day);
  });
});

const stay = (id: string, longitude: number, text?: string): Place => ({
  id,
  position: [longitude, 53],
  enter: undefined,
  exit: undefined,
  answers: text === undefined ? [] : [{ id: '', survey: '', text }],
});

test('places are found by part of their name or of what was said there, whatever case and accents', () => {
  const named = [
    { stay: stay('1', 8), name: 'Lisboa, north' },
    { stay: stay('2', 9), name: 'São Paulo' },
    { stay: stay('3', 8.0001), name: 'Lisboa, north' },
    { stay: stay('4', 9.5, 'Großmutter'), name: 'Porto' },
    { stay: stay('5', 9.9), name: 'Chez Ana', otherNames: ['Vannes, east'] },
  ];
  const find = (text: string) =>
    findPlaces(text, named).map(({ name, stays }) => [name, stays.map(({ id }) => id)]);
  expect(find('LISB')).toEqual([['Lisboa, north', ['3', '1']]]);
  expect(find('sao')).toEqual([['São Paulo', ['2']]]);
  expect(find('ana')).toEqual([['Chez Ana', ['5']]]);
  expect(find('vannes')).toEqual([['Chez Ana', ['5']]]);
  expect(find('grossm')).toEqual([['Porto', ['4']]]);
  expect(find(' ')).toEqual([]);
  expect(find('o').length).toBe(3);
});
