import type { Entry } from '@sojourn/datamodel';
import { type EntryNeed, openPlaceOf, type TimeRange } from '../stages/index.js';
import type { PersonStore, StoreQuery } from './store-port.js';

type Reader = Pick<PersonStore, 'find' | 'last'>;

/** Reads what stages need, each stream once: one query for all streams that are read over the same range. */
export async function readNeeds(needs: readonly EntryNeed[], store: Reader): Promise<Entry[]> {
  const openKeys = new Set(needs.filter((need) => 'openPlace' in need).map(({ key }) => key));
  const read = await Promise.all([
    ...mergedQueries(needs).map((query) => store.find(query)),
    ...[...openKeys].map((key) => readOpenPlace(key, store)),
  ]);
  return read.flat();
}

/** Queries that cover all needs: per stream and time field the range from the first start to the last end. */
export function mergedQueries(needs: readonly EntryNeed[]): StoreQuery[] {
  const hulls = new Map<string, { key: string; range: TimeRange }>();
  for (const need of needs) {
    if (!('range' in need)) continue;
    const name = `${need.range.field} ${need.key}`;
    const known = hulls.get(name);
    hulls.set(name, {
      key: need.key,
      range: known === undefined ? need.range : hull(known.range, need.range),
    });
  }
  const queries = new Map<string, { keys: string[]; range: TimeRange }>();
  for (const { key, range } of hulls.values()) {
    const name = `${range.field} ${range.start} ${range.end}`;
    const query = queries.get(name);
    if (query === undefined) queries.set(name, { keys: [key], range });
    else query.keys.push(key);
  }
  return [...queries.values()];
}

function hull(left: TimeRange, right: TimeRange): TimeRange {
  return {
    field: left.field,
    start: left.start === null || right.start === null ? null : Math.min(left.start, right.start),
    end: left.end === null || right.end === null ? null : Math.max(left.end, right.end),
  };
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
