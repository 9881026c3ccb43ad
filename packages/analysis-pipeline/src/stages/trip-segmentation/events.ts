import { type Activities, lowerBound, type Transitions } from '../../points/index.js';

// Codes of data.transition and data.curr_state.
const stoppedMoving = 2;
const stopTracking = 3;
const booted = 4;
const visitEnded = 14;
const waitingForTripStart = 1;

/**
 * Times of the transitions that mean that tracking was interrupted: tracking stopped, phone booted, or a visit that
 * ended while the phone waited for a trip to start. Unix seconds, ascending.
 */
export function restartTimes({ count, ts, transition, currentState }: Transitions): Float64Array {
  const times: number[] = [];
  for (let row = 0; row < count; row++) {
    const code = transition[row];
    const restarts =
      code === stopTracking ||
      code === booted ||
      (currentState[row] === waitingForTripStart && code === visitEnded);
    if (restarts && !Number.isNaN(ts[row])) times.push(ts[row]!);
  }
  return Float64Array.from(times).sort();
}

/** Whether one of the ascending times lies between two times, both inclusive. */
export function happenedBetween(times: Float64Array, start: number, end: number): boolean {
  const next = lowerBound(times, start);
  return next < times.length && times[next]! <= end;
}

/** Whether the phone reported, strictly after a time, that it stopped moving. */
export function stoppedMovingAfter({ count, ts, transition }: Transitions, time: number): boolean {
  for (let row = 0; row < count; row++) {
    if (transition[row] === stoppedMoving && ts[row]! > time) return true;
  }
  return false;
}

/**
 * Marks, for each event, the first point at or after it: the mark of a point says that something happened since the
 * point before. Events after the last point mark nothing.
 * @param pointTimes ascending
 * @param eventTimes in any order
 */
export function flagPoints(pointTimes: Float64Array, eventTimes: Float64Array): Uint8Array {
  const flags = new Uint8Array(pointTimes.length);
  for (const time of eventTimes) {
    if (Number.isNaN(time)) continue;
    const row = lowerBound(pointTimes, time);
    if (row < flags.length) flags[row] = 1;
  }
  return flags;
}

/** Marks points before which any motion activity, of any type and confidence, was reported. */
export function motionFlags(pointTimes: Float64Array, activities: Activities): Uint8Array {
  return flagPoints(pointTimes, activities.ts);
}
