import type { Entry, ErrorCode, PersonId } from '@sojourn/datamodel';
import type { RowColumns, UploadItem } from '@sojourn/datamodel/wire';
import type { BackupOutcome } from '../backup/index.js';
import type { StoreName, TimeField } from '../block/index.js';
import type { Custody, CustodyChange, Secret } from '../keys/index.js';
import type { ChangeKind } from './change/change-log.js';
import type { ServerData } from './change/server-entries.js';
import type { CommitFeed } from './commit-feed.js';
import type { Directory } from './directory.js';
import type { EverybodysTimeseries } from './everybody.js';
import type { FrameQuery } from './frame/index.js';
import type { EntryQuery, ResultStream, TimeWindow } from './query.js';

/** Why one element of a batch went to quarantine. */
export interface QuarantinedItem {
  /** Position in the batch. */
  readonly index: number;
  readonly code: ErrorCode;
  /** Dotted path of the member at fault, empty for the whole entry. */
  readonly path: string;
}

/** What became of a batch. Every element is counted in exactly one of the four. */
export interface PutOutcome {
  /** New entries. */
  readonly stored: number;
  /** Entries that were there already with an equal payload. */
  readonly unchanged: number;
  /** Entries that replaced an older payload of the same identity; the older one is in quarantine. */
  readonly superseded: number;
  readonly quarantined: readonly QuarantinedItem[];
  /** Positions of stored entries whose time lies outside 1970 to 2106, so that their `_id` does not follow it. */
  readonly outsideTime: readonly number[];
}

export interface PutOptions {
  /** Puts every element into quarantine as `subgroup-suspended`. */
  readonly suspended?: boolean;
  /** Server-owned times of the profile that go along with the commit, such as `last_put_ts`. Unix seconds. */
  readonly marks?: Readonly<Record<string, number>>;
}

/** What became of an import. */
export interface ImportOutcome {
  readonly inserted: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly quarantined: readonly QuarantinedItem[];
}

/** Store that holds entries. */
export type EntryStore = Exclude<StoreName, 'changes'>;

/** What became of entries in quarantine that were tried again. */
export interface ReleaseOutcome {
  readonly tried: number;
  /** Entries that wait for a run now. */
  readonly released: number;
}

/**
 * What became of an entry that was to be added. `exists`: there is another one under its id, which stays; `refused`: it
 * says that it belongs to somebody else.
 */
export type InsertOutcome =
  | { readonly outcome: 'inserted' | 'unchanged' | 'exists'; readonly id: string }
  | { readonly outcome: 'quarantined' | 'refused'; readonly code: ErrorCode; readonly path: string };

/** One stream of a person in one store. */
export interface StreamSummary {
  readonly key: string;
  readonly store: EntryStore;
  readonly count: number;
  /** Smallest and largest `metadata.write_ts`. */
  readonly first: number;
  readonly last: number;
  /** Sealed size; blocks of several streams are shared out by number of entries. */
  readonly bytes: number;
}

/**
 * A stretch of one stream in which something has changed. To bring a copy up to date: drop from it the entries of
 * this store and stream within the range of `metadata.write_ts` (or just those with the ids, where there are some), for
 * all changes; then read the same anew.
 */
export interface Change {
  readonly store: EntryStore;
  readonly key: string;
  /**
   * `added`: new in this store. `replaced`: other content under the same id. `invalidated`: hidden from then on.
   * `removed`: no longer in this store.
   */
  readonly kind: ChangeKind;
  /** Entries concerned, counted once a commit. */
  readonly count: number;
  /** Range of each time field over the entries concerned, as they were and as they are. Unix seconds. */
  readonly times: Readonly<Partial<Record<TimeField, readonly [min: number, max: number]>>>;
  /** `_id`s of the entries concerned; absent for new ones, and where there are more than a thousand. */
  readonly ids?: readonly string[];
}

/** All that has changed after a sequence, up to another. */
export interface Changes {
  /** Sequence up to which nothing is missing: the next question begins here. */
  readonly sequence: number;
  readonly changes: readonly Change[];
}

/** A row of the usercache with the sequence of the commit in which it arrived. */
export interface UsercacheRow {
  readonly arrival: number;
  readonly entry: Entry;
}

/** A row of the usercache as a commit names it. */
export interface UsercachePlace {
  readonly id: string;
  readonly arrival: number;
}

/** Rows of the usercache in order of arrival, as objects or as columns of the same rows. */
export interface WaitingUploads {
  rows(): UsercacheRow[];
  columns(): RowColumns;
}

/** State of one pipeline stage, as the reference shows it. Times in Unix seconds. */
export interface StageState {
  readonly last_processed_ts: number | null;
  readonly curr_run_ts: number | null;
  readonly last_ts_run: number | null;
}

