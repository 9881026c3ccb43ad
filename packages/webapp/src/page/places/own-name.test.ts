import { expect, test } from 'vitest';
import type { Place, Position } from '../trips/index.js';
import { ownNameAt, ownNamesOf, renaming } from './own-name.js';

const stay = (position: Position): Place => ({
  id: '',
  position,
  enter: { ts: 1_718_000_000, day: '2024-06-10', clock: '08:13', zone: 'Europe/Paris' },
  exit: undefined,
  answers: [],
});
const cafe: Position = [2.35, 48.85];
const besideCafe: Position = [2.3503, 48.8502];
const library: Position = [2.36, 48.85];

test('a name holds for every stay at the place until it is changed or taken back', () => {
  const stored = renaming(stay(cafe), 'Chez Ana', { names: [], matchId: 'a', now: 1000 });
  let names = ownNamesOf(stored);
  expect(ownNameAt(names, besideCafe)?.text).toBe('Chez Ana');
  expect(ownNameAt(names, library)).toBeUndefined();

  stored.push(...renaming(stay(besideCafe), 'Café', { names, matchId: 'b', now: 2000 }));
  names = ownNamesOf(stored);
  expect(names.map(({ text }) => text)).toEqual(['Café']);
  stored.push(...renaming(stay(cafe), '', { names, matchId: 'c', now: 3000 }));
  expect(ownNamesOf(stored)).toEqual([]);
});

test('what is stored at once has times of its own, by which entries are told apart', () => {
  const names = ownNamesOf(renaming(stay(cafe), 'Chez Ana', { names: [], matchId: 'a', now: 1000 }));
  const stored = renaming(stay(cafe), 'Café', { names, matchId: 'b', now: 2000 });
  expect(stored.map(({ data }) => data.status)).toEqual(['DELETED', 'ACTIVE']);
  expect(new Set(stored.map(({ metadata }) => metadata.write_ts)).size).toBe(2);
  expect(stored[1]!.data).toMatchObject({ start_ts: 1_718_000_000, label: 'Café', match_id: 'b' });
  expect(stored[1]!.data).not.toHaveProperty('end_ts');
});

test('additions of other kinds are no names', () => {
  const [entry] = renaming(stay(cafe), 'Domestic', { names: [], matchId: 'a', now: 1 });
  expect(ownNamesOf([{ ...entry!, data: { ...entry!.data, name: 'TimeUseSurvey' } }])).toEqual([]);
  expect(ownNamesOf([{ ...entry!, data: { ...entry!.data, loc: undefined } }])).toEqual([]);
});
