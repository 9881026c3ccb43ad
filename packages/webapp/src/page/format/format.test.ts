import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  createFormat,
  daysOf,
  isDay,
  momentOf,
  moveBy,
  rangeAround,
  secondsAround,
  spans,
  unitsOf,
} from './index.js';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ');

test('a moment keeps the clock of the place', () => {
  expect(momentOf(1794053999.55, '2026-11-07T13:19:59.552378+01:00', { timezone: 'Europe/Berlin' })).toEqual({
    ts: 1794053999.55,
    day: '2026-11-07',
    clock: '13:19',
    zone: 'Europe/Berlin',
  });
  expect(momentOf(1794053999.55, '2026-11-07T17:49:59+05:30', null)?.zone).toBe('+05:30');
  expect(momentOf(null, '2026-11-07T13:19:59+01:00', {})).toBeUndefined();
  expect(momentOf(1, 'yesterday', {})).toBeUndefined();
});

describe('measures', () => {
  const irish = createFormat('en-IE');
  const american = createFormat('en-US');
  const german = createFormat('de-DE');

  test('in the units of the region', () => {
    expect(['de', 'en-US', 'en-GB', 'en', 'fr-CA'].map(unitsOf)).toEqual([
      'metric',
      'imperial',
      'imperial',
      'imperial',
      'metric',
    ]);
    expect([84, 943, 4711, 99_940, 1_250_400].map(irish.distance).map(plain)).toEqual([
      '80 m',
      '940 m',
      '4.7 km',
      '99.9 km',
      '1,250 km',
    ]);
    expect([30, 4711].map(american.distance).map(plain)).toEqual(['100 ft', '2.9 mi']);
    expect(plain(german.distance(1_250_400))).toBe('1.250 km');
    expect(plain(german.speed(5))).toBe('18 km/h');
  });

  test('durations in hours and minutes', () => {
    expect([0, 10, 725, 3_600, 3_900].map(irish.duration).map(plain)).toEqual([
      '0 mins',
      '1 min',
      '12 mins',
      '1 hr',
      '1 hr 5 mins',
    ]);
    expect([0.0213, 0.9, 1.44].map(irish.seconds).map(plain)).toEqual(['21 ms', '900 ms', '1.4 secs']);
    expect(plain(irish.days(7))).toBe('7 days');
  });

  test('days and clocks of the place, whatever the zone of the reader', () => {
    expect(german.day('2026-11-07')).toBe('Samstag, 7. November');
    expect(german.clock({ day: '2026-11-07', clock: '13:19' })).toBe('13:19');
    expect(plain(american.clock({ day: '2026-11-07', clock: '13:19' }))).toBe('1:19 PM');
  });
});

describe('spans of days', () => {
  const days = fc
    .integer({ min: 0, max: 40_000 })
    .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));

  test('weeks begin on Monday, months and years with their first', () => {
    expect(rangeAround('2026-11-08', 'week')).toEqual({ first: '2026-11-02', last: '2026-11-08' });
    expect(rangeAround('2028-02-10', 'month')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
    expect(rangeAround('2026-11-08', 'year')).toEqual({ first: '2026-01-01', last: '2026-12-31' });
  });

  test('a span holds its day; the next one begins where it ends, and going back finds it again', () => {
    fc.assert(
      fc.property(days, fc.constantFrom(...spans), (day, span) => {
        const range = rangeAround(day, span);
        expect(daysOf(range)).toContain(day);
        const next = moveBy(day, span, 1);
        expect(rangeAround(next, span).first).toBe(addDays(range.last, 1));
        expect(rangeAround(moveBy(next, span, -1), span)).toEqual(range);
      }),
      { numRuns: 50 },
    );
  });

  test('only dates of the calendar are days', () => {
    expect(['2026-02-28', '2026-02-30', '2026-2-3', '', null, '2026-13-01'].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test('seconds around days reach from the first island to the last', () => {
    const { start, end } = secondsAround({ first: '2026-11-07', last: '2026-11-07' });
    expect(new Date(start * 1000).toISOString()).toBe('2026-11-06T10:00:00.000Z');
    expect(new Date(end * 1000).toISOString()).toBe('2026-11-08T12:00:00.000Z');
  });
});