/** The right to commit as the one running pipeline of a person. */
export interface Lease {
  readonly owner: string;
  /** Fencing token: grows with every lease of the person. */
  readonly fence: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly expires: number;
}

/** A lease, and the person's sequence when it was given: whatever is read under it goes at least so far. */
export interface GrantedLease extends Lease {
  readonly sequence: number;
}

/** What a run knows before it decides what else to read. */
export interface RunBeginning {
  readonly lease: GrantedLease;
  /** As they were left by the last run. */
  readonly states: Readonly<Record<string, StageState>>;
  readonly processedSequence: number;
  /** Keys of the long-term streams, sorted. */
  readonly streams: readonly string[];
  readonly usercache: WaitingUploads;
}

/** Raw text of an entry that could not be converted. */
export interface QuarantineRecord {
  readonly raw: string;
  readonly code: ErrorCode;
  readonly path?: string;
}

/** Everything that a run changes; visible as a whole or not at all. */
export interface Commit {
  /** Fencing token of the run's lease; without it no lease is checked. */
  readonly fence?: number;
  /** Fails with `commit-conflict` unless the person's sequence is still this. */
  readonly expectSequence?: number;
  /** New entries; an `_id` that exists in the store already is replaced. */
  readonly insert?: readonly Entry[];
  /** More of them, as columns. */
  readonly insertRows?: RowColumns;
  /** New content for existing entries, by `_id`. */
  readonly replace?: readonly Entry[];
  /** `_id`s of entries that get the mark `invalid`. */
  readonly invalidate?: readonly string[];
  /**
   * Usercache rows that have been converted (or not: then `quarantine` holds them). A row that a newer upload has
   * superseded meanwhile has another arrival: it stays, and what was inserted under its `_id` is left out.
   */
  readonly drain?: readonly UsercachePlace[];
  /** Usercache rows to drain and to insert in the common form, as they are. Their time zones are known ones. */
  readonly move?: readonly UsercachePlace[];
  readonly quarantine?: readonly QuarantineRecord[];
  /** `_id`s of long-term entries to delete. */
  readonly remove?: readonly string[];
  /** Stages that are not named keep their state; null deletes one. */
  readonly states?: Readonly<Record<string, StageState | null>>;
  /** Sequence up to which uploads have been considered. */
  readonly processedSequence?: number;
  /** Members of the profile that the pipeline owns. */
  readonly profile?: Readonly<Record<string, unknown>>;
  /** Gives the lease back with the commit. */
  readonly release?: boolean;
}

/** A profile document: any members, those of the server among them. */
export type Profile = Record<string, unknown>;

export type { ChangeKind, Custody, CustodyChange, Secret, ServerData, UploadItem };

/** A finding of damage. The blocks concerned are left out of answers; everything else is served. */
export interface Damage {
  readonly code: ErrorCode;
  /** The block concerned, when it is known. */
  readonly block?: string;
  readonly store?: StoreName;
  readonly keys?: readonly string[];
}

/** What waits, why, and since when. Times in Unix seconds. */
export interface Waiting {
  readonly sequence: number;
  readonly processedSequence: number;
  /** Entries that no run has moved yet; `due` is set where a wrong clock dates all of them in the future. */
  readonly usercache: { readonly count: number; readonly since: number | null; readonly due?: number };
  readonly quarantine: {
    readonly count: number;
    readonly since: number | null;
    readonly byCode: Readonly<Record<string, number>>;
  };
  /** Batches sealed to the person's public key that wait for an unlock. */
  readonly inbox: { readonly count: number; readonly since: number | null };
  readonly locked: boolean;
  readonly lease: Lease | null;
  readonly damage: readonly Damage[];
}

/** A small document that somebody else keeps here, and the number of the write that made it what it is. */
export interface StoredDocument {
  readonly version: number;
  readonly value: unknown;
}

export interface NamedDocument extends StoredDocument {
  readonly name: string;
}

/** Documents that belong to nobody, in collections. Names are plain: letters, digits, dot, underscore, hyphen. */
export interface SystemDocuments {
  get(collection: string, name: string): Promise<StoredDocument | undefined>;
  /**
   * @param expectVersion null when there must be none yet; left out, whatever there is is replaced
   * @returns the new version
   * @throws SojournError `version-conflict`
   */
  put(collection: string, name: string, value: unknown, expectVersion?: number | null): Promise<number>;
  /** Removes a document, if there is one. @throws SojournError `version-conflict` */
  remove(collection: string, name: string, expectVersion?: number): Promise<void>;
  /** In order of name, after a given one; `next` is null after the last. */
  list(
    collection: string,
    after: string | undefined,
    limit: number,
  ): Promise<{ readonly documents: readonly NamedDocument[]; readonly next: string | null }>;
}

