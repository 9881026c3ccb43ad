import { MotionType, Transition } from '@sojourn/datamodel/streams';
import { countOf, metresBetween } from '../../points/index.js';
import { type SectionMethod, type Stretch, type TripMotion, wholeTrip } from './method.js';
import type { MotionChange } from './motion-changes.js';

/** Metres beyond which a trip without any sensed mode is one section of unknown mode. */
const shortestUnknown = 50;
/** Metres between two sections that are too many for one of them not to have been longer. */
const longestGap = 150;
/** How much nearer one section must be to the change of mode than the other. */
const clearlyNearer = 1.5;

/** Sections of trips whose points come at fixed distances (iOS); the end of a visit counts as having moved. */
export const visitMethod: SectionMethod = { confidence: 49, find };

function find(motion: TripMotion): Stretch[] {
  const { points, changes } = motion;
  if (changes.length === 0) return withoutChanges(motion);
  const ts = points.points.ts;
  const stretched = changes.map(({ start, end }) => ({ start, end }));
  const opening = stretched[0]!;
  opening.start = { ...opening.start, ts: ts[0]! };
  const closing = stretched.at(-1)!;
  closing.end = { ...closing.end, ts: ts[ts.length - 1]! };
  const stretches: Stretch[] = [];
  for (const change of stretched) {
    const rows = points.during(change);
    if (countOf(rows) > 1) {
      stretches.push({ first: rows.first, last: rows.stop - 1, mode: change.start.type });
    }
  }
  return withoutGaps(stretches, stretched, motion);
}

function withoutChanges({ points, distanceFromPlace, transitions }: TripMotion): Stretch[] {
  const { count, transition } = transitions();
  if (count === 0) return [];
  const moved = distanceFromPlace > shortestUnknown || transition.includes(Transition.VISIT_ENDED);
  return moved ? wholeTrip(points, MotionType.UNKNOWN) : [];
}

/** Lets one of two sections that lie far apart reach to the other, if it is clearly the nearer one to the change. */
function withoutGaps(
  stretches: readonly Stretch[],
  changes: readonly MotionChange[],
  { points: { points } }: TripMotion,
): Stretch[] {
  const closed = [...stretches];
  for (let index = 0; index + 1 < stretches.length; index++) {
    const left = closed[index]!;
    const right = stretches[index + 1]!;
    if (!(metresBetween(points, right.first, left.last) > longestGap)) continue;
    // Positions of sections and of changes are taken for the same, as the reference does.
    const changed = changes[index]!.end.ts;
    if (changed !== changes[index + 1]!.start.ts) continue;
    const before = changed - points.ts[left.last]!;
    const after = points.ts[right.first]! - changed;
    if (!(Math.max(before, after) / Math.min(before, after) >= clearlyNearer)) continue;
    if (before < after) closed[index + 1] = { ...right, first: left.last };
    else closed[index] = { ...left, last: right.first };
  }
  return closed;
}
