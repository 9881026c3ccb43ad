import { parseLocalDates, windowOf } from '../results/index.js';

/** A stretch of Unix seconds, both ends included. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** Days between two dates up to which they are read together. */
const nearDays = 7;
/** More stretches than these are read as one. */
const mostWindows = 8;

/** Few stretches of time in which everything lies that happens on some local dates, whatever the time zone. */
export function windowsOf(dates: Iterable<string>): TimeWindow[] {
  const spans: [first: string, last: string][] = [];
  for (const date of [...dates].sort()) {
    const span = spans.at(-1);
    if (span !== undefined && daysBetween(span[1], date) <= nearDays) span[1] = date;
    else spans.push([date, date]);
  }
  const chosen: readonly (readonly [string, string])[] =
    spans.length <= mostWindows ? spans : [[spans[0]![0], spans.at(-1)![1]]];
  return chosen.map(([first, last]) => windowOf(parseLocalDates(`${first}..${last}`)));
}

function daysBetween(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / 86_400_000;
}
