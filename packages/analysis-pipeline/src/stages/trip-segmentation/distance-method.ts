import { RowDistances } from '../../points/index.js';
import { flagPoints, motionFlags, restartTimes, stoppedMovingAfter } from './events.js';
import { hugeGap } from './limits.js';
import type { MethodInput, Segment, Segmentation } from './method.js';

export interface DistanceMethodOptions {
  /** Seconds without a point after which a trip may have ended. */
  readonly timeThreshold?: number;
  /** Metres between neighbours from which on a new trip has begun. */
  readonly distanceThreshold?: number;
}

/**
 * Cuts points that were collected by distance: a phone at rest reports nothing, so a trip ends at the last point
 * before a long gap, and the next begins with the first real step after it.
 */
export function segmentByDistance(
  { points, transitions, activities }: MethodInput,
  { timeThreshold = 600, distanceThreshold = 50 }: DistanceMethodOptions = {},
): Segmentation {
  const { count, ts, writeTs } = points;
  const distances = new RowDistances(points);
  const motion = motionFlags(ts, activities);
  const restart = flagPoints(ts, restartTimes(transitions));
  const speedLimit = (distanceThreshold * 2) / (timeThreshold / 2);
  const step = (row: number): number => distances.between(row - 1, row);
  const isEnd = (row: number): boolean => {
    const gap = ts[row]! - ts[row - 1]!;
    if (!(gap > timeThreshold)) return false;
    return restart[row] === 1 || motion[row] === 0 || gap > hugeGap || step(row) / gap < speedLimit;
  };

  const segments: Segment[] = [];
  const add = (first: number, last: number): void => {
    segments.push({ first: points.entries[first]!, last: points.entries[last]! });
  };
  let progress: number | undefined;
  let start = 0;
  for (let row = 1; row < count; row++) {
    if (row <= start || !isEnd(row)) continue;
    add(start, row - 1);
    progress = writeTs[row]!;
    start = row;
    while (start < count && !(step(start) >= distanceThreshold)) start++;
  }
  if (start < count && stoppedMovingAfter(transitions, ts[count - 1]!)) {
    add(start, count - 1);
    progress = writeTs[count - 1]!;
  }
  return { segments, progress };
}
