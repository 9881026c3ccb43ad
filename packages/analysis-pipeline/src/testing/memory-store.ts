import { type Entry, SojournError } from '@sojourn/datamodel';
import type { PersonStore, RunCommit, StoreQuery } from '../runner/index.js';
import {
  compareBy,
  rawPlaceKey,
  rawTripKey,
  rawUntrackedKey,
  type StageStates,
  type TimeField,
  timeOf,
  type UsercacheRow,
} from '../stages/index.js';
import { testPerson } from './diary.js';

/** What a test looks at or breaks. */
export interface MemoryStoreHooks {
  /** Called before a commit takes effect; throwing loses it, as a crash would. */
  beforeCommit?: (commit: RunCommit) => void;
}

/**
 * One person's store in memory, for laws about runs that need thousands of them. Everything that matters about the
 * real one is tested against the real one.
 */
export class MemoryStore implements PersonStore {
  readonly person = testPerson;
  entries = new Map<string, Entry>();
  rows: UsercacheRow[] = [];
  states: StageStates = {};
  members: Record<string, unknown> = {};
  sequence = 0;
  processedSequence = 0;
  /** Queries that were asked, to hold what a run may read. */
  readonly queries: StoreQuery[] = [];
  /** Entries that answers to queries held. */
  entriesRead = 0;
  readonly quarantined: unknown[] = [];
  commits = 0;
  hooks: MemoryStoreHooks = {};
  #fence = 0;
  #leased = false;

  /** Entries in server form into the long-term store. */
  import(entries: Iterable<Entry>): this {
    this.sequence++;
    for (const entry of entries) this.entries.set(entry._id.$oid, entry);
    return this;
  }

  /** Entries into the usercache, under their own ids; those that are there already change nothing. */
  upload(entries: Iterable<Entry>): this {
    this.sequence++;
    const waiting = new Set(this.rows.map(({ entry }) => entry._id.$oid));
    for (const entry of entries) {
      if (!waiting.has(entry._id.$oid) && !this.entries.has(entry._id.$oid))
        this.rows.push({ arrival: this.sequence, entry });
      waiting.add(entry._id.$oid);
    }
    return this;
  }

  async begin(_owner?: string, _seconds?: number, mostRows = Number.POSITIVE_INFINITY) {
    if (this.#leased) throw new SojournError('run-in-progress');
    this.#leased = true;
    const { sequence, states, processedSequence, rows } = this;
    return { fence: ++this.#fence, sequence, states, processedSequence, usercache: rows.slice(0, mostRows) };
  }

  async renewLease() {}

  async releaseLease(fence: number) {
    if (fence === this.#fence) this.#leased = false;
  }

  /** Takes the lease from whoever holds it, as its expiry would. */
  expireLease(): void {
    this.#leased = false;
    this.#fence++;
  }

  async find(query: StoreQuery) {
    this.queries.push(query);
    const { keys, range } = query;
    const found = [...this.entries.values()]
      .filter((entry) => {
        const time = timeOf(entry, range.field);
        return (
          keys.includes(entry.metadata.key) &&
          !('invalid' in entry) &&
          !(time < (range.start ?? time) || time > (range.end ?? time) || Number.isNaN(time))
        );
      })
      .sort(compareBy(range.field));
    this.entriesRead += found.length;
    return found;
  }

  async ids(keys: readonly string[]) {
    const found = [...this.entries.values()].filter(({ metadata }) => keys.includes(metadata.key));
    return found.map(({ _id }) => _id);
  }

  async last(key: string, field: TimeField, upTo: number | null) {
    const found = await this.find({ keys: [key], range: { field, start: null, end: upTo } });
    this.queries.pop();
    this.entriesRead -= Math.max(0, found.length - 1);
    return found.at(-1);
  }

  async profile() {
    return this.members;
  }

  async commit(commit: RunCommit) {
    this.hooks.beforeCommit?.(commit);
    if (commit.fence !== this.#fence) throw new SojournError('lease-lost');
    if (commit.expectSequence !== undefined && commit.expectSequence !== this.sequence) {
      throw new SojournError('commit-conflict');
    }
    for (const list of [commit.insert, commit.replace, commit.invalidate]) {
      for (const entry of list) this.entries.set(entry._id.$oid, entry);
    }
    for (const { _id } of commit.remove) this.entries.delete(_id.$oid);
    const drained = new Set(commit.drain.map(({ entry }) => entry._id.$oid));
    this.rows = this.rows.filter(({ entry }) => !drained.has(entry._id.$oid));
    this.quarantined.push(...commit.quarantine);
    const states = Object.entries({ ...this.states, ...commit.states });
    this.states = Object.fromEntries(states.filter(([, state]) => state !== null));
    this.members = { ...this.members, ...commit.profile };
    this.processedSequence = commit.processedSequence ?? this.processedSequence;
    this.commits++;
    this.sequence++;
    return { sequence: this.sequence };
  }

  /** What people would see of the raw diary, without ids and write times: the chain in order. */
  diary(): unknown[] {
    const raw = [...this.entries.values()].filter(({ metadata }) => chainKeys.has(metadata.key));
    const byId = new Map(raw.map((entry) => [entry._id.$oid, entry]));
    const linkOf = (value: unknown): Entry | undefined =>
      byId.get((value as { $oid: string } | undefined)?.$oid ?? '');
    const seen: unknown[] = [];
    let place = raw.find(
      ({ metadata, data }) => metadata.key.endsWith('place') && data.enter_ts === undefined,
    );
    while (place !== undefined) {
      seen.push(contentOf(place));
      const trip = linkOf(place.data.starting_trip);
      if (trip === undefined) break;
      seen.push(contentOf(trip));
      place = linkOf(trip.data.end_place);
    }
    if (seen.length !== raw.length) throw new Error('the chain does not reach every raw object');
    return seen;
  }

  /** A copy that goes its own way. */
  clone(): MemoryStore {
    const copy = new MemoryStore();
    copy.entries = new Map(this.entries);
    copy.rows = [...this.rows];
    copy.states = { ...this.states };
    copy.members = { ...this.members };
    copy.sequence = this.sequence;
    copy.processedSequence = this.processedSequence;
    return copy;
  }
}

const chainKeys = new Set([rawTripKey, rawPlaceKey, rawUntrackedKey]);

function contentOf({ metadata, data }: Entry): unknown {
  const { start_place, end_place, starting_trip, ending_trip, ...content } = data;
  return { key: metadata.key, ...content };
}
