import { MotionType } from '@sojourn/datamodel/streams';
import { countOf } from '../../points/index.js';
import { isCyclingSpeed, isMotorized, isWalking, isWalkingSpeed } from '../motion-types.js';
import { applyMerges, type Merge } from './merge.js';
import { mergeDirection } from './merge-direction.js';
import type { MotionChange } from './motion-changes.js';
import type { TripPoints } from './trip-points.js';

/** Consecutive changes that are flip-flops; an inverted one, at the very end, is never merged. */
interface Streak {
  readonly first: number;
  readonly last: number;
}

/** Percent of a trip above which a stretch is too long to be a mistake. */
const bigPart = 25;
/** Seconds. */
const shortestRide = { bicycle: 60, vehicle: 300, bicycleBeforeVehicle: 60 } as const;

/**
 * Removes modes that the phone sensed only for a moment: each streak of doubtful changes goes to the stretch before or
 * after it, and neighbours of the same mode become one.
 */
export function withoutFlipFlops(changes: readonly MotionChange[], points: TripPoints): MotionChange[] {
  const total = changes.length === 0 ? 0 : changes.at(-1)!.end.ts - changes[0]!.start.ts;
  const flags = changes.map((_, index) => isFlipFlop(changes, index, total, points));
  const merges: Merge[] = [];
  for (const streak of streaksOf(flags)) {
    const merge = mergeOf(changes, streak, points);
    if (merge !== undefined) merges.push({ ...merge, ...streak });
  }
  return joinEqual(applyMerges(changes, merges));
}

const durationOf = ({ start, end }: MotionChange): number => end.ts - start.ts;
const readingsOf = ({ start, end }: MotionChange): number => end.index - start.index;

function isFlipFlop(
  changes: readonly MotionChange[],
  index: number,
  total: number,
  points: TripPoints,
): boolean {
  const change = changes[index]!;
  const { type } = change.start;
  const duration = durationOf(change);
  if ((duration * 100) / total > bigPart) {
    // Only a vehicle ride that follows something else may be taken for a mistake in spite of its share.
    const tooShort = isMotorized(type) && index >= 1 && duration < shortestRide.vehicle;
    if (!tooShort) return false;
  }
  if (readingsOf(change) <= 1) return true;
  if (!isWalking(type) && readingsOf(change) <= 2) return true;
  return !isPlausible(change, points) || countOf(points.during(change)) === 0;
}

/** Whether a stretch can have been travelled in its mode, judged by its length and the speed of its points. */
function isPlausible(change: MotionChange, points: TripPoints): boolean {
  const { type } = change.start;
  const duration = durationOf(change);
  const rows = points.during(change);
  const speedFits = (fits: (speed: number) => boolean) =>
    countOf(rows) === 0 || fits(points.medianSpeed(rows));
  if (isWalking(type)) return speedFits(isWalkingSpeed);
  if (type === MotionType.BICYCLING) return !(duration < shortestRide.bicycle) && speedFits(isCyclingSpeed);
  if (isMotorized(type)) return !(duration < shortestRide.vehicle);
  return true;
}

function streaksOf(flags: readonly boolean[]): Streak[] {
  const streaks: Streak[] = [];
  let begin = 0;
  flags.forEach((flag, index) => {
    if (flag) return;
    if (index !== begin) streaks.push({ first: begin, last: index - 1 });
    begin = index + 1;
  });
  const last = flags.length - 1;
  if ((last === 0 || last === 1) && flags[last]) streaks.push({ first: last, last });
  // A streak that reaches the end loses its last change; recorded days depend on it.
  else if (begin !== last + 1) streaks.push({ first: begin, last: last - 1 });
  return streaks;
}

type Decision = Pick<Merge, 'direction' | 'keepsMode'>;

function mergeOf(
  changes: readonly MotionChange[],
  { first, last }: Streak,
  points: TripPoints,
): Decision | undefined {
  if (first === 0 && last + 1 === changes.length) return undefined;
  if (first === last || first + 1 === last) return mergeOfSingle(changes, first, last, points);
  if (last - first > 3) return { direction: 'new', keepsMode: true };
  const doubtful = changes.slice(first, last + 1).some((change) => !isPlausible(change, points));
  return doubtful ? directionOf(changes, first, last, points) : undefined;
}

function mergeOfSingle(
  changes: readonly MotionChange[],
  first: number,
  last: number,
  points: TripPoints,
): Decision | undefined {
  if (isFastCyclist(changes, first, last)) return { direction: 'backward', keepsMode: true };
  const change = changes[first]!;
  const unbelievable = !isWalking(change.start.type) || countOf(points.during(change)) <= 1;
  return unbelievable ? directionOf(changes, first, last, points) : undefined;
}

/** A cyclist so fast that the phone believed in a vehicle for a moment. */
function isFastCyclist(changes: readonly MotionChange[], first: number, last: number): boolean {
  const next = changes[last + 1];
  if (next === undefined) return false;
  const from = changes[first]!;
  const to = changes[last]!;
  const cycled = to.start.index - from.start.index;
  const interval = to.start.ts - from.end.ts;
  const ratio = (to.start.ts - from.start.ts) / (next.end.ts - next.start.ts + 1);
  return (
    from.start.type === MotionType.BICYCLING &&
    isMotorized(next.start.type) &&
    cycled <= 1 &&
    readingsOf(next) <= 2 &&
    interval < shortestRide.bicycleBeforeVehicle &&
    (cycled === 0 || ratio > 0.75)
  );
}

function directionOf(
  changes: readonly MotionChange[],
  first: number,
  last: number,
  points: TripPoints,
): Decision | undefined {
  const direction = mergeDirection(changes, first, last, points);
  return direction && { direction, keepsMode: false };
}

function joinEqual(changes: readonly MotionChange[]): MotionChange[] {
  const joined: MotionChange[] = [];
  for (const { start, end } of changes) {
    const before = joined.at(-1);
    if (before !== undefined && before.start.type === start.type) before.end = end;
    else joined.push({ start, end });
  }
  return joined;
}
