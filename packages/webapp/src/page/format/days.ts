/** Length of time that the diary shows at once. */
export const spans = ['day', 'week', 'month', 'year'] as const;
export type Span = (typeof spans)[number];

/** Local dates, both inclusive, as in `2026-11-07`. */
export interface DayRange {
  readonly first: string;
  readonly last: string;
}

const DAY = 86_400_000;

const parse = (day: string): Date => new Date(`${day}T00:00:00Z`);
const print = (date: Date): string => date.toISOString().slice(0, 10);

/** Whether a text is a date of the calendar, as in `2026-02-28`. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = parse(text);
  return !Number.isNaN(date.getTime()) && print(date) === text;
}

/** The date so many days later, or earlier. */
export function addDays(day: string, count: number): string {
  return print(new Date(parse(day).getTime() + count * DAY));
}

/** The days that are shown together with one; weeks begin on Monday (ISO 8601). */
export function rangeAround(day: string, span: Span): DayRange {
  const date = parse(day);
  const year = date.getUTCFullYear();
  switch (span) {
    case 'day':
      return { first: day, last: day };
    case 'week': {
      const first = addDays(day, -((date.getUTCDay() + 6) % 7));
      return { first, last: addDays(first, 6) };
    }
    case 'month': {
      const month = date.getUTCMonth();
      return {
        first: print(new Date(Date.UTC(year, month, 1))),
        last: print(new Date(Date.UTC(year, month + 1, 0))),
      };
    }
    case 'year':
      return { first: `${year}-01-01`, last: `${year}-12-31` };
  }
}

/** A day in the span before (-1) or after (1) that of a day. */
export function moveBy(day: string, span: Span, direction: -1 | 1): string {
  const { first, last } = rangeAround(day, span);
  return direction < 0 ? rangeAround(addDays(first, -1), span).first : addDays(last, 1);
}

/** Every day of a range in order. */
export function daysOf({ first, last }: DayRange): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

/**
 * Unix seconds between which everything of these local dates lies, wherever on earth: clocks are 14 hours ahead of
 * UTC at most and 12 behind.
 */
export function secondsAround({ first, last }: DayRange): { start: number; end: number } {
  return {
    start: parse(first).getTime() / 1000 - 14 * 3600,
    end: parse(addDays(last, 1)).getTime() / 1000 + 12 * 3600,
  };
}
