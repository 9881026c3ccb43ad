import type { EntryData } from '@sojourn/datamodel';
import { headingBetween, point } from '@sojourn/datamodel/geo';
import { formatTime, localDate } from '@sojourn/datamodel/time';
import { movementAlong } from '../../points/index.js';
import type { Fix } from './fix.js';

/** Seconds between the points of a cleaned section. */
const step = 30;

/** The evenly spaced points of a section, and how fast and how far each is from the one before. */
export interface Resampled {
  /** Payloads of the points, without section and mode. */
  readonly points: readonly EntryData[];
  /** Metres a second. */
  readonly speeds: readonly number[];
  /** Metres. */
  readonly distances: readonly number[];
}

export const nothingResampled: Resampled = { points: [], speeds: [], distances: [] };

/**
 * Points every 30 seconds from the first fix, and one at the last. A row that cannot be worked out is left out.
 * @param fixes in order of time, at least two
 */
export function resample(fixes: readonly Fix[]): Resampled {
  const sorted = [...fixes].sort((left, right) => left.ts - right.ts);
  const ts = gridOf(fixes[0]!.ts, fixes.at(-1)!.ts);
  const knots = sorted.map((fix) => fix.ts);
  const latitude = interpolate(ts, knots, (row) => sorted[row]!.latitude);
  const longitude = interpolate(ts, knots, (row) => sorted[row]!.longitude);
  const hasAltitude = fixes.some((fix) => !Number.isNaN(fix.altitude));
  const altitude = hasAltitude ? interpolate(ts, knots, (row) => sorted[row]!.altitude) : undefined;
  const zoneAt = zonesOf(fixes);
  const { distance, speed } = movementAlong({ ts, latitude, longitude });
  const points: EntryData[] = [];
  const speeds: number[] = [];
  const distances: number[] = [];
  for (let row = 0; row < ts.length; row++) {
    const numbers = [latitude[row]!, longitude[row]!, altitude?.[row] ?? 0, distance[row]!];
    if (numbers.some(Number.isNaN)) continue;
    const zone = zoneAt(ts[row]!);
    points.push({
      latitude: latitude[row]!,
      longitude: longitude[row]!,
      loc: point(roundTo15(longitude[row]!), roundTo15(latitude[row]!)),
      ts: ts[row]!,
      local_dt: localDate(ts[row]!, zone),
      fmt_time: formatTime(ts[row]!, zone),
      ...(altitude === undefined ? {} : { altitude: altitude[row]! }),
      distance: distance[row]!,
      speed: speed[row]!,
      heading:
        row === 0
          ? 0
          : headingBetween([longitude[row - 1]!, latitude[row - 1]!], [longitude[row]!, latitude[row]!]),
      idx: row,
    });
    speeds.push(speed[row]!);
    distances.push(distance[row]!);
  }
  return { points, speeds, distances };
}

/** Times from `start` in steps, strictly before `end`, and then `end` itself. */
export function gridOf(start: number, end: number): Float64Array {
  const count = Math.max(0, Math.ceil((end - start) / step));
  const grid = new Float64Array(count + 1);
  for (let index = 0; index < count; index++) grid[index] = start + step * index;
  grid[count] = end;
  return grid;
}

/** Values at the times of a grid on the lines between knots; knots are as many as there are values, at least two. */
function interpolate(
  grid: Float64Array,
  knots: readonly number[],
  value: (row: number) => number,
): Float64Array {
  let high = 1;
  return grid.map((x) => {
    while (high < knots.length - 1 && knots[high]! < x) high++;
    const low = high - 1;
    const slope = (value(high) - value(low)) / (knots[high]! - knots[low]!);
    return slope * (x - knots[low]!) + value(low);
  });
}

/** Array-library arithmetic rounds the copies of coordinates, and shows where a double has no 15 decimals. */
function roundTo15(degrees: number): number {
  return Math.round(degrees * 1e15) / 1e15;
}

interface ZoneRange {
  readonly start: number;
  readonly end: number;
  readonly zone: string;
}

/** The zone at a time; where two meet, that of the longer stay. */
function zonesOf(fixes: readonly Fix[]): (ts: number) => string {
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
    const candidates = ranges.filter((range) => range.start <= ts && ts <= range.end);
    const pool = candidates.length === 1 ? candidates : ranges;
    return pool.reduce((longest, range) =>
      range.end - range.start > longest.end - longest.start ? range : longest,
    ).zone;
  };
}
