import type { PersonId } from '@sojourn/datamodel';

/** What an engine can do beyond the contract; the contract suite tests what the manifest says. */
export interface EngineCapabilities {
  /** Data outlives the process. */
  readonly persistent: boolean;
  /** A second engine on the same place is refused. */
  readonly exclusive: boolean;
  /** Other engines may change the same place at any time: what was read may be outdated. */
  readonly shared: boolean;
}

/** A person's head document as stored. The engine cannot read it. */
export interface StoredHead {
  /** Grows by one with every commit, and starts at 1, unless the change says otherwise. */
  readonly version: number;
  readonly bytes: Uint8Array;
}

export interface StoredHeader {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A block to store. The engine cannot read it. */
export interface StoredBlock {
  /** 32 lower-case hexadecimal digits. */
  readonly id: string;
  readonly header: Uint8Array;
  readonly body: Uint8Array;
}

/** Everything that one commit changes for one person. */
export interface EngineChange {
  /** Version of the head that the change was made from; null when there must be none yet. */
  readonly expectVersion: number | null;
  /** Version that the head gets; default: the expected one and one, or 1. A copy keeps the version of its original. */
  readonly version?: number;
  readonly head: Uint8Array;
  readonly put?: readonly StoredBlock[];
  /** Ids of blocks to remove; unknown ones are ignored. */
  readonly remove?: readonly string[];
  /** Small documents by name; null removes one. */
  readonly documents?: Readonly<Record<string, Uint8Array | null>>;
}

/** A document that belongs to no person. */
export interface GlobalDocument {
  readonly version: number;
  readonly bytes: Uint8Array;
}

/** What the store takes up. */
export interface EngineFigures {
  /** Pages that hold data now. */
  readonly livePages: number;
  /** Bytes a page. */
  readonly pageSize: number;
  /** Size of the file, free pages included. */
  readonly fileBytes: number;
}

/**
 * Keeps sealed blocks and small sealed documents of many persons. It knows nothing of keys or entries.
 *
 * A change of one person is atomic, and durable when its promise resolves; concurrent changes may share one flush.
 * After `close`, and after an error of the disk other than lack of space, every operation is `service-unavailable`.
 */
export interface Engine {
  readonly capabilities: EngineCapabilities;
  readHead(person: PersonId): Promise<StoredHead | undefined>;
  /**
   * @returns the new version of the head
   * @throws SojournError `commit-conflict` when the head has another version, `storage-full`; nothing has changed then
   */
  commit(person: PersonId, change: EngineChange): Promise<number>;
  /** Headers of all blocks of a person, ordered by block id. */
  headers(person: PersonId): Promise<StoredHeader[]>;
  /** Bodies by block id; those that do not exist are missing from the answer. */
  bodies(person: PersonId, ids: readonly string[]): Promise<Map<string, Uint8Array>>;
  document(person: PersonId, name: string): Promise<Uint8Array | undefined>;
  /** Names of all documents of a person, ascending. */
  documentNames(person: PersonId): Promise<string[]>;
  /** Ids of persons that have a head, ascending, after a given one. */
  people(after: PersonId | undefined, limit: number): Promise<PersonId[]>;
  globalDocument(name: string): Promise<GlobalDocument | undefined>;
  /** Names that begin with a prefix, ascending, after a given name. */
  globalNames(prefix: string, after: string | undefined, limit: number): Promise<string[]>;
  /**
   * Writes or, with null, removes a document that belongs to no person.
   * @throws SojournError `commit-conflict` unless it has the expected version (null: must not exist)
   */
  putGlobalDocument(name: string, bytes: Uint8Array | null, expectVersion: number | null): Promise<void>;
  /** Removes everything of a person, head included. */
  erase(person: PersonId): Promise<void>;
  /**
   * Leaves nothing in the files of the engine of what was removed. Writes wait meanwhile. An engine whose files belong to
   * somebody else leaves that to them.
   * @throws SojournError `storage-full`; nothing has changed then
   */
  vacuum(): Promise<void>;
  figures(): Promise<EngineFigures>;
  close(): Promise<void>;
}
