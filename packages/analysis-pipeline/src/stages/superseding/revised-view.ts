import type { Entry } from '@sojourn/datamodel';
import type { TimeRange } from '../entry-order.js';
import type { EntryView } from '../working-set.js';
import type { Superseded } from './superseded.js';

/** Entries as they would be if what is derived anew had never been derived. */
export class RevisedView implements EntryView {
  readonly #view: EntryView;
  readonly #hidden: ReadonlySet<string>;
  readonly #reopened: ReadonlyMap<string, Entry>;

  constructor(view: EntryView, { hidden, reopened }: Superseded) {
    this.#view = view;
    this.#hidden = new Set(hidden.map(({ _id }) => _id.$oid));
    this.#reopened = new Map(reopened.map((entry) => [entry._id.$oid, entry]));
  }

  find(key: string, range: TimeRange): readonly Entry[] {
    const revised = this.#revise(this.#view.find(key, range));
    // A place that is open again has lost the time of its exit.
    const member = range.field.slice('data.'.length);
    return range.field === 'data.exit_ts'
      ? revised.filter(({ data }) => data[member] !== undefined)
      : revised;
  }

  all(key: string): readonly Entry[] {
    return this.#revise(this.#view.all(key));
  }

  get(key: string, id: string): Entry | undefined {
    if (this.#hidden.has(id)) return undefined;
    return this.#reopened.get(id) ?? this.#view.get(key, id);
  }

  added(key: string): readonly Entry[] {
    return this.#revise(this.#view.added(key));
  }

  #revise(entries: readonly Entry[]): readonly Entry[] {
    const isAsBefore = ({ _id: { $oid } }: Entry) => !this.#hidden.has($oid) && !this.#reopened.has($oid);
    if (entries.every(isAsBefore)) return entries;
    return entries
      .filter(({ _id }) => !this.#hidden.has(_id.$oid))
      .map((entry) => this.#reopened.get(entry._id.$oid) ?? entry);
  }
}
