/** An instant as the clocks showed it where somebody was. */
export interface Moment {
  /** Unix seconds. */
  readonly ts: number;
  /** Local date, as in `2026-11-07`. */
  readonly day: string;
  /** Local time of day, as in `13:19`. */
  readonly clock: string;
  /** IANA zone, or an offset such as `+05:30`. */
  readonly zone: string;
}

/** Reads a time of an entry from its ISO 8601 text, whose local time is kept as it stands. */
export function momentOf(ts: unknown, text: unknown, localDate: unknown): Moment | undefined {
  if (typeof ts !== 'number' || typeof text !== 'string') return undefined;
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text);
  if (!match) return undefined;
  const zone = (localDate as { timezone?: unknown } | null | undefined)?.timezone;
  return { ts, day: match[1]!, clock: match[2]!, zone: typeof zone === 'string' ? zone : text.slice(-6) };
}
