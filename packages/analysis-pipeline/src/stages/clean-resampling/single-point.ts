import type { Entry, EntryData } from '@sojourn/datamodel';
import type { Fix } from './fix.js';
import { type Membership, nothingResampled, type Resampled } from './resample.js';

/**
 * A section of a single point, which is not resampled but kept as the flat row of the table that it comes from.
 * @param columns members that any point of the run has; a row without one of them does not survive
 */
export function singlePoint(
  { entry, row }: Fix,
  columns: ReadonlySet<string>,
  membership: Membership,
): Resampled {
  if (entry === undefined) return nothingResampled();
  for (const column of columns) {
    const value = entry.data[column];
    if (value === undefined || value === null || Number.isNaN(value)) return nothingResampled();
  }
  const point = {
    index: row ?? 0,
    ...flattened(entry),
    distance: 0,
    speed: 0,
    heading: 0,
    idx: 0,
    ...membership,
  };
  return { points: [point], speeds: [0], distances: [0] };
}

function flattened({ data, metadata, user_id }: Entry): EntryData {
  const flat: EntryData = {};
  for (const [name, value] of Object.entries(data)) {
    if (name === 'speed' || name === 'distance' || name === 'heading') continue;
    if (name.endsWith('local_dt')) {
      for (const [component, part] of Object.entries(value as object)) flat[`${name}_${component}`] = part;
    } else {
      flat[name] = value;
    }
  }
  return { ...flat, user_id, metadata_write_ts: metadata.write_ts };
}

/** The members that any of some entries has in its payload. */
export function columnsOf(entries: readonly Entry[]): ReadonlySet<string> {
  const columns = new Set<string>();
  for (const { data } of entries) for (const name in data) columns.add(name);
  // They are computed anew for every table.
  columns.delete('speed');
  columns.delete('distance');
  columns.delete('heading');
  return columns;
}
