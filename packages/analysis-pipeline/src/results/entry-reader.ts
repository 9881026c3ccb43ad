import type { Entry } from '@sojourn/datamodel';

/** Entries of one stream with a time within a window; both bounds are inclusive, in Unix seconds. */
export interface EntryWindow {
  readonly key: string;
  /** Dotted path of the time, such as `data.ts`. */
  readonly field: string;
  readonly start: number;
  readonly end: number;
}

/** Where a result reads one person's entries from: a store, a client of one, or memory. */
export interface EntryReader {
  /** In order of time, then id. Entries without the time are left out. */
  window(window: EntryWindow): Promise<readonly Entry[]>;
  /** The entry with an id, or undefined. */
  entry(id: string): Promise<Entry | undefined>;
}

/** The value of a time field given by its dotted path, NaN when the entry has none. */
export function timeAt(entry: Entry, field: string): number {
  const [part, member = ''] = field.split('.', 2);
  const holder = (part === 'metadata' ? entry.metadata : entry.data) as { readonly [name: string]: unknown };
  const value = holder[member];
  return typeof value === 'number' ? value : Number.NaN;
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
    entry: async (id) => entries.find((entry) => entry._id.$oid === id),
  };
}

const isWithin = (time: number, start: number, end: number): boolean => time >= start && time <= end;
