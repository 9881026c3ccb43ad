import { RowDistances, selectPoints } from '../../points/index.js';
import { DwellWindow } from './dwell-window.js';
import { flagPoints, motionFlags, restartTimes, stoppedMovingAfter } from './events.js';
import { hugeGap, nextTripGap } from './limits.js';
import type { MethodInput, Segment, Segmentation } from './method.js';

export interface TimeMethodOptions {
  /** Seconds within which a phone that stays put has ended its trip. */
  readonly timeThreshold?: number;
  /** How many previous points the dwell test looks at, however old they are. */
  readonly pointThreshold?: number;
  /** Metres within which a phone stays put. */
  readonly distanceThreshold?: number;
}

/** Points written this many seconds after they were sensed take no part. */
const lateWrite = 1000;

/**
 * Cuts points that were collected at regular times: a trip ends where the phone stayed within a small circle for some
 * minutes, or before a gap in which nothing suggests that it moved. Linear in the number of points, except for the
 * dwell test, whose cost is bounded by the window.
 */
export function segmentByTime(
  { points: all, transitions, activities }: MethodInput,
  { timeThreshold = 300, pointThreshold = 9, distanceThreshold = 100 }: TimeMethodOptions = {},
): Segmentation {
  const onTime: number[] = [];
  for (let row = 0; row < all.count; row++)
    if (all.writeTs[row]! - all.ts[row]! < lateWrite) onTime.push(row);
  const points = onTime.length === all.count ? all : selectPoints(all, onTime);
  const { count, ts, writeTs } = points;
  const distances = new RowDistances(points);
  const motion = motionFlags(ts, activities);
  const restart = flagPoints(ts, restartTimes(transitions));
  const window = new DwellWindow(points, distances, { timeThreshold, pointThreshold, distanceThreshold });
  const longGap = 2 * timeThreshold;
  const speedLimit = distanceThreshold / timeThreshold;

  const endsAt = (row: number): boolean => {
    if (restart[row] === 1) return true;
    const gap = ts[row]! - ts[row - 1]!;
    if (gap > hugeGap) return true;
    if (gap > longGap && (motion[row] === 0 || distances.between(row - 1, row) / gap < speedLimit))
      return true;
    return window.isDwell();
  };
  const startsNext = (row: number): boolean =>
    ts[row]! - ts[row - 1]! > nextTripGap || distances.between(row - 1, row) >= distanceThreshold;

  const segments: Segment[] = [];
  const add = (first: number, last: number): void => {
    segments.push({ first: points.entries[first]!, last: points.entries[last]! });
  };
  let progress: number | undefined;
  // Both searches only ever go forward, so that many short trips cost no more than one long one.
  let nextStart = 1;
  let start = 0;
  while (start < count) {
    let end = start + 1;
    for (; end < count; end++) {
      window.moveTo(end, start);
      if (endsAt(end)) break;
    }
    if (end >= count) {
      if (start < count - 1 && stoppedMovingAfter(transitions, ts[count - 1]!)) {
        window.moveTo(count - 1, start);
        add(start, window.lastIndex().index);
        progress = writeTs[count - 1]!;
      }
      break;
    }
    const { early, index } = window.lastIndex();
    add(start, index);
    if (early) {
      start = end;
      progress = writeTs[end]!;
      continue;
    }
    nextStart = Math.max(nextStart, end + 1);
    while (nextStart < count && !startsNext(nextStart)) nextStart++;
    if (nextStart < count) {
      start = nextStart;
      progress = writeTs[nextStart - 1]!;
    } else if (end + 1 < count) {
      start = end + 1;
      progress = writeTs[start]!;
    } else {
      start = count;
      progress = writeTs[count - 1]!;
    }
  }
  return { segments, progress };
}
