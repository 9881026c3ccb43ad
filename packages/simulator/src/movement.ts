import type { Point } from './city.js';
import type { Random } from './random.js';
import type { Waypoint } from './streets.js';

/** How a person moves on the ground. */
export type GroundMode = 'walking' | 'bicycling' | 'bus' | 'car';
export type TravelMode = GroundMode | 'flight';

/** Where somebody is when: positions at ascending times (milliseconds since 1970), straight and steady in between. */
export interface Track {
  readonly times: number[];
  readonly xs: number[];
  readonly ys: number[];
}

interface Pace {
  /** Cruising speed by kind of street, m/s. */
  readonly speed: Record<Waypoint['street'], number>;
  /** Chance to stop at a crossing, by the street it lies on. */
  readonly stop: Record<Waypoint['street'], number>;
  /** Shortest and longest stop at lights, seconds. */
  readonly wait: readonly [number, number];
  /** m/s², for starting and braking. */
  readonly acceleration: number;
}

const paces: Record<GroundMode, Pace> = {
  walking: {
    speed: { lane: 1.3, street: 1.38, artery: 1.42 },
    stop: { lane: 0.05, street: 0.12, artery: 0.15 },
    wait: [6, 35],
    acceleration: 1.5,
  },
  bicycling: {
    speed: { lane: 4.1, street: 4.9, artery: 5.4 },
    stop: { lane: 0.08, street: 0.12, artery: 0.14 },
    wait: [8, 40],
    acceleration: 0.9,
  },
  bus: {
    speed: { lane: 7, street: 9.5, artery: 12.5 },
    stop: { lane: 0.3, street: 0.36, artery: 0.3 },
    wait: [12, 32],
    acceleration: 1.1,
  },
  car: {
    speed: { lane: 8, street: 12.5, artery: 21 },
    stop: { lane: 0.15, street: 0.2, artery: 0.05 },
    wait: [8, 50],
    acceleration: 2,
  },
};

/** No ground track is faster than this, m/s. */
export const fastest: Record<GroundMode, number> = { walking: 2, bicycling: 8, bus: 18, car: 32 };

/**
 * Moves along a way from a start time: cruising speed by street, slow starts and stops, waiting at lights or stops.
 *
 * @param vigour factor on the cruising speed: some people walk faster than others
 */
export function moveAlong(
  random: Random,
  way: readonly Waypoint[],
  mode: GroundMode,
  startTime: number,
  vigour = 1,
): Track {
  const pace = paces[mode];
  const first = way[0]!;
  const track: Track = { times: [startTime], xs: [first.x], ys: [first.y] };
  let standing = true;
  for (let index = 1; index < way.length; index++) {
    const from = way[index - 1]!;
    const to = way[index]!;
    const last = index === way.length - 1;
    const stops = last || (to.crossing && random.chance(pace.stop[to.street]));
    const speed = Math.min(
      fastest[mode] * 0.95,
      pace.speed[to.street] * vigour * Math.max(0.7, random.normal(1, 0.08)),
    );
    moveSegment(track, from, to, speed, pace.acceleration, standing, stops);
    if (stops && !last) stay(track, 1000 * random.between(...pace.wait));
    standing = stops;
  }
  return track;
}

/** Stands still at the end of a track for some milliseconds. */
export function stay(track: Track, milliseconds: number): void {
  append(track, endTime(track) + milliseconds, track.xs.at(-1)!, track.ys.at(-1)!);
}

export function endTime(track: Track): number {
  return track.times.at(-1)!;
}

/** Length of a track, metres. */
export function trackLength({ xs, ys }: Track): number {
  let length = 0;
  for (let index = 1; index < xs.length; index++) {
    length += Math.hypot(xs[index]! - xs[index - 1]!, ys[index]! - ys[index - 1]!);
  }
  return length;
}

/** Position, speed (m/s) and heading (degrees from north, clockwise) at a time; at rest before and after the track. */
export function motionAt(track: Track, time: number): { point: Point; speed: number; heading: number } {
  const { times, xs, ys } = track;
  let low = 0;
  let high = times.length - 1;
  if (time <= times[0]! || time >= times[high]!) {
    const end = time <= times[0]! ? 0 : high;
    return { point: { x: xs[end]!, y: ys[end]! }, speed: 0, heading: 0 };
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle;
    else high = middle;
  }
  const span = times[high]! - times[low]!;
  const part = (time - times[low]!) / span;
  const east = xs[high]! - xs[low]!;
  const north = ys[high]! - ys[low]!;
  return {
    point: { x: xs[low]! + east * part, y: ys[low]! + north * part },
    speed: (1000 * Math.hypot(east, north)) / span,
    heading: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360,
  };
}

function moveSegment(
  track: Track,
  from: Point,
  to: Point,
  speed: number,
  acceleration: number,
  starts: boolean,
  stops: boolean,
): void {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return;
  // While starting and braking the mean speed is half the cruising speed.
  const ramp = Math.min(length / 3, speed ** 2 / (2 * acceleration));
  const marks: [along: number, speed: number][] = [];
  if (starts) marks.push([ramp, speed / 2]);
  marks.push([stops ? length - ramp : length, speed]);
  if (stops) marks.push([length, speed / 2]);
  let done = 0;
  for (const [along, pace] of marks) {
    const part = along / length;
    const time = endTime(track) + (1000 * (along - done)) / pace;
    append(track, time, from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
    done = along;
  }
}

function append(track: Track, time: number, x: number, y: number): void {
  track.times.push(time);
  track.xs.push(x);
  track.ys.push(y);
}
