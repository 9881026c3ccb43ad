import { expect, test } from 'vitest';
import { addDays } from '../format/index.js';
import { bucketsOf, daysAfter, daysUpTo, perPersonAndDay, totalsByMode } from './sums.js';

const days = [
  { date: '2026-11-02', nUsers: 1, mode_ON_FOOT: 1000, mode_bike: 2500 },
  { date: '2026-11-08', nUsers: 1, mode_BICYCLING: 500 },
  { date: '2026-11-09', nUsers: 1, mode_train: 9000 },
];

test('days become weeks, labels and sensed modes become modes', () => {
  const range = { first: '2026-10-26', last: '2026-11-15' };
  const buckets = bucketsOf(days, 'distance', range, 'week');
  expect(buckets).toEqual([
    { range: { first: '2026-10-26', last: '2026-11-01' }, values: {} },
    { range: { first: '2026-11-02', last: '2026-11-08' }, values: { walking: 1000, bicycling: 3000 } },
    { range: { first: '2026-11-09', last: '2026-11-15' }, values: { train: 9000 } },
  ]);
  expect(totalsByMode(buckets)).toEqual([
    { mode: 'train', amount: 9000 },
    { mode: 'bicycling', amount: 3000 },
    { mode: 'walking', amount: 1000 },
  ]);
});

test('a footprint counts what is known and what it may have been at most', () => {
  const footprint = [
    {
      date: '2026-11-02',
      nUsers: 2,
      mode_bus: { kwh: 2, kg_co2: 0.5, metadata: { is_provisional: false } },
      mode_UNKNOWN: { kwh: 0, kwh_uncertain: 6 },
    },
    { date: '2026-11-03', nUsers: 2, mode_bus: { kwh: Number.NaN } },
  ];
  expect(perPersonAndDay(footprint, 'energy')).toBe(2);
  expect(perPersonAndDay(footprint, 'carbon')).toBe(0.125);
});

test('a group of nobody has no mean', () => {
  expect(perPersonAndDay([], 'distance')).toBeUndefined();
});

test('a dashboard ends with the step of its last day', () => {
  expect(daysUpTo('2026-11-20', 'month')).toEqual({ first: '2025-12-01', last: '2026-11-30' });
  expect(daysUpTo('2026-11-20', 'day')).toEqual({ first: '2026-11-07', last: '2026-11-20' });
});

test.each(['day', 'week', 'month', 'year'] as const)(
  'going on by %s and back again leads to the same days',
  (step) => {
    const range = daysUpTo('2026-02-20', step);
    const after = daysUpTo(daysAfter(range, step), step);
    expect(addDays(range.last, 1)).toBe(after.first);
    expect(daysUpTo(addDays(after.first, -1), step)).toEqual(range);
  },
);
