import type { Fix } from './fix.js';

/** Seconds between the points of a cleaned section. */
const step = 30;
/** Most points of a section: ten days of them, which only a clock that went wrong can exceed. */
const mostPoints = 28_800;

/** Times from `start` in steps, strictly before `end`, and then `end` itself. */
export function gridOf(start: number, end: number): Float64Array {
  const seconds = Math.max(step, (end - start) / mostPoints);
  const count = Math.max(0, Math.ceil((end - start) / seconds));
  const grid = new Float64Array(count + 1);
  for (let index = 0; index < count; index++) grid[index] = start + seconds * index;
  grid[count] = end;
  return grid;
}

/**
 * Values at ascending times on the lines between knots. A time takes the line that ends at the first knot not before
 * it, or else the first or last line; on a line between knots of the same time it has the value of the first of them,
 * as everywhere among knots of one time. (The reference has no value there and loses the way to the next point: a trip
 * became shorter than the straight line between its ends.)
 * @param knots in order of time, at least two
 */
export function interpolate(
  grid: Float64Array,
  knots: readonly Fix[],
  member: 'latitude' | 'longitude' | 'altitude',
): Float64Array {
  const values = new Float64Array(grid.length);
  let high = 1;
  for (let index = 0; index < grid.length; index++) {
    const x = grid[index]!;
    while (high < knots.length - 1 && knots[high]!.ts < x) high++;
    const from = knots[high - 1]!;
    const to = knots[high]!;
    const seconds = to.ts - from.ts;
    const slope = seconds === 0 ? 0 : (to[member] - from[member]) / seconds;
    values[index] = slope * (x - from.ts) + from[member];
  }
  return values;
}

interface ZoneRange {
  readonly start: number;
  readonly end: number;
  readonly zone: string;
}

/** The zone at a time; where two meet, that of the longer stay. */
export function zonesOf(fixes: readonly Fix[]): (ts: number) => string {
  const ranges: ZoneRange[] = [];
  let { ts: start, zone } = fixes[0]!;
  for (const fix of fixes) {
    if (fix.zone === zone) continue;
    ranges.push({ start, end: fix.ts, zone });
    ({ ts: start, zone } = fix);
  }
  ranges.push({ start, end: fixes.at(-1)!.ts, zone });
  if (ranges.length === 1) return () => zone;
  return (ts) => {
    const around = ranges.filter((range) => range.start <= ts && ts <= range.end);
    return (around.length === 0 ? ranges : around).reduce((longest, range) =>
      range.end - range.start > longest.end - longest.start ? range : longest,
    ).zone;
  };
}
