import type { Entry, PersonId } from '@sojourn/datamodel';
import { isSojournError, nobody, SojournError } from '@sojourn/datamodel';
import { beginRun } from './change/begin-run.js';
import { commitChange } from './change/commit.js';
import { changeCustody } from './change/custody.js';
import { importEntries } from './change/import.js';
import { insertEntries } from './change/insert.js';
import { acquireLease, liveLease, releaseLease, renewLease } from './change/lease.js';
import { readNamed, removeNamed, writeNamed } from './change/named-document.js';
import { changeProfile, patchProfile, readProfile } from './change/profile.js';
import { releaseForNewSoftware, releaseQuarantined } from './change/release.js';
import {
  clearUsercache,
  insertData,
  invalidateRaw,
  rejectEntry,
  type ServerData,
  saveModel,
  updateData,
  updateEntry,
} from './change/server-entries.js';
import { settleInbox } from './change/settle.js';
import { type FrameQuery, frameOf } from './frame/index.js';
import type { People } from './person/people.js';
import type { PersonState } from './person/person-state.js';
import type { EntryQuery, ResultStream, TimeWindow } from './query.js';
import { changesSince } from './read/changes.js';
import { countMatches } from './read/count.js';
import { findEntry } from './read/entry.js';
import { findExtreme } from './read/extreme.js';
import { planRead } from './read/plan.js';
import { PersonResult } from './read/result-stream.js';
import { storageOf } from './read/storage.js';
import { summariseStreams } from './read/streams.js';
import { readUsercache } from './read/usercache.js';
import { usercacheKeys } from './read/usercache-keys.js';
import { verifyPerson } from './read/verify.js';
import { whatWaits } from './read/waiting.js';
import type {
  Changes,
  Commit,
  Custody,
  CustodyChange,
  Damage,
  GrantedLease,
  ImportOutcome,
  InsertOutcome,
  PersonStorage,
  PersonSummary,
  PersonTimeseries,
  Profile,
  PutOptions,
  PutOutcome,
  QuarantineRecord,
  ReleaseOutcome,
  RunBeginning,
  Secret,
  StageState,
  StoredDocument,
  StreamSummary,
  UploadItem,
  UsercacheRow,
  Waiting,
} from './timeseries.js';
import type { PutQueue } from './upload/put-queue.js';

/** What a person's handle works with. */
export interface PersonTools {
  readonly people: People;
  readonly puts: PutQueue;
}

/** One person's series: says which operation runs alone, and leaves the operations to their files. */
export class PersonSeries implements PersonTimeseries {
  constructor(
    readonly id: PersonId,
    private readonly tools: PersonTools,
  ) {}

  async exists(): Promise<boolean> {
    if (this.id === nobody) return false;
    try {
      await this.#state();
      return true;
    } catch (error) {
      if (isSojournError(error) && error.code === 'person-unknown') return false;
      throw error;
    }
  }