export interface PersonSummary {
  readonly id: PersonId;
  /** Number of the last commit that changed data. */
  readonly sequence: number;
  /** Sequence that the last run had considered; below `sequence` there is work to do. */
  readonly processedSequence: number;
  readonly custody: Custody;
  readonly locked: boolean;
}

/** What is kept of a person, as it can be told without opening anything. */
export interface PersonStorage {
  readonly custody: Custody;
  readonly locked: boolean;
  /** In all stores, quarantine included. */
  readonly entries: number;
  /** Sealed size. */
  readonly bytes: number;
  /** Smallest and largest `metadata.write_ts`; null where nothing is stored. */
  readonly first: number | null;
  readonly last: number | null;
}

/**
 * All that belongs to one person. Every operation but `put`, the leases, `summary` and `storage` needs the person's data key
 * and throws `person-locked` without it; an unknown person is `person-unknown`, a head that does not open
 * `head-damaged`.
 */
export interface PersonTimeseries {
  readonly id: PersonId;
  exists(): Promise<boolean>;
  summary(): Promise<PersonSummary>;

  /** Stores phone entries in the usercache with one durable commit. Bad elements never keep good ones out. */
  put(items: readonly UploadItem[], options?: PutOptions): Promise<PutOutcome>;
  /** Stores entries in server form in the long-term stores, by `_id`. */
  import(entries: readonly unknown[]): Promise<ImportOutcome>;
  /** Adds entries in server form; none takes the place of another. @returns what became of each */
  insert(entries: readonly unknown[]): Promise<InsertOutcome[]>;
  /** Wraps a payload in metadata of the server and of now, and stores it. @returns its id */
  insertData(data: ServerData): Promise<string>;
  /** Replaces a whole entry, or adds it. */
  update(id: string, entry: Entry): Promise<void>;
  /** Replaces a payload, under new metadata and the same id. @throws SojournError `not-found` */
  updateData(id: string, data: ServerData): Promise<void>;
  /** Hides an entry of the raw store. @throws SojournError `not-found` */
  invalidateRaw(id: string): Promise<void>;
  /** Puts an entry that could not be used into quarantine. */
  reject(entry: unknown, about: Pick<QuarantineRecord, 'code' | 'path'>): Promise<void>;
  /** Adds a model and takes out all but the newest of its stream. @returns its id */
  saveModel(model: ServerData, keep: number): Promise<string>;
  /** Takes rows out of the usercache. @returns how many */
  clearUsercache(query: Pick<EntryQuery, 'keys' | 'time'>): Promise<number>;
  /** One atomic, durable change by the pipeline. */
  commit(change: Commit): Promise<{ readonly sequence: number }>;

  find(query: EntryQuery): ResultStream;
  count(query: EntryQuery): Promise<number>;
  /** The entries of one stream as a table: an Arrow IPC stream, read while it is consumed. */
  frame(query: FrameQuery): AsyncIterable<Uint8Array>;
  /** The entry with an `_id`, invalid or not. With a key, only if it is of that stream. */
  entry(id: string, key?: string): Promise<Entry | undefined>;
  /** First or last valid entry of a stream by a time field, ties by `_id`. */
  extreme(
    key: string,
    field: string,
    which: 'first' | 'last',
    time?: TimeWindow & { readonly field?: string },
  ): Promise<{ readonly entry: Entry; readonly value: number } | undefined>;
  /** The first entry of a stream with exactly this number at a path, invalid or not. */
  at(key: string, field: string, value: number): Promise<Entry | undefined>;
  streams(): Promise<StreamSummary[]>;
  storage(): Promise<PersonStorage>;
  /** Streams that have rows in the usercache, sorted. @param type only rows of this `metadata.type` */
  usercacheKeys(type?: string): Promise<string[]>;
  /** Rows that arrived after a sequence, in order of arrival. */
  usercache(afterArrival?: number, limit?: number): Promise<UsercacheRow[]>;
  waiting(): Promise<Waiting>;
  /**
   * What has changed after a sequence that was seen. Merging of blocks is no change.
   * @throws SojournError `sequence-unknown` when there is no such sequence yet
   */
  changes(since: number): Promise<Changes>;
  /** Tries again to store what is in quarantine, less what was superseded or not wanted. */
  release(): Promise<ReleaseOutcome>;
  /** Opens every block and compares all of it with the head. */
  verify(): Promise<Damage[]>;

  /**
   * A lease, and what every run reads, at most so many usercache rows among it.
   * @param resume a lease of the same owner is taken over
   * @throws SojournError `run-in-progress` while another lease lives
   */
  beginRun(owner: string, ttlMs: number, limit: number, resume?: boolean): Promise<RunBeginning>;
  /**
   * @param heldForMs a lease that has been held for longer is taken over
   * @throws SojournError `run-in-progress` while another lease lives
   */
  acquireLease(owner: string, ttlMs: number, heldForMs?: number): Promise<GrantedLease>;
  /** @throws SojournError `lease-lost` */
  renewLease(fence: number, ttlMs: number): Promise<GrantedLease>;
  /** Gives a lease back; one that is lost already is no error. */
  releaseLease(fence: number): Promise<void>;

