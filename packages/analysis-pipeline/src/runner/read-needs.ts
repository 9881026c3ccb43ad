import type { Entry } from '@sojourn/datamodel';
import { type EntryNeed, openPlaceOf, type TimeRange } from '../stages/index.js';
import type { PersonStore, StoreQuery } from './store-port.js';

type Reader = Pick<PersonStore, 'find' | 'last'>;

/** Reads what stages need of one person's store, and nothing twice. */
export class NeedReader {
  readonly #store: Reader;
  readonly #read = new Map<string, TimeRange[]>();
  readonly #single = new Set<string>();

  constructor(store: Reader) {
    this.#store = store;
  }

  /** The entries that are needed and were not read before; undefined when everything was. */
  async read(needs: readonly EntryNeed[]): Promise<Entry[] | undefined> {
    const queries = mergedQueries(needs.filter((need) => !this.#isKnown(need)));
    const single = needs.filter((need) => !('range' in need) && !this.#isKnown(need));
    for (const { keys, range } of queries) for (const key of keys) this.#rangesOf(key, range).push(range);
    for (const need of single) this.#single.add(nameOf(need));
    if (queries.length === 0 && single.length === 0) return undefined;
    const read = await Promise.all([
      ...queries.map((query) => this.#store.find(query)),
      ...new Map(single.map((need) => [nameOf(need), readSingle(need, this.#store)])).values(),
    ]);
    return read.flat();
  }

  #isKnown(need: EntryNeed): boolean {
    if (!('range' in need)) return this.#single.has(nameOf(need));
    return this.#rangesOf(need.key, need.range).some((known) => covers(known, need.range));
  }

  #rangesOf(key: string, { field }: TimeRange): TimeRange[] {
    const name = `${field} ${key}`;
    let ranges = this.#read.get(name);
    if (ranges === undefined) {
      ranges = [];
      this.#read.set(name, ranges);
    }
    return ranges;
  }
}

/**
 * Queries that cover all needs: ranges of a stream that overlap become one, and streams that are read over the same
 * range share a query.
 */
export function mergedQueries(needs: readonly EntryNeed[]): StoreQuery[] {
  const byStream = new Map<string, { key: string; ranges: TimeRange[] }>();
  for (const need of needs) {
    if (!('range' in need)) continue;
    const name = `${need.range.field} ${need.key}`;
    const known = byStream.get(name);
    if (known === undefined) byStream.set(name, { key: need.key, ranges: [need.range] });
    else known.ranges.push(need.range);
  }
  const queries = new Map<string, { keys: string[]; range: TimeRange }>();
  for (const { key, ranges } of byStream.values()) {
    for (const range of united(ranges)) {
      const name = `${range.field} ${range.start} ${range.end}`;
      const query = queries.get(name);
      if (query === undefined) queries.set(name, { keys: [key], range });
      else query.keys.push(key);
    }
  }
  return [...queries.values()];
}

const startOf = ({ start }: TimeRange): number => start ?? Number.NEGATIVE_INFINITY;
const endOf = ({ end }: TimeRange): number => end ?? Number.POSITIVE_INFINITY;

function covers(outer: TimeRange, inner: TimeRange): boolean {
  return startOf(outer) <= startOf(inner) && endOf(inner) <= endOf(outer);
}

/** Ranges of one field without overlaps: those that touch become one. */
function united(ranges: readonly TimeRange[]): TimeRange[] {
  const result: TimeRange[] = [];
  for (const range of [...ranges].sort((left, right) => startOf(left) - startOf(right))) {
    const last = result.at(-1);
    if (last === undefined || startOf(range) > endOf(last)) result.push(range);
    else if (endOf(range) > endOf(last)) result[result.length - 1] = { ...last, end: range.end };
  }
  return result;
}

const nameOf = (need: EntryNeed): string => JSON.stringify(need);

async function readSingle(need: EntryNeed, store: Reader): Promise<Entry[]> {
  if ('openPlace' in need) return readOpenPlace(need.key, store);
  if (!('newest' in need)) return [];
  const newest = await store.last(need.key, need.newest, null);
  return newest === undefined ? [] : [newest];
}

/**
 * The place that nobody has left: as a rule the one that was entered last. Only a chain that goes back in time, as a
 * phone with a wrong clock makes it, needs the search through all places; and one that has not led anywhere yet has a
 * single place, which was never entered.
 */
async function readOpenPlace(key: string, store: Reader): Promise<Entry[]> {
  const field = 'data.enter_ts';
  const last = await store.last(key, field, null);
  if (last === undefined) {
    const range: TimeRange = { field: 'metadata.write_ts', start: null, end: null };
    const only = openPlaceOf(await store.find({ keys: [key], range }));
    return only === undefined ? [] : [only];
  }
  if (last.data.exit_ts === undefined) return [last];
  const entered = last.data.enter_ts as number;
  for (const start of [entered, null]) {
    const open = openPlaceOf(await store.find({ keys: [key], range: { field, start, end: null } }));
    if (open !== undefined) return [open];
  }
  return [];
}
