import type { ColumnFilter } from './column-filter.js';
import { filterError } from './column-filter.js';

/** Bounds of a formatted time. They are compared as texts, so a beginning such as `2024-03` stands for its whole period. */
export interface FormattedTimeQuery {
  /** Dotted path of a `fmt_time`. */
  readonly field: string;
  readonly start: string | null;
  /** Included as a whole: `2024-03` reaches to the last moment of March. */
  readonly end: string;
}

/** Local wall time whatever its offset, as in the reference. @throws SojournError `filter-invalid` */
export function formattedTimeFilter({ field, start, end }: FormattedTimeQuery): ColumnFilter {
  if (!field.endsWith('fmt_time')) {
    throw filterError(
      'formattedTime.field',
      'invalid',
      'the field is a formatted time: its name ends with fmt_time',
    );
  }
  const from = start ?? '';
  const to = `${end}Z`;
  return {
    text: JSON.stringify([field, start, end]),
    apply(block, marks) {
      const texts = block.strings(field);
      for (let row = 0; row < marks.length; row++) {
        const text = texts[row];
        if (text === undefined || text < from || text > to) marks[row] = 0;
      }
    },
  };
}

/** The time in seconds beside a formatted one: `data.start_fmt_time` stands for `data.start_ts`. */
export function secondsBeside(field: string): string {
  return `${field.slice(0, -'fmt_time'.length)}ts`;
}

/** Bounds in Unix seconds that hold whatever the filter lets through; open where a text is no date. */
export function secondsAround({ start, end }: FormattedTimeQuery): {
  readonly start: number;
  readonly end: number;
} {
  const day = 86_400;
  const first = periodOf(start ?? '');
  const last = periodOf(end);
  // No zone is further than a day from UTC.
  return { start: (first?.start ?? -Infinity) - day, end: (last?.end ?? Infinity) + day };
}

/** Beginning and end of the years that a text names. */
function periodOf(text: string): { readonly start: number; readonly end: number } | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), match[2], match[3]];
  const start = Date.UTC(year, month ? Number(month) - 1 : 0, day ? Number(day) : 1);
  const end = Date.UTC(year, month ? Number(month) - (day ? 1 : 0) : 12, day ? Number(day) + 1 : 1);
  return { start: start / 1000, end: end / 1000 };
}