  /** Stage states by stage name; `curr_run_ts` is set only while a lease lives. */
  states(): Promise<Record<string, StageState>>;
  profile(): Promise<Profile>;
  /** Replaces members of the profile; dotted names address nested ones. While locked it waits for the unlock. */
  updateProfile(patch: Readonly<Record<string, unknown>>): Promise<void>;
  /** Reads and rewrites the profile without anybody else in between; returning undefined changes nothing. */
  changeProfile(change: (profile: Readonly<Profile>) => Profile | undefined): Promise<Profile>;
  /** Notes server-owned times of the profile (Unix seconds). Kept in memory until the next commit. */
  touch(marks: Readonly<Record<string, number>>): void;

  /** A document that somebody else keeps for the person, sealed with the person's keys. */
  document(name: string): Promise<StoredDocument | undefined>;
  /**
   * @param expectVersion null when there must be none yet; left out, whatever there is is replaced
   * @returns the new version
   * @throws SojournError `version-conflict`
   */
  putDocument(name: string, value: unknown, expectVersion?: number | null): Promise<number>;
  /** Removes a document, if there is one. @throws SojournError `version-conflict` */
  removeDocument(name: string, expectVersion?: number): Promise<void>;

  custody(): Promise<{
    readonly custody: Custody;
    readonly locked: boolean;
    readonly expires: number | null;
  }>;
  setCustody(change: CustodyChange): Promise<void>;
  /**
   * Opens a person's data for a time and settles what was uploaded meanwhile.
   * @param ttlMs how long the lease on the key lasts
   * @throws SojournError `unlock-failed`, `custody-invalid`
   */
  unlock(secret: Secret, ttlMs: number): Promise<{ readonly expires: number; readonly settled: number }>;
  lock(): Promise<void>;
}

/** What the engine holds. */
export interface StoreFigures {
  readonly livePages: number;
  readonly pageSize: number;
  readonly fileBytes: number;
  /** Persons whose damage has been noticed since the store was opened. */
  readonly damagedPersons: number;
}

/** What became of the check of one person's data. Nothing of their content is in it. */
export interface PersonFindings {
  readonly person: PersonId;
  readonly blocks: number;
  readonly entries: number;
  /** The person alone holds the key: what is stored could be compared with the head only where that needs none. */
  readonly locked: boolean;
  readonly damage: readonly Damage[];
}

/** Everything that one data folder holds. */
export interface TimeseriesStore {
  readonly directory: Directory;
  readonly documents: SystemDocuments;
  /** Everybody's entries together, for reading. */
  readonly everybody: EverybodysTimeseries;
  /** Who is being written to. */
  readonly commits: CommitFeed;
  /** A handle; nothing is read before its first operation. */
  person(id: PersonId): PersonTimeseries;
  /** Makes a person with an own set of keys. @returns the new id, or the one given */
  createPerson(id?: PersonId): Promise<PersonId>;
  /**
   * Revokes a person's tokens and removes their keys and all they stored, whoever holds the keys, and remembers under a
   * keyed hash that they were erased, for restorations. Doing it again, also after it was cut off, does no harm.
   * @returns how many tokens there were
   */
  erase(person: PersonId): Promise<number>;
  /**
   * Wraps the keys of everybody by the store's current key who are still wrapped by the one before.
   * @param onProgress told how many people were looked at
   * @returns for how many people that could not be done, since their heads are damaged
   */
  rewrapKeys(onProgress?: (people: number) => void): Promise<{ readonly left: number }>;
  /** Leaves nothing of what was removed in the store's own files. @throws SojournError `storage-full` */
  vacuum(): Promise<void>;
  people(after?: PersonId, limit?: number): AsyncIterable<PersonSummary>;
  /** Ids in ascending order after a given one, also of those whose head does not open. */
  personIds(after: PersonId | undefined, limit: number): Promise<PersonId[]>;
  /** Merges small blocks now, of one person or of all. */
  compact(person?: PersonId): Promise<{ readonly merged: number; readonly written: number }>;
  figures(): Promise<StoreFigures>;
  /** Adds a snapshot of everything, sealed as it is, to a backup folder, while others write. */
  backup(folder: string, onProgress?: (done: BackupOutcome) => void): Promise<BackupOutcome>;
  /** Opens every block of everybody, or of one person, and compares all of it with the heads. */
  verify(person?: PersonId): AsyncIterable<PersonFindings>;
  /** A key for another purpose of the same service (sessions, log pseudonyms), derived from the store key. */
  purposeKey(purpose: string): Uint8Array;
  close(): Promise<void>;
}
