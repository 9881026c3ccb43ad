import { SojournError } from '@sojourn/datamodel';

/** Local calendar days from the first to the last, both included. */
export interface LocalDates {
  /** Both as the digits YYYYMMDD read as a number, so that days compare as numbers. */
  readonly first: number;
  readonly last: number;
}

const day = 86_400;
/** Clocks on earth differ from UTC by at most 14 hours; a whole day leaves room for what is written down wrongly. */
const margin = day;

/**
 * Reads `YYYY-MM-DD`, or two of them with `..` between.
 * @throws SojournError `request-invalid` when it is no day of the calendar or the last day is before the first
 */
export function parseLocalDates(text: string): LocalDates {
  const [from = '', to = from, ...more] = text.split('..');
  const first = dayNumber(from);
  const last = dayNumber(to);
  if (more.length > 0 || !(first <= last)) {
    throw new SojournError('request-invalid', { detail: 'expected YYYY-MM-DD or YYYY-MM-DD..YYYY-MM-DD' });
  }
  return { first, last };
}

function dayNumber(text: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  // A day that does not exist is moved on to one that does, which then reads differently.
  const time = parts === null ? Number.NaN : Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text) return Number.NaN;
  return Number(text.replaceAll('-', ''));
}

/** Whether a local date, as entries hold it in their `*_local_dt` members, is one of the days. */
export function isOnLocalDates(localDate: unknown, { first, last }: LocalDates): boolean {
  if (typeof localDate !== 'object' || localDate === null) return false;
  const { year, month, day: dayOfMonth } = localDate as { [component: string]: unknown };
  if (typeof year !== 'number' || typeof month !== 'number' || typeof dayOfMonth !== 'number') return false;
  const number = year * 10_000 + month * 100 + dayOfMonth;
  return number >= first && number <= last;
}

/** Unix seconds between which everything lies that happens on the days, whatever the time zone. */
export function windowOf({ first, last }: LocalDates): { start: number; end: number } {
  return { start: startOfDay(first) - margin, end: startOfDay(last) + day + margin };
}

function startOfDay(number: number): number {
  return Date.UTC(Math.floor(number / 10_000), (Math.floor(number / 100) % 100) - 1, number % 100) / 1000;
}
