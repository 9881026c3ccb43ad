/** Values that are numbers, in ascending order. */
function sortedNumbers(values: ArrayLike<number>): Float64Array {
  const numbers = new Float64Array(values.length);
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    if (!Number.isNaN(value)) numbers[count++] = value;
  }
  return numbers.subarray(0, count).sort();
}

/** The middle value, the mean of the two middle ones for an even count; NaN values are ignored, none gives NaN. */
export function median(values: ArrayLike<number>): number {
  const sorted = sortedNumbers(values);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * Quantile by linear interpolation between neighbours (type 7 of Hyndman and Fan, 1996); NaN values are ignored, none
 * gives NaN. The interpolation runs from the nearer neighbour, which decides the last digit.
 */
export function quantile(values: ArrayLike<number>, fraction: number): number {
  return quantileOfSorted(sortedNumbers(values), fraction);
}

function quantileOfSorted(sorted: Float64Array, fraction: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * fraction;
  const index = Math.floor(position);
  const part = position - index;
  const lower = sorted[index]!;
  const upper = sorted[Math.min(index + 1, sorted.length - 1)]!;
  return part < 0.5 ? lower + (upper - lower) * part : upper - (upper - lower) * (1 - part);
}

/** The upper fence of a box plot: the third quartile plus so many times the distance between the quartiles. */
export function upperFence(values: ArrayLike<number>, factor: number): number {
  const sorted = sortedNumbers(values);
  const upper = quantileOfSorted(sorted, 0.75);
  return upper + factor * (upper - quantileOfSorted(sorted, 0.25));
}
