import { countOf, metresBetween, type Rows } from '../../points/index.js';
import { isMotorized, isWalking, isWalkingSpeed } from '../motion-types.js';
import type { MotionChange } from './motion-changes.js';
import type { TripPoints } from './trip-points.js';

/**
 * Which neighbour swallows a streak of doubtful changes: `forward` the one before it, `backward` the one after it,
 * undefined neither.
 */
export function mergeDirection(
  changes: readonly MotionChange[],
  first: number,
  last: number,
  points: TripPoints,
): 'forward' | 'backward' | undefined {
  const previous = changes[first - 1];
  const next = changes[last + 1];
  if (previous === undefined) return 'backward';
  if (next === undefined) return 'forward';
  const before = previous.start.type;
  const after = next.start.type;
  const isTransfer = isMotorized(before) && isWalking(changes[first]!.start.type) && isMotorized(after);
  if (isTransfer) return undefined;
  if (before === after) return 'forward';

  const rowsBefore = points.during(previous);
  const rowsAfter = points.during(next);
  const streak = points.between(changes[first]!.start.ts, changes[last]!.end.ts);
  const speed = speedOf(streak, rowsBefore, rowsAfter, points);
  if (isWalking(after) && !isWalkingSpeed(speed)) return 'forward';
  if (isWalking(before) && !isWalkingSpeed(speed)) return 'backward';
  const closerToPrevious =
    Math.abs(speed - points.medianSpeed(rowsBefore)) < Math.abs(speed - points.medianSpeed(rowsAfter));
  return closerToPrevious ? 'forward' : 'backward';
}

/** Speed in a streak; where it has too few points, the speed across the gap that it is; m/s. */
function speedOf(streak: Rows, before: Rows, after: Rows, tripPoints: TripPoints): number {
  if (countOf(streak) > 1) return tripPoints.medianSpeed(streak);
  if (countOf(before) === 0 || countOf(after) === 0) return 0;
  const { points } = tripPoints;
  const seconds = points.ts[after.first]! - points.ts[before.stop - 1]!;
  return metresBetween(points, before.stop - 1, after.first) / seconds;
}
