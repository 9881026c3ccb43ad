import type { Entry, EntryData, PersonId } from '../entry.js';
import {
  type Commit,
  type CustodyChange,
  type DecodedBody,
  type DecodedResponse,
  internalRoutes,
  type Lease,
  type LockState,
  type PersonSummary,
  type Profile,
  type RunBeginning,
  type TokenSummary,
  type Unlock,
  type UsercacheRow,
} from '../http/index.js';
import { type CallOptions, type ClientOptions, createCaller } from './caller.js';
import { type EverybodysChanges, everybodysChanges, type PersonChanges, personChanges } from './changes.js';
import { type DocumentCollection, type Documents, documentCollection, personDocuments } from './documents.js';
import { type EverybodysSeries, everybodysSeries } from './everybody.js';
import { readLines } from './ndjson.js';
import { itemsOf, pagesOf } from './pages.js';
import { type PersonSeries, personSeries } from './person-series.js';
import { defaultRetryPolicy, type RetryPolicy } from './retry.js';
import { receiveRows, sendRows } from './rows.js';
import { followWork } from './told.js';

export interface ServiceClientOptions extends ClientOptions {
  /** Gives a service token that is valid now; asked before every try. */
  readonly serviceToken: () => Promise<string> | string;
}

/** Which entries of a person a service reads. Times are Unix seconds. */
export type ServiceQuery = Omit<DecodedBody<typeof internalRoutes.queryPersonEntries>, 'cursor' | 'pageSize'>;
/** Which entries of a person a service counts. */
export type ServiceSelection = DecodedBody<typeof internalRoutes.countPersonEntries>;

