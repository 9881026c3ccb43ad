import { distanceGreatCircle } from '@sojourn/datamodel/geo';
import type { Moment } from '../moment.js';
import { happenedBetween } from './events.js';

/** Metres a second above which a jump is taken for travel that the next trip accounts for: 3 km/h. */
const speedLimit = 3000 / 3600;

/**
 * Whether the time between arriving at a place and the next start went untracked: tracking was interrupted in it, or
 * the person turned up far away, more slowly than anybody travels.
 * @param restarts ascending times of interruptions, Unix seconds
 * @param distanceThreshold metres
 */
export function isUntracked(
  arrival: Moment,
  start: Moment,
  restarts: Float64Array,
  distanceThreshold: number,
): boolean {
  if (happenedBetween(restarts, arrival.ts, start.ts)) return true;
  const distance = distanceGreatCircle(arrival.location.coordinates, start.location.coordinates);
  if (distance < distanceThreshold) return false;
  // No time at all makes the speed infinite, which is travel.
  return !(distance / (start.ts - arrival.ts) > speedLimit);
}