  async summary(): Promise<PersonSummary> {
    this.#assertSomebody();
    return summaryOf(await this.#state());
  }

  put(items: readonly UploadItem[], options: PutOptions = {}): Promise<PutOutcome> {
    return this.tools.puts.put(this.id, items, options);
  }

  import(entries: readonly unknown[]): Promise<ImportOutcome> {
    return this.#alone((state) => importEntries(state, entries));
  }

  insert(entries: readonly unknown[]): Promise<InsertOutcome[]> {
    return this.#alone((state) => insertEntries(state, entries));
  }

  insertData(data: ServerData): Promise<string> {
    return this.#alone((state) => insertData(state, data));
  }

  update(id: string, entry: Entry): Promise<void> {
    return this.#alone((state) => updateEntry(state, id, entry));
  }

  updateData(id: string, data: ServerData): Promise<void> {
    return this.#alone((state) => updateData(state, id, data));
  }

  invalidateRaw(id: string): Promise<void> {
    return this.#alone((state) => invalidateRaw(state, id));
  }

  reject(entry: unknown, about: Pick<QuarantineRecord, 'code' | 'path'>): Promise<void> {
    return this.#alone((state) => rejectEntry(state, entry, about));
  }

  saveModel(model: ServerData, keep: number): Promise<string> {
    return this.#alone((state) => saveModel(state, model, keep));
  }

  clearUsercache(query: Pick<EntryQuery, 'keys' | 'time'>): Promise<number> {
    return this.#alone((state) => clearUsercache(state, query));
  }

  commit(change: Commit): Promise<{ readonly sequence: number }> {
    return this.#alone((state) => commitChange(state, change));
  }

  find(query: EntryQuery): ResultStream {
    return new PersonResult(() => this.#state(), query);
  }

  async count(query: EntryQuery): Promise<number> {
    return countMatches(await this.#state(), planRead(query));
  }

  async *frame(query: FrameQuery): AsyncGenerator<Uint8Array> {
    const state = await this.#state();
    const states = async function* () {
      yield state;
    };
    yield* frameOf(states, query, state.context.streams);
  }

  async entry(id: string, key?: string): Promise<Entry | undefined> {
    return findEntry(await this.#state(), id, key);
  }

  async extreme(
    key: string,
    field: string,
    which: 'first' | 'last',
    time?: TimeWindow & { readonly field?: string },
  ): Promise<{ readonly entry: Entry; readonly value: number } | undefined> {
    return findExtreme(await this.#state(), key, field, which, time);
  }

  async at(key: string, field: string, value: number): Promise<Entry | undefined> {
    const time = { field, start: value, end: value };
    const found = this.find({ keys: [key], time, includeInvalid: true, limit: 1 });
    for await (const [entry] of found.objects()) if (entry) return entry;
    return undefined;
  }

  async usercacheKeys(type?: string): Promise<string[]> {
    return usercacheKeys(await this.#state(), type);
  }

  async streams(): Promise<StreamSummary[]> {
    return summariseStreams(await this.#state());
  }

  async storage(): Promise<PersonStorage> {
    return storageOf(await this.#state());
  }

  async usercache(afterArrival = 0, limit = Number.POSITIVE_INFINITY): Promise<UsercacheRow[]> {
    return (await readUsercache(await this.#state(), afterArrival, limit)).rows();
  }

  async waiting(): Promise<Waiting> {
    return whatWaits(await this.#state());
  }

  async changes(since: number): Promise<Changes> {
    return changesSince(await this.#state(), since);
  }

  release(): Promise<ReleaseOutcome> {
    return this.#alone((state) => releaseQuarantined(state));
  }

  async verify(): Promise<Damage[]> {
    return verifyPerson(await this.#state());
  }

  beginRun(owner: string, ttlMs: number, limit: number, resume?: boolean): Promise<RunBeginning> {
    return this.#aloneWithSomebody((state) => beginRun(state, owner, ttlMs, limit, resume));
  }

  acquireLease(owner: string, ttlMs: number, heldForMs?: number): Promise<GrantedLease> {
    return this.#aloneWithSomebody((state) => acquireLease(state, owner, ttlMs, { heldForMs }));
  }

  renewLease(fence: number, ttlMs: number): Promise<GrantedLease> {
    return this.#alone((state) => renewLease(state, fence, ttlMs));
  }

  releaseLease(fence: number): Promise<void> {
    return this.#alone((state) => releaseLease(state, fence));
  }

  async states(): Promise<Record<string, StageState>> {
    const state = await this.#state();
    const running = liveLease(state);
    const states = Object.entries(state.head.states);
    return Object.fromEntries(
      states.map(([stage, kept]) => [stage, { ...kept, curr_run_ts: running ? running.since / 1000 : null }]),
    );
  }

  async profile(): Promise<Profile> {
    return this.#settled(readProfile);
  }

  updateProfile(patch: Readonly<Record<string, unknown>>): Promise<void> {
    return this.#alone((state) => patchProfile(state, patch));
  }

  changeProfile(change: (profile: Readonly<Profile>) => Profile | undefined): Promise<Profile> {
    return this.#alone((state) => changeProfile(state, change));
  }

  async document(name: string): Promise<StoredDocument | undefined> {
    return this.#settled((state) => readNamed(state, name));
  }

  putDocument(name: string, value: unknown, expectVersion?: number | null): Promise<number> {
    return this.#alone((state) => writeNamed(state, name, value, expectVersion));
  }

  removeDocument(name: string, expectVersion?: number): Promise<void> {
    return this.#alone((state) => removeNamed(state, name, expectVersion));
  }

  touch(marks: Readonly<Record<string, number>>): void {
    this.#state().then(
      (state) => state.touch(marks),
      () => {},
    );
  }

  async custody(): Promise<{
    readonly custody: Custody;
    readonly locked: boolean;
    readonly expires: number | null;
  }> {
    const { custody, locked, expires } = (await this.#state()).keys;
    return { custody, locked, expires };
  }

  setCustody(change: CustodyChange): Promise<void> {
    return this.#aloneWithSomebody((state) => changeCustody(state, change));
  }

  unlock(secret: Secret, ttlMs: number): Promise<{ readonly expires: number; readonly settled: number }> {
    return this.#alone(async (state) => {
      const openSealed = await state.keys.unlock(secret, ttlMs);
      const settled = await settleInbox(state, openSealed);
      await releaseForNewSoftware(state);
      return { expires: state.keys.expires!, settled };
    });
  }

  lock(): Promise<void> {
    return this.#alone(async (state) => {
      state.keys.lock();
      state.forget();
    });
  }

  /** Reads a document. One that was being written is damaged to whoever looks; only what stays so is. */
  async #settled<T>(read: (state: PersonState) => Promise<T>): Promise<T> {
    try {
      return await read(await this.#state());
    } catch (error) {
      if (!isSojournError(error) || error.code !== 'head-damaged') throw error;
      return this.#alone(read);
    }
  }

  #state(): Promise<PersonState> {
    return this.#present(() => this.tools.people.get(this.id));
  }

  #alone<T>(work: (state: PersonState) => Promise<T>): Promise<T> {
    return this.#present(() => this.tools.people.exclusive(this.id, work));
  }

  /** Only for people: what belongs to nobody has no runs and no key of its own. */
  async #aloneWithSomebody<T>(work: (state: PersonState) => Promise<T>): Promise<T> {
    this.#assertSomebody();
    return this.#alone(work);
  }

  #assertSomebody(): void {
    if (this.id === nobody) throw new SojournError('person-unknown');
  }

  /** The series that belongs to nobody is there from the first time that it is asked for. */
  async #present<T>(use: () => Promise<T>): Promise<T> {
    try {
      return await use();
    } catch (error) {
      if (this.id !== nobody || !isSojournError(error) || error.code !== 'person-unknown') throw error;
      await this.tools.people.create(nobody).catch(() => {});
      return use();
    }
  }
}

/** What is known of a person without opening their data. */
export function summaryOf(state: PersonState): PersonSummary {
  const { sequence, processedSequence } = state.head;
  const { custody, locked } = state.keys;
  return { id: state.id, sequence, processedSequence, custody, locked };
}
