import { MotionType } from '@sojourn/datamodel/streams';
import type { Activities } from '../../points/index.js';
import { isMotorized, isWalking } from '../motion-types.js';

/** A moment at which a mode may change. Neighbouring changes share theirs, so what one rewrites the other sees. */
export interface Boundary {
  /** Unix seconds. */
  ts: number;
  /** Position among the readings that count. */
  index: number;
  /** The mode from here on. */
  type: number;
}

/** A stretch of one mode; its mode is that of its start. */
export interface MotionChange {
  start: Boundary;
  end: Boundary;
}

/** Readings that say nothing about how a person travels. */
const ignored: ReadonlySet<number> = new Set([
  MotionType.TILTING,
  MotionType.UNKNOWN,
  MotionType.STILL,
  MotionType.NONE,
  MotionType.STOPPED_WHILE_IN_VEHICLE,
]);
const known: ReadonlySet<number> = new Set(Object.values(MotionType));

/**
 * Where the sensed mode changes during a trip.
 * @param readings of the trip, in order of time
 * @param confidence readings must be surer than this, in percent
 */
export function motionChanges(readings: Activities, confidence: number): MotionChange[] {
  const counting = boundariesOf(readings, confidence);
  const [first] = counting;
  if (first === undefined) return [];
  const changes: MotionChange[] = [];
  let start: Boundary = { ...first };
  let previous = first;
  for (const current of counting) {
    // Of several readings at the same time the last one is where the stretch starts.
    if (current.ts === start.ts) start.index = current.index;
    if (current.type !== start.type) {
      const end = changeBetween(previous, current);
      changes.push({ start, end });
      start = end;
    }
    previous = current;
  }
  changes.push({ start, end: previous });
  return changes;
}

function boundariesOf({ count, ts, type, confidence }: Activities, threshold: number): Boundary[] {
  const counting: Boundary[] = [];
  for (let row = 0; row < count; row++) {
    const sensed = type[row]!;
    if (!(confidence[row]! > threshold) || ignored.has(sensed) || !known.has(sensed)) continue;
    counting.push({
      ts: ts[row]!,
      index: counting.length,
      type: sensed === MotionType.RUNNING ? MotionType.WALKING : sensed,
    });
  }
  return counting;
}

/**
 * When the mode changed between two readings. A vehicle, or a bicycle after walking, was there since the reading
 * before; any other mode begins where it is first sensed, at that reading itself: what moves its index on later moves
 * that of the reading, too.
 */
function changeBetween(previous: Boundary, current: Boundary): Boundary {
  const sinceBefore =
    (!isMotorized(previous.type) && isMotorized(current.type)) ||
    (isWalking(previous.type) && current.type === MotionType.BICYCLING);
  return sinceBefore ? { ...previous, type: current.type } : current;
}
