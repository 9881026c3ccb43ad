import type { EntryData } from '@sojourn/datamodel';
import { headingBetween, point } from '@sojourn/datamodel/geo';
import { formatTime, localDate } from '@sojourn/datamodel/time';
import { movementAlong } from '../../points/index.js';
import type { Fix } from './fix.js';
import { gridOf, interpolate, zonesOf } from './grid.js';

/** The evenly spaced points of a section, and how fast and how far each is from the one before. */
export interface Resampled {
  /** Payloads of the points. */
  readonly points: readonly EntryData[];
  /** Metres a second. */
  readonly speeds: readonly number[];
  /** Metres. */
  readonly distances: readonly number[];
}

/** What the points of a section say about it: its id and sensed mode. */
export interface Membership {
  readonly mode: number;
  readonly section: { readonly $oid: string };
}

export const nothingResampled = (): Resampled => ({ points: [], speeds: [], distances: [] });

/**
 * Points every 30 seconds from the first fix, and one at the last. A row without a position is left out; one whose
 * altitude is unknown stays, without it. (The reference leaves that out as well, and its part of the way with it.)
 * @param fixes in order of time, at least two
 */
export function resample(fixes: readonly Fix[], { mode, section }: Membership): Resampled {
  const knots = inOrder(fixes);
  const ts = gridOf(fixes[0]!.ts, fixes.at(-1)!.ts);
  const latitude = interpolate(ts, knots, 'latitude');
  const longitude = interpolate(ts, knots, 'longitude');
  const altitude = interpolate(ts, knots, 'altitude');
  const zoneAt = zonesOf(fixes);
  const { distance, speed } = movementAlong({ ts, latitude, longitude });
  const points: EntryData[] = [];
  const speeds: number[] = [];
  const distances: number[] = [];
  let before: [number, number] | undefined;
  for (let row = 0; row < ts.length; row++) {
    const here: [number, number] = [longitude[row]!, latitude[row]!];
    const heading = before === undefined ? 0 : headingBetween(before, here);
    before = here;
    if (Number.isNaN(distance[row]) || Number.isNaN(here[0] + here[1])) continue;
    const height = altitude[row]!;
    const zone = zoneAt(ts[row]!);
    points.push({
      latitude: here[1],
      longitude: here[0],
      loc: point(roundTo15(here[0]), roundTo15(here[1])),
      ts: ts[row]!,
      local_dt: localDate(ts[row]!, zone),
      fmt_time: formatTime(ts[row]!, zone),
      ...(Number.isNaN(height) ? undefined : { altitude: height }),
      distance: distance[row]!,
      speed: speed[row]!,
      heading,
      idx: row,
      mode,
      section,
    });
    speeds.push(speed[row]!);
    distances.push(distance[row]!);
  }
  return { points, speeds, distances };
}

function inOrder(fixes: readonly Fix[]): readonly Fix[] {
  const isSorted = fixes.every((fix, index) => index === 0 || fixes[index - 1]!.ts <= fix.ts);
  return isSorted ? fixes : [...fixes].sort((left, right) => left.ts - right.ts);
}

/** Array-library arithmetic rounds the copies of coordinates, and shows where a double has no 15 decimals. */
function roundTo15(degrees: number): number {
  const decimals = degrees * 1e15;
  const rounded = Math.round(decimals);
  // Of two equally near ones the even.
  return (rounded - decimals === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded) / 1e15;
}
