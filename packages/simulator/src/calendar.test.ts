import { expect, test } from 'vitest';
import { localClockOf, localDayOf, parseDay, timeOf, weekdayOf } from './calendar.js';

test('a local hour is the time at which clocks there show it, on the days of the clock change too', () => {
  const iso = (zone: string, date: string, hours: number) =>
    new Date(timeOf(zone, parseDay(date), hours)).toISOString();
  expect(iso('America/Los_Angeles', '2024-06-03', 8)).toBe('2024-06-03T15:00:00.000Z');
  expect(iso('Asia/Kolkata', '2024-06-03', 0)).toBe('2024-06-02T18:30:00.000Z');
  expect(iso('Europe/Berlin', '2024-03-31', 12)).toBe('2024-03-31T10:00:00.000Z');
  expect(iso('Europe/Berlin', '2024-03-31', 1)).toBe('2024-03-31T00:00:00.000Z');
});

test('days and weekdays', () => {
  const monday = parseDay('2024-06-03');
  expect(weekdayOf(monday)).toBe(0);
  expect(weekdayOf(monday - 1)).toBe(6);
  const noon = timeOf('Pacific/Auckland', monday, 12);
  expect(localDayOf('Pacific/Auckland', noon)).toBe(monday);
  expect(localClockOf('Pacific/Auckland', noon)).toBe(12 * 3_600_000);
});

test.each(['2024-6-3', 'yesterday', '2024-13-01'])('%s is not a date', (text) => {
  expect(() => parseDay(text)).toThrow(RangeError);
});
