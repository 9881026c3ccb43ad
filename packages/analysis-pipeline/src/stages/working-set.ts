import type { Entry } from '@sojourn/datamodel';
import { lowerBound } from '../points/index.js';
import { compareBy, type TimeField, type TimeRange, timeReader } from './entry-order.js';

/** What stages may ask about one person's entries. */
export interface EntryView {
  /** Entries of a stream in a range, in order of the range's field, then id; hidden entries are left out. */
  find(key: string, range: TimeRange): readonly Entry[];
  /** All entries of a stream in order of write time, then id; hidden entries are left out. */
  all(key: string): readonly Entry[];
  /** An entry of a stream by its id; undefined when it is hidden or was not read. */
  get(key: string, id: string): Entry | undefined;
  /** Entries of a stream that this run has added or derived anew, in no particular order; hidden ones are left out. */
  added(key: string): readonly Entry[];
}

/** What a stage wants changed. Ids are those of entries that exist. */
export interface EntryChanges {
  readonly insert?: readonly Entry[];
  /** New content for existing entries, by their id. */
  readonly replace?: readonly Entry[];
  readonly remove?: readonly Entry[];
  /** Entries to hide from every query from now on. */
  readonly invalidate?: readonly Entry[];
  /** Entries to hide from the rest of this run alone. */
  readonly passOver?: readonly Entry[];
  /** Ids of stored entries that were derived once more. */
  readonly derivedAgain?: Iterable<string>;
}

/** The net change of a working set since it was loaded: each entry in one list at most. */
export interface NetChanges {
  readonly insert: readonly Entry[];
  readonly replace: readonly Entry[];
  readonly remove: readonly Entry[];
  readonly invalidate: readonly Entry[];
}

interface Sorted {
  readonly entries: readonly Entry[];
  readonly times: Float64Array;
}

interface Stream {
  readonly entries: Map<string, Entry>;
  /** Sorted views made so far, by time field; emptied by every change. */
  readonly sorted: Map<TimeField, Sorted>;
}

type Fate = 'insert' | 'replace' | 'remove' | 'invalidate';

/**
 * The entries of one person that a run works on, in memory: what was read from the store and, on top of it, what the
 * stages of the run have made so far.
 */
export class WorkingSet implements EntryView {
  readonly #streams = new Map<string, Stream>();
  readonly #fates = new Map<string, { fate: Fate; entry: Entry }>();
  readonly #originals = new Map<string, Entry>();
  /** Ids of stored entries that stages of the run have derived anew. */
  readonly #derivedAgain = new Set<string>();
  #loaded = 0;

  /** How many distinct entries were read from the store. */
  get loadedCount(): number {
    return this.#loaded;
  }

