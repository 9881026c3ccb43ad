/** A stretch of time by `metadata.write_ts`, Unix seconds: from the start on, up to but without the end. */
export interface Period {
  /** Null for the first archive, which takes whatever was written before. */
  readonly start: number | null;
  readonly end: number;
}

const day = 86_400;

/** The midnight in UTC at or before a time. @param time Unix seconds */
export const midnightBefore = (time: number): number => Math.floor(time / day) * day;

/**
 * The period of the next archive: from where the one before ended to so many whole days after the first entry, so that
 * stretches without entries make no archives of their own.
 * @param first when the first entry was written that is in no archive yet
 * @param limit where archives end for now
 */
export function nextPeriod(start: number | null, first: number, days: number, limit: number): Period {
  return { start, end: Math.min(midnightBefore(first) + days * day, limit) };
}

/** The query of a period; the store takes both its bounds as part of it. */
export function rangeOf({ start, end }: Period) {
  return { field: 'metadata.write_ts', start, end: justBelow(end) } as const;
}

/** The name of an archive as the reference's, with days instead of seconds. */
export function archiveName(person: string, { start, end }: Period, suffix: string): string {
  return `archive_${person}_${start === null ? 'None' : dateOf(start)}_${dateOf(end)}${suffix}`;
}

function dateOf(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10);
}

/** The greatest double below a positive one that is no power of two, which no time of this age is. */
function justBelow(value: number): number {
  return value * (1 - Number.EPSILON / 2);
}
