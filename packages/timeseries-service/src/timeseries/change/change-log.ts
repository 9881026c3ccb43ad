import type { Entry } from '@sojourn/datamodel';
import { type ColumnBlock, type TimeField, type TimeRange, timeFields } from '../../block/index.js';
import type { IndexedBlock } from '../person/stored-block.js';
import type { Located } from '../read/locate.js';
import type { EntryStore } from '../timeseries.js';
import { type Incoming, incomingEntry, isInvalid, timeAt } from './incoming.js';

/** What became of entries that were there before a commit, or of entries that kept their arrival when they came. */
export type ChangeKind = 'added' | 'replaced' | 'invalidated' | 'removed';

/** What one commit did to one stream in one store. */
export interface ChangeRecord {
  /** Of the commit. */
  readonly sequence: number;
  readonly store: EntryStore;
  readonly key: string;
  readonly kind: ChangeKind;
  /** Entries concerned. */
  readonly count: number;
  /** Range of each time field over the entries concerned, as they were and as they are. */
  readonly times: Readonly<Partial<Record<TimeField, readonly [min: number, max: number]>>>;
  /** `_id`s of the entries concerned; absent when they are too many to name, or have only moved on. */
  readonly ids?: readonly string[];
}

/** Ids that are named one by one; beyond, the range has to do. */
export const mostNamedIds = 1000;
/** Stream of the records. */
export const changeKey = 'store/change';

/** An entry that came into a store. */
interface Arrived {
  readonly store: EntryStore;
  readonly incoming: Incoming;
}

type TallyOf = (store: EntryStore, key: string, kind: ChangeKind) => Tally;

/**
 * Notes what a commit does to entries that were stored before. What is simply new needs no record: its arrival says it.
 * An entry that goes and comes again in the same store has been replaced.
 */
