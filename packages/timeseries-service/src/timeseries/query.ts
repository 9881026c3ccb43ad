import type { Entry } from '@sojourn/datamodel';
import type { FormattedTimeQuery, GeoQuery } from './filter/index.js';
import type { EntryStore } from './timeseries.js';

/** Inclusive bounds in Unix seconds; null leaves a side open. */
export interface TimeWindow {
  readonly start: number | null;
  readonly end: number | null;
}

/** Components of a local date that are compared one by one. */
export type LocalDateComponents = Readonly<Record<string, unknown>>;

/** Which entries of a person, and in which order. */
export interface EntryQuery {
  /** null: every key; empty: the usercache alone. */
  readonly keys: readonly string[] | null;
  /** Default: usercache, raw and analysis. */
  readonly stores?: readonly EntryStore[];
  /** Entries without the field as a number are left out. */
  readonly time?: TimeWindow & { readonly field: string };
  /**
   * Independent filters, one a component: `from ≤ component ≤ to`, or, when from > to, `component ≥ from or ≤ to`
   * or no such component. Components that are not integers are skipped.
   */
  readonly localDate?: {
    readonly field: string;
    readonly from: LocalDateComponents;
    readonly to: LocalDateComponents;
  };
  /** Bounds of a formatted time, compared as texts. */
  readonly formattedTime?: FormattedTimeQuery;
  /** Entries all of whose named points lie in a region. */
  readonly geo?: GeoQuery;
  /** Conditions on members, all of which must hold: dotted paths with a value or operators such as `$gt`. */
  readonly where?: readonly Readonly<Record<string, unknown>>[];
  /**
   * Dotted path of a time. Default: the field of `time`, the time beside the local date or formatted time, else
   * `metadata.write_ts`.
   */
  readonly orderBy?: string;
  /** Latest first. */
  readonly descending?: boolean;
  readonly includeInvalid?: boolean;
  /** When more match, `truncate` says which are kept. */
  readonly limit?: number;
  /** `sample` keeps every s-th, s = ⌊matches / limit⌋ + 1. Default `first`. */
  readonly truncate?: 'first' | 'last' | 'sample';
}

/** One page of an answer. */
export interface ResultPage {
  /** Entries as JSON, separated by commas, without brackets. */
  readonly chunks: readonly Uint8Array[];
  readonly count: number;
  /** Where the next page begins; null after the last. */
  readonly cursor: string | null;
}

/** An answer, ordered by (time, `_id`), read while it is consumed. */
export interface ResultStream {
  /** Entries as wire JSON with a separator between them, none before the first or after the last. */
  json(separator: ',' | '\n'): AsyncIterable<Uint8Array>;
  /** Entries in batches. */
  objects(): AsyncIterable<Entry[]>;
  /**
   * One page. A cursor belongs to person and query and shows what was there when the first page was read.
   * @throws SojournError `cursor-invalid`, `request-invalid` together with `limit`
   */
  page(size: number, cursor?: string): Promise<ResultPage>;
}
