/** Largest block that is added up without splitting it. */
const blockSize = 128;

/**
 * Sum of values in the order of numpy's pairwise summation, which keeps the rounding error small (N. J. Higham, The
 * accuracy of floating point summation, 1993): recorded results agree with it to the last digit.
 */
export function pairwiseSum(values: ArrayLike<number>, from = 0, to = values.length): number {
  const count = to - from;
  if (count < 8) {
    let sum = 0;
    for (let index = from; index < to; index++) sum += values[index]!;
    return sum;
  }
  if (count > blockSize) {
    const half = count >> 1;
    const middle = from + half - (half % 8);
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
  }
  const lanes = Array.from({ length: 8 }, (_, lane) => values[from + lane]!);
  let index = from + 8;
  for (; index + 8 <= to; index += 8) {
    for (let lane = 0; lane < 8; lane++) lanes[lane]! += values[index + lane]!;
  }
  const [a, b, c, d, e, f, g, h] = lanes as [number, number, number, number, number, number, number, number];
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (; index < to; index++) sum += values[index]!;
  return sum;
}
