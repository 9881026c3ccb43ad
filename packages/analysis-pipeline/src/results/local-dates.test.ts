import { expect, it } from 'vitest';
import { isOnLocalDates, parseLocalDates, windowOf } from './local-dates.js';

it('reads one day or two', () => {
  expect(parseLocalDates('2016-06-20')).toEqual({ first: 20160620, last: 20160620 });
  expect(parseLocalDates('2016-12-31..2017-01-01')).toEqual({ first: 20161231, last: 20170101 });
});

it.each(['', '2016-6-20', '2016-02-30', '2016-06-20..', '2016-06-20..2016-06-19', '2016-06-20..x..y'])(
  'refuses %j',
  (text) => {
    expect(() => parseLocalDates(text)).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  },
);

it('compares days as a whole, not one component after the other', () => {
  const turnOfYear = parseLocalDates('2016-12-31..2017-01-01');
  expect(isOnLocalDates({ year: 2017, month: 1, day: 1 }, turnOfYear)).toBe(true);
  expect(isOnLocalDates({ year: 2016, month: 12, day: 30 }, turnOfYear)).toBe(false);
  expect(isOnLocalDates({ year: 2016, month: 1, day: 31 }, turnOfYear)).toBe(false);
});

it.each([undefined, null, 'today', {}, { year: 2016, month: 6 }])('finds %j on no day', (localDate) => {
  expect(isOnLocalDates(localDate, parseLocalDates('2016-06-20'))).toBe(false);
});

it('looks where the day is in any time zone', () => {
  const { start, end } = windowOf(parseLocalDates('2016-06-20'));
  expect(start).toBeLessThan(Date.parse('2016-06-20T00:00+14:00') / 1000);
  expect(end).toBeGreaterThan(Date.parse('2016-06-20T23:59-12:00') / 1000);
});
