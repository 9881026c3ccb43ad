import type { LocationPoints, Transitions } from '../../points/index.js';
import type { MotionChange } from './motion-changes.js';
import type { TripPoints } from './trip-points.js';

/** A stretch of a trip in one mode, from one row of the trip's points to another, both included. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
  /** Motion type. */
  readonly mode: number;
}

/** What a trip's sections are found in. */
export interface TripMotion {
  /** Filtered points, in order of time; at least one. */
  readonly points: TripPoints;
  /** Changes of mode, flip-flops removed. */
  readonly changes: readonly MotionChange[];
  /** Metres from the place where the trip starts to where it ends. */
  readonly distanceFromPlace: number;
  /** Transitions from the start of the trip to five minutes after its end. */
  transitions(): Transitions;
}

/** A way to cut trips into sections, made for one way of collecting points. */
export interface SectionMethod {
  /** Readings must be surer than this, in percent. */
  readonly confidence: number;
  /** @returns stretches in order; none when nothing says how the person travelled */
  find(motion: TripMotion): Stretch[];
}

/** All of a trip in one mode. */
export function wholeTrip({ count }: Pick<LocationPoints, 'count'>, mode: number): Stretch[] {
  return [{ first: 0, last: count - 1, mode }];
}
