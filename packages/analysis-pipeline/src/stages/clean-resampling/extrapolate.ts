import type { Entry } from '@sojourn/datamodel';
import type { Point } from '@sojourn/datamodel/geo';
import { median, movementAlong, upperFence } from '../../points/index.js';
import { isCyclingSpeed, isMotorized, isWalking, isWalkingSpeed } from '../motion-types.js';
import { type Fix, metresBetweenFixes } from './fix.js';

/** Seconds that a person at most needs to be under way after arriving somewhere. */
const longestReturn = 180;
/** Distances between quartiles above the upper one from where a speed is remarkable. */
const fenceFactor = 1.5;

const speedsOf = (fixes: readonly Fix[]) =>
  movementAlong({
    ts: fixes.map(({ ts }) => ts),
    latitude: fixes.map(({ latitude }) => latitude),
    longitude: fixes.map(({ longitude }) => longitude),
  });

/**
 * Leads a trip back to the place where it started: phones notice late that somebody has left. The way is travelled at
 * the median speed of the section, and not before the place was reached.
 * @param fixes of the first section, not empty
 * @param origin where and when the place was reached
 * @param mode sensed mode of the section
 */
export function leadBack(fixes: readonly Fix[], origin: Fix, place: Entry, mode: number): readonly Fix[] {
  const first = fixes[0]!;
  const seconds = travelTime(fixes, metresBetweenFixes(first, origin), mode);
  if (seconds === 0) return fixes;
  const ts = notBeforeArrival(first.ts - seconds, place);
  // Places have coordinates of 15 decimals: from one that is less than a nanometre away, no time passes.
  if (!(ts < first.ts)) return fixes;
  return [{ ...origin, ts, altitude: altitudeBeside(fixes, origin), row: undefined }, ...fixes];
}

function travelTime(fixes: readonly Fix[], metres: number, mode: number): number {
  const { speed, distance } = speedsOf(fixes);
  const typical = median(speed);
  if (!(typical > 0)) {
    const moving = median(speed.filter((value) => value !== 0));
    return Number.isNaN(moving) ? 0 : metres / moving;
  }
  const travelled = distance.reduce((sum, value) => sum + value, 0);
  if (metres > 2 * travelled && !isMotorized(mode)) {
    const fits = isWalking(mode) ? isWalkingSpeed : isCyclingSpeed;
    // A little too fast for the mode: one metre a second, as the reference has it.
    if (!fits(typical) && fits(0.9 * typical)) return metres;
  }
  return metres / typical;
}

function notBeforeArrival(ts: number, place: Entry): number {
  const { enter_ts: arrival, duration } = place.data as { enter_ts?: number; duration?: number };
  if (arrival === undefined || ts >= arrival) return ts;
  if (duration === 0) return arrival;
  return Math.min(arrival + (duration ?? 0) / 2, arrival + longestReturn);
}

/** Leads a trip on to where it ends, where the last point is not there yet. */
export function leadOn(fixes: readonly Fix[], destination: Fix): readonly Fix[] {
  if (metresBetweenFixes(fixes.at(-1)!, destination) === 0) return fixes;
  return [...fixes, { ...destination, altitude: altitudeBeside(fixes, destination), row: undefined }];
}

/** A place without an altitude lies at sea level, unless nobody knows any altitude. */
function altitudeBeside(fixes: readonly Fix[], { altitude }: Fix): number {
  const isUnknown = Number.isNaN(altitude) && fixes.some((fix) => !Number.isNaN(fix.altitude));
  return isUnknown ? 0 : altitude;
}

/** Whether the way from the place was so fast, beside the rest, that nobody knows how it was travelled. */
export function isRemarkablyFast(fixes: readonly Fix[]): boolean {
  const { speed } = speedsOf(fixes);
  return speed[1]! > upperFence(speed.subarray(2), fenceFactor);
}

/** A place that has no arrival, as a fix: where it is, and when it was left. */
export function fixAtExit(place: Entry): Fix {
  const { location, exit_ts, exit_local_dt } = place.data as {
    location: Point;
    exit_ts: number;
    exit_local_dt?: { timezone?: string };
  };
  const [longitude, latitude] = location.coordinates;
  return {
    ts: exit_ts,
    latitude,
    longitude,
    altitude: Number.NaN,
    location,
    zone: exit_local_dt?.timezone ?? place.metadata.time_zone ?? 'UTC',
    entry: undefined,
    row: undefined,
  };
}
