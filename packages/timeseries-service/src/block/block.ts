import type { Entry, PersonId } from '@sojourn/datamodel';
import type { OnKind } from './kinds.js';
import type { Leaves } from './leaves.js';

/**
 * Logical stores of the timeseries: where an entry stands in its life. `changes` holds no entries but what commits did
 * to entries that were there before. The position in the list is part of the format.
 */
export const storeNames = ['usercache', 'raw', 'analysis', 'quarantine', 'changes'] as const;
export type StoreName = (typeof storeNames)[number];

/** How entries of a block are told apart: phone uploads by (user, type, key, write_ts), all others by `_id`. */
export const identityClasses = ['upload', 'id'] as const;
export type IdentityClass = (typeof identityClasses)[number];

/** The time fields that every header keeps a range of. All in Unix seconds. */
export const timeFields = [
  'metadata.write_ts',
  'data.ts',
  'data.start_ts',
  'data.end_ts',
  'data.enter_ts',
  'data.exit_ts',
] as const;
export type TimeField = (typeof timeFields)[number];

/** Range of one time field over a block. */
export interface TimeRange {
  readonly min: number;
  readonly max: number;
  /** Number of entries that have the field as a finite number; the others are in no range. */
  readonly count: number;
}

/** What is known of a block without its key. Every byte of it is bound to the sealed body. */
export interface BlockHeader {
  readonly format: number;
  readonly codec: number;
  /** Preset dictionary of the compression. */
  readonly dictionary: number;
  /** 32 lower-case hexadecimal digits. */
  readonly id: string;
  readonly person: PersonId;
  readonly store: StoreName;
  readonly identity: IdentityClass;
  /** Distinct `metadata.key` values in the order of their first entry, with the number of entries of each. */
  readonly keys: readonly string[];
  readonly keyCounts: readonly number[];
  /** Sequence of the commit that made the block visible. */
  readonly commit: number;
  /** 0 for a base block, above for an overlay that replaces entries of lower generations. */
  readonly generation: number;
  readonly keyVersion: number;
  readonly count: number;
  /** Entries that have the member `invalid`. */
  readonly invalid: number;
  /** Entries that replace an entry of another block. */
  readonly overlays: number;
  readonly times: Readonly<Partial<Record<TimeField, TimeRange>>>;
  /** Smallest and largest `_id` as 24 hexadecimal digits; two empty texts when no entry has an object id. */
  readonly ids: readonly [min: string, max: string];
  /** Length of the sealed body in bytes. */
  readonly bytes: number;
}

/** What the caller says about the entries it seals. */
export interface BlockAbout {
  readonly person: PersonId;
  readonly store: StoreName;
  readonly identity: IdentityClass;
  readonly commit: number;
  readonly generation: number;
  /** 32 lower-case hexadecimal digits; drawn at random when absent. */
  readonly id?: string;
  /** Entries that replace one of another block; default: all of an overlay, none of a base block. */
  readonly overlays?: number;
  /** Arrival sequence of each entry, kept beside the entries; default: the block's commit for all of them. */
  readonly arrivals?: ArrayLike<number>;
  /** `fast` for uploads, `small` (the default) for blocks that stay. */
  readonly effort?: 'fast' | 'small';
}

/** A sealed block: the header in clear, and the body that only the data key opens. */
export interface SealedBlock {
  readonly id: string;
  readonly header: Uint8Array;
  readonly body: Uint8Array;
}

/**
 * An opened block. Columns are decoded when they are first asked for and then kept: asking again costs nothing, and
 * what is returned is shared, never to be changed.
 */
export interface ColumnBlock {
  readonly header: BlockHeader;
  readonly count: number;
  /** `_id.$oid` of every entry, the empty text where there is none. */
  ids(): readonly string[];
  /** The numbers at a dotted path, NaN where an entry has no number there. */
  numbers(path: string): Float64Array;
  /** The texts at a dotted path, undefined where an entry has no text there. */
  strings(path: string): readonly (string | undefined)[];
  /** The values at a dotted path, undefined where there is none. They are made anew each time. */
  cells(path: string): ArrayLike<unknown>;
  /** Members of the object at a dotted path in the entries of a stream, with what stands there. Nothing is decoded. */
  visitKinds(path: string, key: string, visit: OnKind): void;
  /** Whether an entry has a member at a dotted path, whatever its value. */
  has(path: string, row: number): boolean;
  /** Arrival sequence of every entry. */
  arrivals(): Float64Array;
  /** The leaves of all entries that have the shape of one, and its place among them. */
  leaves(row: number): { readonly of: Leaves; readonly place: number };
  object(row: number): Entry;
  /** @param rows entries in the order wanted; all in stored order when undefined */
  objects(rows?: ArrayLike<number>): Entry[];
  /**
   * Entries as wire JSON, UTF-8, each followed by the separator except the last.
   * @param rows entries in the order wanted; all in stored order when undefined
   * @param leading whether a separator stands before the first one, too
   */
  json(rows: ArrayLike<number> | undefined, separator: ',' | '\n', leading?: boolean): Uint8Array;
}
