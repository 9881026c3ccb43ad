import { expect, test } from 'vitest';
import type { Place, Position } from '../trips/index.js';
import { homeOf } from './habits.js';
import { cellsAround, type Town, townAt } from './town.js';

const stay = (position: Position, enter: [string, string], exit: [string, string]): Place => ({
  id: '',
  position,
  enter: { ts: 0, day: enter[0], clock: enter[1], zone: 'UTC' },
  exit: { ts: 0, day: exit[0], clock: exit[1], zone: 'UTC' },
  answers: [],
});
const flat: Position = [8.8, 53.08];
const nearFlat: Position = [8.8005, 53.0803];
const office: Position = [8.9, 53.1];

test('home is where most nights are spent, a few metres more or less', () => {
  const stays = [
    stay(flat, ['2026-11-01', '18:00'], ['2026-11-02', '08:00']),
    stay(office, ['2026-11-02', '09:00'], ['2026-11-02', '17:00']),
    stay(nearFlat, ['2026-11-02', '18:00'], ['2026-11-04', '08:00']),
    stay(office, ['2026-11-04', '22:00'], ['2026-11-05', '08:00']),
  ];
  expect(homeOf(stays)).toEqual(flat);
});

test('a night or two do not make a home, and days make none', () => {
  expect(homeOf([stay(flat, ['2026-11-01', '18:00'], ['2026-11-03', '08:00'])])).toBeUndefined();
  expect(homeOf([stay(office, ['2026-11-01', '04:00'], ['2026-11-01', '23:59'])])).toBeUndefined();
});

const towns: Town[] = [
  ['Bremen', 8.80717, 53.07516, 546_501],
  ['Stuhr', 8.74, 53.03, 32_507],
];

test('a place is called after its town, and after the side of it', () => {
  expect(townAt(towns, [8.808, 53.076])).toEqual({ name: 'Bremen', direction: undefined });
  expect(townAt(towns, [8.87, 53.11])).toEqual({ name: 'Bremen', direction: 'ne' });
  expect(townAt(towns, [8.741, 53.031])).toEqual({ name: 'Stuhr', direction: undefined });
  expect(townAt(towns, [7, 50])).toBeUndefined();
  expect(townAt([['Taveuni', 179.99, -16.8, 9_000]], [-179.99, -16.8])?.name).toBe('Taveuni');
});

test('the cells beyond a near border are looked at, too, also over the date line', () => {
  expect(cellsAround([1.5, 46.5])).toEqual(['60_45']);
  expect(new Set(cellsAround([0.1, 46.5]))).toEqual(new Set(['60_45', '59_45']));
  expect(new Set(cellsAround([179.9, 1.5]))).toEqual(new Set(['119_30', '0_30']));
});
