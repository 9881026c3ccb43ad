import type { Entry } from '@sojourn/datamodel';
import { numberOrNone } from '../points/index.js';
import { type LocalDateSpan, matchesLocalDates } from './local-date-span.js';

/** Entries of one stream with a time within a window; both bounds are inclusive, in Unix seconds. */
export interface EntryWindow {
  readonly key: string;
  /** Dotted path of the time, such as `data.ts`. */
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

/** Entries of one stream whose local date lies within a span. */
export interface EntrySpan extends LocalDateSpan {
  readonly key: string;
  /** Dotted path of the local date, such as `data.local_dt`. */
  readonly field: string;
}

/** Where a result reads one person's entries from: a store, a client of one, or memory. */
export interface EntryReader {
  /** In order of time, then id. Entries without the time are left out. */
  window(window: EntryWindow): Promise<readonly Entry[]>;
  /** In order of time, then id. */
  span(span: EntrySpan): Promise<readonly Entry[]>;
  /** The entry of a stream with an id, or undefined. */
  entry(id: string, key: string): Promise<Entry | undefined>;
}

/** The two ways in which a result selects entries, as clients of the store are asked. */
export type ResultQuery = { readonly keys: string[] } & (
  | { readonly time: { readonly field: string; readonly start: number; readonly end: number } }
  | { readonly localDate: { readonly field: string } & LocalDateSpan }
);

/**
 * Reads through a client.
 * @param stream the client's answer to a query, part by part, in order of time, then id
 * @param entry how the client finds one entry
 */
export function readerThrough(
  stream: (query: ResultQuery) => AsyncIterable<readonly Entry[]>,
  entry: EntryReader['entry'],
): EntryReader {
  const read = async (query: ResultQuery): Promise<Entry[]> => {
    const found: Entry[] = [];
    for await (const part of stream(query)) found.push(...part);
    return found;
  };
  return {
    window: ({ key, field, start, end }) => read({ keys: [key], time: { field, start, end } }),
    span: ({ key, field, from, to }) => read({ keys: [key], localDate: { field, from, to } }),
    entry,
  };
}

/** The value of a time field given by its dotted path, NaN when the entry has none. */
export function timeAt(entry: Entry, field: string): number {
  return numberOrNone(memberAt(entry, field));
}

function memberAt(entry: Entry, field: string): unknown {
  const [part, member = ''] = field.split('.', 2);
  const holder = (part === 'metadata' ? entry.metadata : entry.data) as { readonly [name: string]: unknown };
  return holder[member];
}

/** The order of entries by a time field, then by id. */
export function byTime(field: string): (left: Entry, right: Entry) => number {
  return (left, right) =>
    timeAt(left, field) - timeAt(right, field) ||
    (left._id.$oid < right._id.$oid ? -1 : left._id.$oid > right._id.$oid ? 1 : 0);
}

/** Reads from entries in memory. */
export function readerOf(entries: readonly Entry[]): EntryReader {
  return {
    window: async ({ key, field, start, end }) =>
      entries
        .filter((entry) => entry.metadata.key === key && isWithin(timeAt(entry, field), start, end))
        .sort(byTime(field)),
    span: async ({ key, field, from, to }) =>
      entries
        .filter(
          (entry) => entry.metadata.key === key && matchesLocalDates(memberAt(entry, field), { from, to }),
        )
        .sort(byTime(field.replace(/local_dt$/, 'ts'))),
    entry: async (id, key) => entries.find((entry) => entry._id.$oid === id && entry.metadata.key === key),
  };
}

const isWithin = (time: number, start: number, end: number): boolean => time >= start && time <= end;
