import { zoneOffset } from '@sojourn/datamodel/time';

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** A calendar day as the number of days since 1970-01-01. */
export type DayNumber = number;

/** Milliseconds that the zone's clock is ahead of UTC at a time (milliseconds since 1970). */
export function offsetOf(zone: string, time: number): number {
  return 1000 * zoneOffset(Math.floor(time / 1000), zone);
}

/** The day number of a date such as `2024-06-03`; throws a RangeError for anything else. */
export function parseDay(date: string): DayNumber {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`not a date (expected year-month-day): ${date}`);
  return time / DAY;
}

/** 0 for Monday … 6 for Sunday. */
export function weekdayOf(day: DayNumber): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The local calendar day at a time. */
export function localDayOf(zone: string, time: number): DayNumber {
  return Math.floor((time + offsetOf(zone, time)) / DAY);
}

/** Milliseconds since local midnight at a time. */
export function localClockOf(zone: string, time: number): number {
  const local = time + offsetOf(zone, time);
  return local - Math.floor(local / DAY) * DAY;
}

/** The time at which local clocks show the given hours (fractions allowed, 24 and more lead into the next day). */
export function timeOf(zone: string, day: DayNumber, hours: number): number {
  const local = day * DAY + hours * HOUR;
  const guess = local - offsetOf(zone, local);
  return Math.round(local - offsetOf(zone, guess));
}
