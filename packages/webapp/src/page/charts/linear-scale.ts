/** A function that takes one span of numbers to another in proportion, as in `[0, 10]` metres to `[0, 320]` pixels. */
export function linearScale(
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): (value: number) => number {
  const unit = to === from ? 0 : (end - start) / (to - from);
  return (value) => start + (value - from) * unit;
}
