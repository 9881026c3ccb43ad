import type { PersonId } from '@sojourn/datamodel';
import type { ChangingDocument, CollectionName, DatabaseDocument } from './document-database.js';
import type { Ref } from './refs.js';

/** Where a block lies. */
export interface BlockPlace {
  readonly block: string;
  readonly ref: Ref;
  /** Number of documents that hold the body. */
  readonly pieces: number;
  readonly header: Uint8Array;
}

/** Blocks of a person, written once. */
export interface PageDocument extends DatabaseDocument {
  readonly blocks: readonly BlockPlace[];
}

export interface PageRef {
  readonly ref: Ref;
  readonly count: number;
}

/** A sealed body, or a piece of one; or a sealed small document. */
export interface BytesDocument extends DatabaseDocument {
  readonly bytes: Uint8Array;
}

/** A written-once document that no head names any more. */
export interface Garbage {
  readonly in: Extract<CollectionName, 'blocks' | 'documents' | 'pages'>;
  readonly ref: Ref;
  readonly pieces: number;
}

/**
 * The one document of a person that changes. What it does not lead to does not exist for readers: a commit is the
 * exchange of this document and nothing else.
 */
export interface HeadDocument extends ChangingDocument {
  readonly _id: PersonId;
  readonly person: PersonId;
  /** Attempt that wrote this document. */
  readonly state: string;
  /** The latest attempts that succeeded, the newest first: who never got an answer looks here. */
  readonly recent: readonly string[];
  /** Counts the commits, and is never set back, not even by an erasure. */
  readonly number: number;
  /** Version that the callers of the engine know. */
  readonly version: number;
  readonly bytes: Uint8Array;
  /** Nothing of commits up to this number may remain: the person was erased then. */
  readonly erased: number;
  /** The engine that wrote this document. */
  readonly writer: string;
  /** Commits up to this number have left nothing behind. */
  readonly swept: number;
  readonly pages: readonly PageRef[];
  /** Blocks that came or (without a place) went since the pages were written; the last one of a block counts. */
  readonly changes: readonly (BlockPlace | { readonly block: string })[];
  readonly documents: readonly { readonly name: string; readonly ref: Ref }[];
  readonly garbage: readonly Garbage[];
}

/** How many successful attempts a head remembers. */
export const remembered = 32;
