import type { Entry } from '@sojourn/datamodel';
import { formatTime, type LocalDate, localDate, zoneOffset } from '@sojourn/datamodel/time';
import { timeAt } from './entry-reader.js';

/** Groups of whole UTC days, weeks that end on Sunday, months or years. */
export type UtcFrequency = 'd' | 'w' | 'm' | 'y';
/** Groups of the same local day, month or year, wherever that was. */
export type LocalFrequency = 'DAILY' | 'MONTHLY' | 'YEARLY';

/** Entries that belong to the same stretch of time. */
export interface TimeGroup {
  readonly entries: readonly Entry[];
  /** Unix seconds of the day that stands for the group. */
  readonly ts: number;
  readonly local_dt: Partial<LocalDate>;
  readonly fmt_time: string;
}

const day = 86_400;

/**
 * Entries by the UTC time at which they start, from the first to the last group, those between without entries too. A
 * group is named after its last day.
 * @param entries in order of their start
 */
export function groupByUtc(entries: readonly Entry[], frequency: UtcFrequency): TimeGroup[] {
  const groups = new Map<number, Entry[]>();
  let last: number | undefined;
  for (const entry of entries) {
    const ts = lastDayOf(timeAt(entry, 'data.start_ts'), frequency);
    if (last === undefined) groups.set(ts, []);
    for (; last !== undefined && last < ts; groups.set(last, [])) last = lastDayOf(last + day, frequency);
    last = ts;
    groups.get(ts)!.push(entry);
  }
  return [...groups].map(([ts, members]) => ({
    entries: members,
    ts,
    local_dt: localDate(ts, 'UTC'),
    fmt_time: formatTime(ts, 'UTC'),
  }));
}

/** Midnight of the last day of the group that a time belongs to. */
function lastDayOf(ts: number, frequency: UtcFrequency): number {
  const days = Math.floor(ts / day);
  if (frequency === 'd') return days * day;
  // The first of January 1970 was a Thursday.
  if (frequency === 'w') return (days + 6 - ((((days + 3) % 7) + 7) % 7)) * day;
  const date = new Date(days * day * 1000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return (frequency === 'm' ? Date.UTC(year, month + 1, 0) : Date.UTC(year, 11, 31)) / 1000;
}

/**
 * Entries by the local date on which they start, ascending, only groups that have any. The zone of a group is that of
 * its earliest entry.
 * @param entries in order of their start
 */
export function groupByLocalDate(entries: readonly Entry[], frequency: LocalFrequency): TimeGroup[] {
  const length = { DAILY: 10, MONTHLY: 7, YEARLY: 4 }[frequency];
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { year, month, day: dayOfMonth } = entry.data.start_local_dt as LocalDate;
    const text = `${digits(year, 4)}-${digits(month, 2)}-${digits(dayOfMonth, 2)}`.slice(0, length);
    if (!groups.has(text)) groups.set(text, []);
    groups.get(text)!.push(entry);
  }
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([text, members]) => {
      const { timezone } = members[0]!.data.start_local_dt as LocalDate;
      const [year, month, dayOfMonth] = text.split('-').map(Number);
      const date = {
        year: year!,
        ...(month === undefined ? {} : { month }),
        ...(dayOfMonth === undefined ? {} : { day: dayOfMonth }),
      };
      const ts = localMidnight(Date.UTC(year!, (month ?? 1) - 1, dayOfMonth ?? 1) / 1000, timezone);
      return { entries: members, ts, local_dt: { ...date, timezone }, fmt_time: text };
    });
}

/**
 * The Unix time at which a zone's clocks first show what UTC's show at another; where they skip that, the moment at which
 * they do.
 */
function localMidnight(utc: number, zone: string): number {
  const [before, after] = [zoneOffset(utc - day, zone), zoneOffset(utc + day, zone)];
  const [first, second] = [utc - before, utc - after];
  return zoneOffset(first, zone) !== before && zoneOffset(second, zone) === after ? second : first;
}

function digits(value: number, count: number): string {
  return String(value).padStart(count, '0');
}
