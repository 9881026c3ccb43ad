import type { PersonId } from '@sojourn/datamodel';
import { isSojournError, nobody, SojournError } from '@sojourn/datamodel';
import { type BackupOutcome, takeSnapshot } from '../backup/index.js';
import { putTombstone, tombstoneOf } from '../erasure/index.js';
import { Compactor } from './change/compactor.js';
import { rewrapKeys } from './change/rewrap-keys.js';
import { RecentCommits } from './commit-feed.js';
import type { Directory } from './directory.js';
import { EverybodysSeries, type EverybodysTimeseries } from './everybody.js';
import type { StoreContext } from './person/context.js';
import { People, type PeopleCapacity } from './person/people.js';
import { PersonSeries, type PersonTools, summaryOf } from './person-timeseries.js';
import { findingsOf } from './read/findings.js';
import { SealedSystemDocuments } from './system-documents.js';
import type {
  PersonFindings,
  PersonSummary,
  PersonTimeseries,
  StoreFigures,
  SystemDocuments,
  TimeseriesStore,
} from './timeseries.js';
import { newPersonId, TokenDirectory } from './token-directory.js';
import { putAll } from './upload/put.js';
import { PutQueue } from './upload/put-queue.js';

/** Parts that a store is built of. */
export interface StoreParts extends Omit<StoreContext, 'onCommit'> {
  readonly capacity: PeopleCapacity;
  readonly compaction: boolean;
}

const pageSize = 100;

/** All persons of one engine, each under their own keys. */
export class EncryptedStore implements TimeseriesStore {
  readonly directory: Directory;
  readonly documents: SystemDocuments;
  readonly commits: RecentCommits;
  readonly everybody: EverybodysTimeseries;
  readonly #context: StoreContext;
  readonly #people: People;
  readonly #tools: PersonTools;
  readonly #compactor: Compactor;
  readonly #damaged = new Set<PersonId>();
  /** Summaries of people as they were when they left the memory: nothing has changed since. */
  readonly #dropped = new Map<PersonId, PersonSummary>();

