import type { PersonId } from '@sojourn/datamodel';

/** Collections of a store. All but `heads` and `globals` hold documents that are written once and never changed. */
export type CollectionName = 'heads' | 'blocks' | 'documents' | 'pages' | 'globals' | 'erasures';

/** A document as the database keeps it. Binary members are given back as bytes. */
export interface DatabaseDocument {
  readonly _id: string;
  /** Whose it is: the key that documents are spread over shards by. Empty for what belongs to nobody. */
  readonly person: PersonId | '';
}

/** A document that changes: every change gives it a state that no document has had before. */
export interface ChangingDocument extends DatabaseDocument {
  readonly state: string;
  /**
   * When it was taken back; null while it counts. It stays where it is, because a late arrival could otherwise bring
   * back what was there before.
   */
  readonly removed: Date | null;
}

/** Ids between two bounds. */
export interface IdRange {
  /** The first one that may be among them. */
  readonly from: string;
  readonly before: string;
}

/**
 * What the commit protocol asks of a database: single documents, written or not. Each call may be carried out twice,
 * and may have been carried out, or be so later, although it failed.
 *
 * Every method throws SojournError `service-unavailable` when the database does not answer in time, and `storage-full`.
 */
export interface DocumentDatabase {
  /** Adds documents that are written once. Those that are there already stay as they are. */
  add(collection: CollectionName, documents: readonly DatabaseDocument[]): Promise<void>;
  /** Adds a document that changes. @returns false when there is one with its id */
  create(collection: CollectionName, document: ChangingDocument): Promise<boolean>;
  /** Puts a document in the place of the one with its id. @returns false unless that one has the given state */
  replace(collection: CollectionName, document: ChangingDocument, state: string): Promise<boolean>;
  get<T extends DatabaseDocument>(
    collection: CollectionName,
    person: PersonId | '',
    ids: readonly string[],
  ): Promise<T[]>;
  /** Ids of a person's documents, ascending. */
  ids(collection: CollectionName, person: PersonId, range: IdRange): Promise<string[]>;
  /** Ids of documents, of all persons, that have not been taken back; ascending, after a given one. */
  present(
    collection: CollectionName,
    range: IdRange & { readonly after?: string },
    limit: number,
  ): Promise<string[]>;
  /** Removes documents; unknown ones are ignored. */
  remove(collection: CollectionName, person: PersonId, ids: readonly string[]): Promise<void>;
  /** Bytes that the database takes up: of documents, and of its files. */
  size(): Promise<{ readonly documents: number; readonly files: number }>;
  close(): Promise<void>;
}