  /** Adds entries as the store has them. What a stage of the run has made of an entry counts more. */
  load(entries: Iterable<Entry>): void {
    for (const entry of entries) {
      if (!this.#fates.has(entry._id.$oid) && this.#put(entry)) this.#loaded++;
    }
  }

  find(key: string, range: TimeRange): readonly Entry[] {
    const { entries, times } = this.#inOrder(key, range.field);
    const from = range.start === null ? 0 : lowerBound(times, range.start);
    let to = range.end === null ? times.length : lowerBound(times, range.end);
    while (to < times.length && times[to] === range.end) to++;
    return from === 0 && to === entries.length ? entries : entries.slice(from, to);
  }

  all(key: string): readonly Entry[] {
    return this.#inOrder(key, 'metadata.write_ts').entries;
  }

  get(key: string, id: string): Entry | undefined {
    const entry = this.#streams.get(key)?.entries.get(id);
    return entry === undefined || 'invalid' in entry ? undefined : entry;
  }

  added(key: string): readonly Entry[] {
    const found: Entry[] = [];
    for (const [id, entry] of this.#streams.get(key)?.entries ?? []) {
      const isMade = this.#fates.get(id)?.fate === 'insert' || this.#derivedAgain.has(id);
      if (isMade && !('invalid' in entry)) found.push(entry);
    }
    return found;
  }

  /** Applies what a stage wants changed, so that the stages after it see it. */
  apply(changes: EntryChanges): void {
    for (const id of changes.derivedAgain ?? []) this.#derivedAgain.add(id);
    for (const entry of changes.insert ?? []) {
      this.#put(entry);
      this.#record('insert', entry);
    }
    for (const entry of changes.replace ?? []) {
      this.#keepOriginal(entry);
      this.#put(entry);
      this.#record('replace', entry);
    }
    for (const entry of changes.remove ?? []) {
      this.#keepOriginal(entry);
      this.#drop(entry);
      this.#record('remove', entry);
    }
    for (const entry of changes.passOver ?? []) this.#drop(entry);
    for (const entry of changes.invalidate ?? []) {
      this.#drop(entry);
      this.#record('invalidate', { ...entry, invalid: true });
    }
  }

  /** An entry that the run has replaced or removed, as it was read; undefined for all others. */
  before(id: string): Entry | undefined {
    return this.#originals.get(id);
  }

  /** What the store has to be told so that it equals this working set. */
  netChanges(): NetChanges {
    const lists: Record<Fate, Entry[]> = { insert: [], replace: [], remove: [], invalidate: [] };
    for (const { fate, entry } of this.#fates.values()) lists[fate].push(entry);
    return lists;
  }

  #keepOriginal({ _id: { $oid: id }, metadata: { key } }: Entry): void {
    const read = this.#fates.has(id) ? undefined : this.#streams.get(key)?.entries.get(id);
    if (read !== undefined) this.#originals.set(id, read);
  }

  #record(fate: Fate, entry: Entry): void {
    const id = entry._id.$oid;
    const before = this.#fates.get(id)?.fate;
    if (before === 'insert') {
      // The store does not know the entry yet: whatever happens to it now is part of its first form.
      if (fate === 'remove') this.#fates.delete(id);
      else this.#fates.set(id, { fate: 'insert', entry });
    } else if (before === 'replace' && fate === 'invalidate') {
      this.#fates.set(id, { fate: 'replace', entry });
    } else if (before === 'remove' && fate === 'insert') {
      this.#derivedAgain.add(id);
      this.#fates.set(id, { fate: 'replace', entry });
    } else {
      this.#fates.set(id, { fate, entry });
    }
  }

  #put(entry: Entry): boolean {
    const key = entry.metadata.key;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      stream = { entries: new Map(), sorted: new Map() };
      this.#streams.set(key, stream);
    }
    const before = stream.entries.size;
    stream.entries.set(entry._id.$oid, entry);
    forgetOrder(stream);
    return stream.entries.size > before;
  }

  #drop(entry: Entry): void {
    const stream = this.#streams.get(entry.metadata.key);
    if (stream === undefined) return;
    stream.entries.delete(entry._id.$oid);
    forgetOrder(stream);
  }

  #inOrder(key: string, field: TimeField): Sorted {
    const stream = this.#streams.get(key);
    if (stream === undefined) return nothing;
    let sorted = stream.sorted.get(field);
    if (sorted === undefined) {
      sorted = sortedBy(field, stream.entries.values());
      stream.sorted.set(field, sorted);
    }
    return sorted;
  }
}

function forgetOrder({ sorted }: Stream): void {
  // To clear a map costs as much when it is empty, and most entries come many at a time.
  if (sorted.size > 0) sorted.clear();
}

const nothing: Sorted = { entries: [], times: new Float64Array(0) };

function sortedBy(field: TimeField, all: Iterable<Entry>): Sorted {
  const read = timeReader(field);
  const entries: Entry[] = [];
  const times: number[] = [];
  for (const entry of all) {
    const time = read(entry);
    if (Number.isNaN(time) || 'invalid' in entry) continue;
    entries.push(entry);
    times.push(time);
  }
  const compare = compareBy(field);
  // Entries are compared only where their times do not tell the order.
  const isSorted = entries.every(
    (entry, row) => row === 0 || times[row - 1]! < times[row]! || compare(entries[row - 1]!, entry) <= 0,
  );
  if (isSorted) return { entries, times: new Float64Array(times) };
  entries.sort(compare);
  return { entries, times: new Float64Array(entries.map(read)) };
}