  constructor(parts: StoreParts) {
    const { engine, keys, clock } = parts;
    this.commits = new RecentCommits(!engine.capabilities.shared);
    this.#context = {
      ...parts,
      onDamage: (person, damage) => {
        this.#damaged.add(person);
        parts.onDamage(person, damage);
      },
      onCommit: (person) => {
        this.#compactor.notice(person);
        this.commits.notice(person);
      },
    };
    this.#people = new People(this.#context, parts.capacity, (state) => {
      // Where others write as well, only the engine knows.
      if (!engine.capabilities.shared) this.#dropped.set(state.id, summaryOf(state));
    });
    this.everybody = new EverybodysSeries(this.#people, this.#context);
    this.#compactor = new Compactor(this.#people, parts.compaction);
    const puts = new PutQueue(this.#people, putAll);
    this.#tools = { people: this.#people, puts };
    this.directory = new TokenDirectory(engine, keys, clock, () => this.createPerson());
    this.documents = new SealedSystemDocuments(engine, keys);
  }

  person(id: PersonId): PersonTimeseries {
    return new PersonSeries(id, this.#tools);
  }

  async createPerson(id: PersonId = newPersonId()): Promise<PersonId> {
    await this.#people.create(id);
    return id;
  }

  async erase(person: PersonId): Promise<number> {
    if (person === nobody) throw new SojournError('person-unknown');
    // First of all, so that whatever was removed is also known to have been erased.
    await putTombstone(this.#context.engine, tombstoneOf(person, this.#context.keys));
    // Tokens next: once the data is gone, nothing would lead to them.
    const tokens = await this.directory.revokeAllOf(person);
    await this.#people.erase(person);
    this.#dropped.delete(person);
    this.#damaged.delete(person);
    this.commits.forget(person);
    return tokens;
  }

  async rewrapKeys(onProgress: (people: number) => void = () => {}): Promise<{ left: number }> {
    const { wrapping } = this.#context.keys;
    let [done, left] = [0, 0];
    for (let last: PersonId | undefined; ; ) {
      const ids = await this.#context.engine.people(last, pageSize);
      for (const id of ids) {
        try {
          await this.#people.exclusive(id, (state) => rewrapKeys(state, wrapping));
        } catch (error) {
          if (!isSojournError(error) || error.code !== 'head-damaged') throw error;
          left++;
        }
        onProgress(++done);
      }
      if (ids.length < pageSize) return { left };
      last = ids.at(-1);
    }
  }

  vacuum(): Promise<void> {
    return this.#context.engine.vacuum();
  }

  async *people(after?: PersonId, limit = Number.POSITIVE_INFINITY): AsyncGenerator<PersonSummary> {
    let last = after;
    let left = limit;
    while (left > 0) {
      const ids = await this.#context.engine.people(last, Math.min(pageSize, left));
      for (const id of ids) {
        const summary = id === nobody ? undefined : await this.#summary(id);
        if (summary) yield summary;
      }
      if (ids.length < pageSize) return;
      left -= ids.length;
      last = ids.at(-1);
    }
  }

  personIds(after: PersonId | undefined, limit: number): Promise<PersonId[]> {
    return this.#context.engine.people(after, limit);
  }

  async compact(person?: PersonId): Promise<{ readonly merged: number; readonly written: number }> {
    if (person !== undefined) return this.#compactor.compact(person);
    const total = { merged: 0, written: 0 };
    await this.#people.tidy();
    for (const id of await this.#changedPeople()) {
      const { merged, written } = await this.#compactor.compact(id).catch(ignoreDamage);
      total.merged += merged;
      total.written += written;
    }
    return total;
  }

  async figures(): Promise<StoreFigures> {
    return { ...(await this.#context.engine.figures()), damagedPersons: this.#damaged.size };
  }

  backup(folder: string, onProgress?: (done: BackupOutcome) => void): Promise<BackupOutcome> {
    const { engine, clock } = this.#context;
    return takeSnapshot(engine, folder, { clock, ...(onProgress && { onProgress }) });
  }

  async *verify(person?: PersonId): AsyncGenerator<PersonFindings> {
    if (person !== undefined) {
      yield await findingsOf(person, this.#people);
      return;
    }
    const { engine } = this.#context;
    for (let last: PersonId | undefined; ; ) {
      const ids = await engine.people(last, pageSize);
      for (const id of ids) yield await findingsOf(id, this.#people);
      if (ids.length < pageSize) return;
      last = ids.at(-1);
    }
  }

  purposeKey(purpose: string): Uint8Array {
    return this.#context.keys.purpose(`given/${purpose}`).export();
  }

  async close(): Promise<void> {
    await this.#compactor.stop();
    await this.#people.tidy();
    await this.#context.engine.close();
  }

  /** Everybody the first time, later those who have been written to. */
  async #changedPeople(): Promise<PersonId[]> {
    const ids: PersonId[] = [];
    for (let last: PersonId | undefined; ; last = ids.at(-1)) {
      const page = await this.#context.engine.people(last, pageSize);
      ids.push(...page);
      if (page.length < pageSize) break;
    }
    const changed = ids.filter((id) => this.#compactor.mayHaveWork(id));
    this.#compactor.remember();
    return changed;
  }

  /** A person whose head does not open must not hide the others. */
  async #summary(id: PersonId): Promise<PersonSummary | undefined> {
    const dropped = this.#people.isInMemory(id) ? undefined : this.#dropped.get(id);
    if (dropped) return dropped;
    try {
      return summaryOf(await this.#people.get(id));
    } catch (error) {
      if (!isSojournError(error) || (error.code !== 'head-damaged' && error.code !== 'person-unknown'))
        throw error;
      if (error.code === 'head-damaged') this.#context.onDamage(id, { code: 'head-damaged' });
      return undefined;
    }
  }
}

/** One person's damage must not keep the others from being merged. */
function ignoreDamage(error: unknown): { readonly merged: number; readonly written: number } {
  if (isSojournError(error) && ['head-damaged', 'person-unknown', 'person-locked'].includes(error.code)) {
    return { merged: 0, written: 0 };
  }
  throw error;
}
