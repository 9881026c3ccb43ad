import { isDay, type Span, spans } from '../format/index.js';

/** What the diary shows, as its address says it. */
export interface DiarySearch {
  /** Default: day. */
  readonly span?: Span;
  /** A local date within the span; default: the latest with a trip. */
  readonly day?: string;
  /** Id of the trip that is open. */
  readonly trip?: string;
  /** Text that places are searched for. */
  readonly find?: string;
}

/** Reads the query of an address; what makes no sense is left out. */
export function readDiarySearch(query: Record<string, unknown>): DiarySearch {
  const { span, day, trip, find } = query;
  const isSpan = (value: unknown): value is Span => spans.includes(value as Span);
  return {
    ...(isSpan(span) ? { span } : {}),
    ...(isDay(day) ? { day } : {}),
    ...(typeof trip === 'string' && /^[0-9a-f]{24}$/.test(trip) ? { trip } : {}),
    // A find that looks like a number arrives as one.
    ...((typeof find === 'string' || typeof find === 'number') && find !== '' ? { find: String(find) } : {}),
  };
}
