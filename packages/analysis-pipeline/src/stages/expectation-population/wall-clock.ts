import { zoneOffset } from '@sojourn/datamodel/time';

const millisecondsOfDay = 86_400_000;

/**
 * The time on the clocks of a zone, as the milliseconds that UTC would have to show it: days and months are counted on
 * it, whatever daylight saving does.
 * @param ts Unix seconds
 */
export function wallClock(ts: number, zone: string): number {
  return (ts + zoneOffset(ts, zone)) * 1000;
}

/**
 * Reads an ISO 8601 time: with an offset it is an instant, without one what the clocks of the zone show.
 * @throws RangeError when it is no time
 */
export function parseWallClock(text: string, zone: string): number {
  const isInstant = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
  const milliseconds = Date.parse(isInstant || !text.includes('T') ? text : `${text}Z`);
  if (Number.isNaN(milliseconds)) throw new RangeError('a schedule starts at no known time');
  return isInstant ? wallClock(milliseconds / 1000, zone) : milliseconds;
}

export const wholeDays = (milliseconds: number): number => Math.floor(milliseconds / millisecondsOfDay);

export function addDays(clock: number, days: number): number {
  return clock + days * millisecondsOfDay;
}

/** The same day and time so many months later; the last day of a month that has no such day. */
export function addMonths(clock: number, months: number): number {
  const from = new Date(clock);
  const day = from.getUTCDate();
  const to = new Date(clock);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(day, lastDay));
  return to.getTime();
}

/** Whole months from one time to a later one. */
export function wholeMonths(from: number, to: number): number {
  const [one, other] = [new Date(from), new Date(to)];
  const months =
    (other.getUTCFullYear() - one.getUTCFullYear()) * 12 + other.getUTCMonth() - one.getUTCMonth();
  return addMonths(from, months) > to ? months - 1 : months;
}
