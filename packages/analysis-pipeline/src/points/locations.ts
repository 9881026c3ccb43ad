import type { Entry } from '@sojourn/datamodel';
import { gather, numberOrNone } from './columns.js';
import { deduplicate, type PointOrder } from './deduplicate.js';

/** Location points as columns, one row a point. All columns have the same length and order. */
export interface LocationPoints {
  readonly count: number;
  /** The stored entry of each row. */
  readonly entries: readonly Entry[];
  /** When the position was sensed, Unix seconds. */
  readonly ts: Float64Array;
  /** When the phone wrote the entry, Unix seconds. */
  readonly writeTs: Float64Array;
  /** Degrees. */
  readonly latitude: Float64Array;
  /** Degrees. */
  readonly longitude: Float64Array;
  /** Collection mode that the phone recorded; undefined when the entry has none. */
  readonly filter: readonly (string | undefined)[];
}

/**
 * The table view of location entries: repeated uploads dropped, rows numbered from 0 in the order given. Entries
 * without a sensing time or a position are left out.
 * @param order how the entries are ordered
 */
export function locationPoints(entries: readonly Entry[], order?: PointOrder): LocationPoints {
  const table = columnsOf(entries);
  const placed = isComplete(table) ? entries : placeable(entries);
  const kept = deduplicate(placed, 'background/filtered_location', order);
  return kept === entries ? table : columnsOf(kept);
}

/** The entries that say when and where they were sensed; the others cannot be part of any trip. */
export function placeable(entries: readonly Entry[]): readonly Entry[] {
  return entries.every(isPlaceable) ? entries : entries.filter(isPlaceable);
}

/** Some rows of a table, renumbered from 0. */
export function selectPoints(points: LocationPoints, rows: ArrayLike<number>): LocationPoints {
  const entries: Entry[] = [];
  const filter: (string | undefined)[] = [];
  for (let index = 0; index < rows.length; index++) {
    entries.push(points.entries[rows[index]!]!);
    filter.push(points.filter[rows[index]!]);
  }
  return {
    count: entries.length,
    entries,
    ts: gather(points.ts, rows),
    writeTs: gather(points.writeTs, rows),
    latitude: gather(points.latitude, rows),
    longitude: gather(points.longitude, rows),
    filter,
  };
}

/** The rows `start` to `end`, the last included, renumbered from 0. */
export function slicePoints(points: LocationPoints, start: number, end: number): LocationPoints {
  const stop = end + 1;
  return {
    count: stop - start,
    entries: points.entries.slice(start, stop),
    ts: points.ts.subarray(start, stop),
    writeTs: points.writeTs.subarray(start, stop),
    latitude: points.latitude.subarray(start, stop),
    longitude: points.longitude.subarray(start, stop),
    filter: points.filter.slice(start, stop),
  };
}

function isPlaceable(entry: Entry): boolean {
  const { ts, latitude, longitude } = entry.data;
  return (
    Number.isFinite(ts) &&
    Number.isFinite(latitude) &&
    Number.isFinite(longitude) &&
    Number.isFinite(entry.metadata.write_ts)
  );
}

function columnsOf(entries: readonly Entry[]): LocationPoints {
  const count = entries.length;
  const ts = new Float64Array(count);
  const writeTs = new Float64Array(count);
  const latitude = new Float64Array(count);
  const longitude = new Float64Array(count);
  const filter: (string | undefined)[] = [];
  for (let row = 0; row < count; row++) {
    const { data, metadata } = entries[row]!;
    ts[row] = numberOrNone(data.ts);
    writeTs[row] = numberOrNone(metadata.write_ts);
    latitude[row] = numberOrNone(data.latitude);
    longitude[row] = numberOrNone(data.longitude);
    filter.push(typeof data.filter === 'string' ? data.filter : undefined);
  }
  return { count, entries, ts, writeTs, latitude, longitude, filter };
}

/** Whether all entries of a table are surely placeable: no sum with something that is not finite is finite. */
function isComplete({ count, ts, writeTs, latitude, longitude }: LocationPoints): boolean {
  for (let row = 0; row < count; row++) {
    if (!Number.isFinite(ts[row]! + writeTs[row]! + latitude[row]! + longitude[row]!)) return false;
  }
  return true;
}
