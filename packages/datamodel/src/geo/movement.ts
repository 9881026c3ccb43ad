import { distanceGreatCircle, type Position } from './distance.js';

/** A position at a time: degrees and Unix seconds. */
export interface TimedPosition {
  readonly longitude: number;
  readonly latitude: number;
  readonly ts: number;
}

const positionOf = (timed: TimedPosition): Position => [timed.longitude, timed.latitude];

/** Mean speed between two points in m/s; 0 when the times are equal. */
export function speedBetween(from: TimedPosition, to: TimedPosition): number {
  const seconds = to.ts - from.ts;
  return seconds === 0 ? 0 : distanceGreatCircle(positionOf(from), positionOf(to)) / seconds;
}

/** Initial heading from one position to another in degrees, clockwise from north, −180 to 180. */
export function headingBetween(from: Position, to: Position): number {
  const degree = Math.PI / 180;
  const deltaLongitude = (to[0] - from[0]) * degree;
  const latitude1 = from[1] * degree;
  const latitude2 = to[1] * degree;
  const y = Math.sin(deltaLongitude) * Math.cos(latitude2);
  const x =
    Math.cos(latitude1) * Math.sin(latitude2) -
    Math.sin(latitude1) * Math.cos(latitude2) * Math.cos(deltaLongitude);
  return Math.atan2(y, x) * (180 / Math.PI);
}

/** Change of heading at the middle of three positions, in degrees, not normalised. */
export function headingChange(first: Position, middle: Position, last: Position): number {
  return headingBetween(middle, last) - headingBetween(first, middle);
}
