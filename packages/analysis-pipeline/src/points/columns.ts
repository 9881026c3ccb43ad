import type { Entry } from '@sojourn/datamodel';

/** A member of an entry's payload as a number, NaN when it is missing or not a number. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : Number.NaN;
}

/** A number as it is, NaN for anything else: big integers, too. */
export function numberOrNone(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

/** One column of numbers from the payloads of entries, NaN where an entry has none. */
export function numberColumn(entries: readonly Entry[], field: string): Float64Array {
  const column = new Float64Array(entries.length);
  for (let row = 0; row < entries.length; row++) column[row] = numberOf(entries[row]!.data[field]);
  return column;
}

/** The write times of entries, in Unix seconds. */
export function writeTimeColumn(entries: readonly Entry[]): Float64Array {
  const column = new Float64Array(entries.length);
  for (let row = 0; row < entries.length; row++) column[row] = numberOf(entries[row]!.metadata.write_ts);
  return column;
}

/** The values of a column at the given rows, in that order. */
export function gather(column: Float64Array, rows: ArrayLike<number>): Float64Array {
  const gathered = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) gathered[index] = column[rows[index]!]!;
  return gathered;
}

/** Smallest index of an ascending column whose value is at least `bound`; the length when there is none. */
export function lowerBound(ascending: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! >= bound) high = middle;
    else low = middle + 1;
  }
  return low;
}
