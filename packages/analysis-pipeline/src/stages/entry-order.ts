import type { Entry } from '@sojourn/datamodel';
import { numberOrNone } from '../points/index.js';

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

/** The value of one time field of an entry, NaN when the entry has none. */
export type TimeReader = (entry: Entry) => number;

// Members read by a name in the code are found faster than those whose name is put together.
const readers: Readonly<Record<TimeField, TimeReader>> = {
  'metadata.write_ts': ({ metadata }) => numberOrNone(metadata.write_ts),
  'data.ts': ({ data }) => numberOrNone(data.ts),
  'data.start_ts': ({ data }) => numberOrNone(data.start_ts),
  'data.end_ts': ({ data }) => numberOrNone(data.end_ts),
  'data.enter_ts': ({ data }) => numberOrNone(data.enter_ts),
  'data.exit_ts': ({ data }) => numberOrNone(data.exit_ts),
};

/** How a time field is read, for those who read it of many entries. */
export function timeReader(field: TimeField): TimeReader {
  return readers[field];
}

/** The value of a time field, NaN when the entry has none. */
export function timeOf(entry: Entry, field: TimeField): number {
  return readers[field](entry);
}

/** The order of every query: by the time field, then by id. */
export function compareBy(field: TimeField): (left: Entry, right: Entry) => number {
  const read = timeReader(field);
  return (left, right) =>
    read(left) - read(right) ||
    (left._id.$oid < right._id.$oid ? -1 : left._id.$oid > right._id.$oid ? 1 : 0);
}
