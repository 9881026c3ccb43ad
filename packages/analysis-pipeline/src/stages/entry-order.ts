import type { Entry } from '@sojourn/datamodel';

/** Time fields that a range may be about. */
export type TimeField =
  | 'metadata.write_ts'
  | 'data.ts'
  | 'data.start_ts'
  | 'data.end_ts'
  | 'data.enter_ts'
  | 'data.exit_ts';

/** Range of one time field, both ends inclusive; null is no bound. Entries without the field are outside. */
export interface TimeRange {
  readonly field: TimeField;
  readonly start: number | null;
  readonly end: number | null;
}

/** The value of a time field, NaN when the entry has none. */
export function timeOf(entry: Entry, field: TimeField): number {
  const value = field === 'metadata.write_ts' ? entry.metadata.write_ts : entry.data[field.slice(5)];
  return typeof value === 'number' ? value : Number.NaN;
}

/** The order of every query: by the time field, then by id. */
export function compareBy(field: TimeField): (left: Entry, right: Entry) => number {
  return (left, right) =>
    timeOf(left, field) - timeOf(right, field) ||
    (left._id.$oid < right._id.$oid ? -1 : left._id.$oid > right._id.$oid ? 1 : 0);
}