export class ChangeLog {
  readonly #gone = new Map<string, { readonly located: Located; readonly id: string }>();
  readonly #come: Arrived[] = [];
  readonly #drained: {
    readonly block: IndexedBlock;
    readonly opened: ColumnBlock;
    readonly rows: readonly number[];
  }[] = [];
  readonly #replaced: { readonly located: Located; readonly incoming: Incoming }[] = [];

  /** A stored version is taken out. */
  gone(located: Located): void {
    const { block, opened, row } = located;
    const id = opened.ids()[row]!;
    const name = nameOf(block.header.store as EntryStore, id);
    if (!this.#gone.has(name)) this.#gone.set(name, { located, id });
  }

  /** Rows of the usercache are taken out that are found again under the same ids elsewhere. */
  drained(block: IndexedBlock, opened: ColumnBlock, rows: readonly number[]): void {
    this.#drained.push({ block, opened, rows });
  }

  /** An entry is put into a store without an arrival of its own. */
  come(incoming: Incoming, store: EntryStore): void {
    this.#come.push({ store, incoming });
  }

  /** A stored entry gets new content and stays where it is. */
  replaced(located: Located, entry: Entry): void {
    this.#replaced.push({ located, incoming: incomingEntry(entry) });
  }

  /** @param fresh what arrives with the commit; asked for only when something has gone */
  records(sequence: number, fresh: () => Iterable<Arrived>): ChangeRecord[] {
    const tallies = new Map<string, Tally>();
    let last: Tally | undefined;
    const tally: TallyOf = (store, key, kind) => {
      if (last?.isOf(store, key, kind)) return last;
      const name = `${kind} ${store} ${key}`;
      last = tallies.get(name) ?? new Tally(sequence, store, key, kind);
      tallies.set(name, last);
      return last;
    };
    for (const { block, opened, rows } of this.#drained) {
      const keys = opened.strings('metadata.key');
      const byKey = new Map<string, number[]>();
      for (const row of rows) listOf(byKey, keys[row] ?? '').push(row);
      for (const [key, ofKey] of byKey) tally('usercache', key, 'removed').addDrained(block, opened, ofKey);
    }
    for (const { store, incoming } of this.#gone.size === 0 ? this.#come : this.#others(fresh, tally))
      tally(store, incoming.key, 'added').addIncoming(incoming);
    for (const { located, incoming } of this.#replaced) {
      const hidden = isInvalid(incoming) && !located.opened.has('invalid', located.row);
      const about = tally(
        located.block.header.store as EntryStore,
        keyOf(located),
        hidden ? 'invalidated' : 'replaced',
      );
      about.add(incoming.id, located);
      about.widen(incoming);
    }
    return [...tallies.values()].map((found) => found.record());
  }

  /** Notes what has gone, and what has taken its place. @returns what came without that */
  #others(fresh: () => Iterable<Arrived>, tally: TallyOf): Iterable<Arrived> {
    const come = new Map(this.#come.map((arrived) => [nameOf(arrived.store, arrived.incoming.id), arrived]));
    for (const arrived of fresh()) {
      const name = nameOf(arrived.store, arrived.incoming.id);
      if (this.#gone.has(name)) come.set(name, arrived);
    }
    for (const [name, { located, id }] of this.#gone) {
      const store = located.block.header.store as EntryStore;
      const next = come.get(name)?.incoming;
      const about = tally(store, keyOf(located), next ? 'replaced' : 'removed');
      if (store === 'usercache' && !next) about.addUnnamed(located);
      else about.add(id, located);
      if (!next) continue;
      if (next.key === keyOf(located)) about.widen(next);
      else tally(store, next.key, 'added').addIncoming(next);
      come.delete(name);
    }
    return come.values();
  }
}

/** Adds up what happened to one stream. */
class Tally {
  #count = 0;
  #ids: string[] | undefined = [];
  readonly #times: Partial<Record<TimeField, [number, number]>> = {};

  constructor(
    private readonly sequence: number,
    private readonly store: EntryStore,
    private readonly key: string,
    private readonly kind: ChangeKind,
  ) {
    if (kind === 'added') this.#ids = undefined;
  }

  isOf(store: EntryStore, key: string, kind: ChangeKind): boolean {
    return this.key === key && this.kind === kind && this.store === store;
  }

  add(id: string, located: Located): void {
    if (this.#ids && this.#ids.push(id) > mostNamedIds) this.#ids = undefined;
    this.#addTimes(located);
  }

  addUnnamed(located: Located): void {
    this.#ids = undefined;
    this.#addTimes(located);
  }

  /** Rows of one block, which are too many to name as a rule. */
  addDrained({ header }: IndexedBlock, opened: ColumnBlock, rows: readonly number[]): void {
    this.#ids = undefined;
    this.#count += rows.length;
    for (const field of timeFields) {
      if (!header.times[field]) continue;
      const values = opened.numbers(field);
      for (const row of rows) this.#widen(field, values[row]!);
    }
  }

  addIncoming(incoming: Incoming): void {
    this.#count++;
    this.widen(incoming);
  }

  /** Takes the times of an entry's new content in. */
  widen(incoming: Incoming): void {
    for (const [index, field] of timeFields.entries()) {
      const time = timeAt(incoming, index);
      if (time !== undefined) this.#widen(field, time);
    }
  }

  record(): ChangeRecord {
    const { sequence, store, key, kind } = this;
    const about = { sequence, store, key, kind, count: this.#count, times: this.#times };
    return this.#ids ? { ...about, ids: this.#ids } : about;
  }

  #addTimes({ block, opened, row }: Located): void {
    this.#count++;
    const ranges: Readonly<Partial<Record<TimeField, TimeRange>>> = block.header.times;
    for (const field of timeFields) if (ranges[field]) this.#widen(field, opened.numbers(field)[row]!);
  }

  #widen(field: TimeField, value: number): void {
    if (!Number.isFinite(value)) return;
    const range = this.#times[field];
    if (!range) this.#times[field] = [value, value];
    else if (value < range[0]) range[0] = value;
    else if (value > range[1]) range[1] = value;
  }
}

function listOf(lists: Map<string, number[]>, key: string): number[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

function nameOf(store: EntryStore, id: string): string {
  return `${store} ${id}`;
}

function keyOf({ opened, row }: Located): string {
  return opened.strings('metadata.key')[row] ?? '';
}
