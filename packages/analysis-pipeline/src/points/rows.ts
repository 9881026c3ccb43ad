import { lowerBound } from './columns.js';

/** Rows of a table from `first` to before `stop`. */
export interface Rows {
  readonly first: number;
  readonly stop: number;
}

/** The rows of an ascending column whose values lie between two bounds, both included. */
export function rowsBetween(ascending: ArrayLike<number>, start: number, end: number): Rows {
  const first = lowerBound(ascending, start);
  let stop = lowerBound(ascending, end);
  while (stop < ascending.length && ascending[stop] === end) stop++;
  return { first, stop: Math.max(first, stop) };
}

export const countOf = ({ first, stop }: Rows): number => stop - first;