/** One person's data, for a service. Reads are `person-locked` while nobody has unlocked a presented key. */
export interface PersonClient extends PersonChanges, PersonSeries {
  readonly id: PersonId;
  /** The person's own documents, sealed with their keys. */
  readonly documents: Documents;
  summary(options?: CallOptions): Promise<PersonSummary>;
  /** Entries in order of time, then id, as they arrive: in lists of whatever size the network gives. */
  streamEntries<Data extends object = EntryData>(
    query: ServiceQuery,
    options?: CallOptions,
  ): AsyncGenerator<Entry<Data>[]>;
  /** The same entries as NDJSON bytes, untouched. */
  streamBytes(query: ServiceQuery, options?: CallOptions): AsyncGenerator<Uint8Array>;
  /** The same in pages, each a request of its own that is retried when it fails. */
  entryPages<Data extends object = EntryData>(
    query: ServiceQuery & { pageSize?: number },
    options?: CallOptions,
  ): AsyncGenerator<Entry<Data>[]>;
  count(selection: ServiceSelection, options?: CallOptions): Promise<number>;
  /** Entries of one stream as a table: the bytes of an Arrow IPC stream, for an Arrow library to read. */
  dataFrame(
    query: DecodedBody<typeof internalRoutes.readPersonDataFrame>,
    options?: CallOptions,
  ): AsyncGenerator<Uint8Array>;
  /** The first or last entry of a stream by a field, and the field's value; nulls when there is none. */
  extreme(
    about: DecodedBody<typeof internalRoutes.extremeEntry>,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof internalRoutes.extremeEntry>>;
  /** @throws SojournError `not-found` */
  entry(id: string, key?: string, options?: CallOptions): Promise<Entry>;
  /** Entries in server form into the long-term store. An array is sent again when the connection fails. */
  import(
    entries: Iterable<Entry> | AsyncIterable<Entry>,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof internalRoutes.importEntries>>;
  /** Phone entries waiting for conversion, in order of arrival. */
  usercache(
    range?: { after?: number; limit?: number },
    options?: CallOptions,
  ): AsyncGenerator<UsercacheRow[]>;

  /** Everything that a run begins with. @throws SojournError `run-in-progress`, `person-locked` */
  beginRun(about: DecodedBody<typeof internalRoutes.beginRun>, options?: CallOptions): Promise<RunBeginning>;
  /** @param ttl seconds. @throws SojournError `run-in-progress` */
  acquireLease(owner: string, ttl: number, options?: CallOptions): Promise<Lease>;
  /** As `acquireLease`, also while somebody holds a lease for longer than so many seconds; they lose it. */
  takeOverLease(owner: string, ttl: number, heldFor: number, options?: CallOptions): Promise<Lease>;
  /** @throws SojournError `lease-lost` */
  renewLease(fence: number, ttl: number, options?: CallOptions): Promise<Lease>;
  releaseLease(fence: number, options?: CallOptions): Promise<void>;
  /** Changes everything at once or nothing. @throws SojournError `lease-lost`, `commit-conflict` */
  commit(commit: Commit, options?: CallOptions): Promise<{ sequence: number }>;

  /** Tries again to store what is in quarantine. */
  releaseQuarantine(options?: CallOptions): Promise<DecodedResponse<typeof internalRoutes.releaseQuarantine>>;
  states(options?: CallOptions): Promise<DecodedResponse<typeof internalRoutes.readStates>>;
  profile(options?: CallOptions): Promise<Profile>;
  patchProfile(members: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<Profile>;

  unlock(unlock: Unlock, options?: CallOptions): Promise<DecodedResponse<typeof internalRoutes.unlockPerson>>;
  lock(options?: CallOptions): Promise<LockState>;
  changeCustody(change: CustodyChange, options?: CallOptions): Promise<LockState>;
}

/** The internal side of the timeseries service. */
export interface ServiceClient extends EverybodysChanges {
  people(options?: CallOptions): AsyncGenerator<PersonSummary>;
  /** A handle; nothing is asked before its first call. */
  person(id: PersonId): PersonClient;
  /** Everybody's entries together. */
  readonly everybody: EverybodysSeries;
  /** Documents that belong to nobody, by collection. */
  documents(collection: string): DocumentCollection;
  /** Registers the bearer of a token, or finds them again. */
  register(token: string, options?: CallOptions): Promise<{ id: PersonId; created: boolean }>;

  /** Revokes a person's tokens and removes all they stored. Doing it again does no harm. */
  erase(person: PersonId, options?: CallOptions): Promise<DecodedResponse<typeof internalRoutes.erasePerson>>;

  tokens(options?: CallOptions): Promise<TokenSummary[]>;
  issueTokens(
    request: DecodedBody<typeof internalRoutes.issueTokens>,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof internalRoutes.issueTokens>['tokens']>;
  withdrawToken(id: string, options?: CallOptions): Promise<void>;

  /** Merges small blocks now, of one person or of everybody. */
  compact(
    person?: PersonId,
    options?: CallOptions,
  ): Promise<DecodedResponse<typeof internalRoutes.compactStore>>;
  /** Leaves nothing of what was removed in the files of the store; takes as long as copying them. */
  vacuum(options?: CallOptions): Promise<void>;
  figures(options?: CallOptions): Promise<DecodedResponse<typeof internalRoutes.readFigures>>;

  /**
   * Adds a snapshot of everything to a backup folder on the machine of the service.
   * @param folder absolute path
   * @param onProgress told now and then how far it is
   */
  backup(
    folder: string,
    onProgress?: (progress: internalRoutes.Backup) => void,
    options?: CallOptions,
  ): Promise<internalRoutes.Backup>;
  /**
   * Moves the store to another engine while it is used.
   * @param onProgress told now and then how far it is
   * @throws SojournError `store-not-empty`, `store-moved`, `move-differs`, `conflict` while another move is under way
   */
  migrate(
    to: DecodedBody<typeof internalRoutes.migrateStore>,
    onProgress?: (progress: internalRoutes.MoveProgress) => void,
    options?: CallOptions,
  ): Promise<internalRoutes.MoveOutcome>;
  /** Opens every block of everybody. @param onPerson told what was found, whole people included */
  verify(
    onPerson: (findings: internalRoutes.PersonFindings) => void,
    options?: CallOptions,
  ): Promise<{ people: number; damaged: number }>;
}

/** One person may have so much that nothing is heard for a while. */
const patient: CallOptions = { timeout: 3_600_000 };

/** A client for the internal listener at `baseUrl`. Nothing is sent before the first call. */
export function createServiceClient(options: ServiceClientOptions): ServiceClient {
  const caller = createCaller(options, {
    headers: async () => ({ authorization: `Bearer ${await options.serviceToken()}` }),
  });
  const { call } = caller;
  const policy: RetryPolicy = { ...defaultRetryPolicy, ...options.retry };

  const personClient = (id: PersonId): PersonClient => {
    const params = { person: id };
    const streamBytes: PersonClient['streamBytes'] = (query, callOptions) =>
      caller.stream(internalRoutes.queryPersonEntries, { params, body: query }, callOptions);
    return {
      id,
      ...personChanges(caller, id, policy),
      ...personSeries(caller, id),
      documents: personDocuments(caller, id),
      summary: (callOptions) => call(internalRoutes.getPerson, { params }, callOptions),
      streamBytes,
      streamEntries: (query, callOptions) => readLines(streamBytes(query, callOptions)) as never,
      entryPages: (query, callOptions) =>
        pagesOf(async (cursor) => {
          const body = cursor === null ? query : { ...query, cursor };
          const page = await call(internalRoutes.queryPersonEntries, { params, body }, callOptions);
          return { items: page.entries, cursor: page.cursor };
        }) as never,
      async count(selection, callOptions) {
        return (await call(internalRoutes.countPersonEntries, { params, body: selection }, callOptions))
          .count;
      },
      dataFrame: (body, callOptions) =>
        caller.stream(internalRoutes.readPersonDataFrame, { params, body }, callOptions),
      extreme: (body, callOptions) => call(internalRoutes.extremeEntry, { params, body }, callOptions),
      entry: (entry, key, callOptions) =>
        call(
          internalRoutes.getEntry,
          { params: { ...params, entry }, query: key === undefined ? {} : { key } },
          callOptions,
        ),
      import: (entries, callOptions) =>
        caller.send(internalRoutes.importEntries, { params }, entries, callOptions),
      usercache: (range = {}, callOptions) =>
        readLines(
          caller.stream(internalRoutes.readUsercache, { params, query: range }, callOptions),
        ) as AsyncGenerator<UsercacheRow[]>,

      beginRun: (body, callOptions) =>
        receiveRows(caller, internalRoutes.beginRun, { params, body }, callOptions),
      acquireLease: (owner, ttl, callOptions) =>
        call(internalRoutes.acquireLease, { params, body: { owner, ttl } }, callOptions),
      takeOverLease: (owner, ttl, heldFor, callOptions) =>
        call(internalRoutes.acquireLease, { params, body: { owner, ttl, heldFor } }, callOptions),
      renewLease: (fence, ttl, callOptions) =>
        call(internalRoutes.renewLease, { params, body: { fence, ttl } }, callOptions),
      releaseLease: (fence, callOptions) =>
        call(internalRoutes.releaseLease, { params, query: { fence } }, callOptions),
      commit: (commit, callOptions) =>
        sendRows(
          caller,
          internalRoutes.commitChanges,
          { params, body: commit },
          internalRoutes.commitLists,
          callOptions,
        ),

      releaseQuarantine: (callOptions) => call(internalRoutes.releaseQuarantine, { params }, callOptions),
      states: (callOptions) => call(internalRoutes.readStates, { params }, callOptions),
      profile: (callOptions) => call(internalRoutes.readProfile, { params }, callOptions),
      patchProfile: (members, callOptions) =>
        call(internalRoutes.patchProfile, { params, body: { ...members } }, callOptions),

      unlock: (unlock, callOptions) =>
        call(internalRoutes.unlockPerson, { params, body: unlock }, callOptions),
      lock: (callOptions) => call(internalRoutes.lockPerson, { params }, callOptions),
      changeCustody: (change, callOptions) =>
        call(internalRoutes.changeCustody, { params, body: change }, callOptions),
    };
  };

  return {
    people: (callOptions) =>
      itemsOf(
        pagesOf(async (after) => {
          const query = after === null ? {} : { after };
          const page = await call(internalRoutes.listPeople, { query }, callOptions);
          return { items: page.people, cursor: page.next };
        }),
      ),
    ...everybodysChanges(caller, policy),
    everybody: everybodysSeries(caller),
    person: personClient,
    documents: (collection) => documentCollection(caller, collection),
    register: (token, callOptions) => call(internalRoutes.registerPerson, { body: { token } }, callOptions),

    erase: (person, callOptions) => call(internalRoutes.erasePerson, { params: { person } }, callOptions),

    async tokens(callOptions) {
      return (await call(internalRoutes.listIssuedTokens, {}, callOptions)).tokens;
    },
    async issueTokens(request, callOptions) {
      return (await call(internalRoutes.issueTokens, { body: request }, callOptions)).tokens;
    },
    withdrawToken: (tokenId, callOptions) =>
      call(internalRoutes.withdrawIssuedToken, { params: { tokenId } }, callOptions),

    compact: (person, callOptions) =>
      call(internalRoutes.compactStore, { body: person === undefined ? {} : { person } }, callOptions),
    vacuum: (callOptions) => call(internalRoutes.vacuumStore, {}, { ...patient, ...callOptions }),
    figures: (callOptions) => call(internalRoutes.readFigures, {}, callOptions),

    backup: (folder, onProgress = () => {}, callOptions) =>
      followWork(
        caller.stream(internalRoutes.takeBackup, { body: { folder } }, { ...patient, ...callOptions }),
        ({ progress }: { progress: internalRoutes.Backup }) => onProgress(progress),
      ),
    migrate: (to, onProgress = () => {}, callOptions) =>
      followWork(
        caller.stream(internalRoutes.migrateStore, { body: to }, { ...patient, ...callOptions }),
        ({ progress }: { progress: internalRoutes.MoveProgress }) => onProgress(progress),
      ),
    verify: (onPerson, callOptions) =>
      followWork(
        caller.stream(internalRoutes.verifyStore, { body: {} }, { ...patient, ...callOptions }),
        ({ findings }: { findings: internalRoutes.PersonFindings }) => onPerson(findings),
      ),
  };
}
