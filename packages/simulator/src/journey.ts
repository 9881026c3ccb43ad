import { type City, distanceBetween, type Point, pointAround, toDegrees } from './city.js';
import {
  endTime,
  type GroundMode,
  moveAlong,
  stay,
  type Track,
  type TravelMode,
  trackLength,
} from './movement.js';
import type { Random } from './random.js';
import { findWay } from './streets.js';

/** One part of a journey in one mode. Times are milliseconds since 1970. */
export interface Leg {
  readonly mode: TravelMode;
  readonly start: number;
  readonly end: number;
  /** Metres along the way. */
  readonly distance: number;
  readonly fromCity: City;
  readonly toCity: City;
  readonly from: Point;
  readonly to: Point;
  /** Missing for flights: phones are off. */
  readonly track?: Track;
}

/** Metres per second in the air, start and landing included by FLIGHT_OVERHEAD (milliseconds). */
const FLIGHT_SPEED = 245;
const FLIGHT_OVERHEAD = 25 * 60_000;

/** A door-to-door journey within a city; a bus or car is reached and left on foot. */
export function travel(
  random: Random,
  city: City,
  from: Point,
  to: Point,
  mode: GroundMode,
  departs: number,
  vigour: number,
): Leg[] {
  if (mode === 'walking' || mode === 'bicycling')
    return [groundLeg(random, city, from, to, mode, departs, vigour)];
  const [nearest, farthest] = mode === 'bus' ? [90, 320] : [15, 110];
  const boards = pointAround(random, from, random.between(nearest, farthest));
  const leaves = pointAround(random, to, random.between(nearest, farthest));
  const walkThere = groundLeg(random, city, from, boards, 'walking', departs, vigour);
  const waits = 1000 * (mode === 'bus' ? random.between(20, 100) : random.between(10, 40));
  const ride = groundLeg(random, city, boards, leaves, mode, walkThere.end, 1, waits);
  const walkIn = groundLeg(random, city, leaves, to, 'walking', ride.end, vigour);
  return [walkThere, ride, walkIn];
}

/** From the gate of one city's airport by air to another city, and by car to the final door. */
export function fly(
  random: Random,
  fromCity: City,
  toCity: City,
  gate: Point,
  to: Point,
  departs: number,
  vigour: number,
): Leg[] {
  const plane = pointAround(random, gate, random.between(330, 480));
  const board = groundLeg(random, fromCity, gate, plane, 'walking', departs, vigour);
  const distance = flightDistance(fromCity, toCity);
  const lands = board.end + FLIGHT_OVERHEAD + (1000 * distance) / FLIGHT_SPEED;
  const apron = pointAround(random, toCity.airport, random.between(250, 400));
  const flight: Leg = {
    mode: 'flight',
    start: board.end,
    end: lands,
    distance,
    fromCity,
    toCity,
    from: plane,
    to: apron,
  };
  const leave = groundLeg(random, toCity, apron, toCity.airport, 'walking', lands, vigour);
  return [board, flight, leave, ...travel(random, toCity, toCity.airport, to, 'car', leave.end, vigour)];
}

/** What people of these cities take for a distance (metres). */
export function chooseMode(
  random: Random,
  from: Point,
  to: Point,
  owns: { bicycle: boolean; car: boolean },
): GroundMode {
  const distance = distanceBetween(from, to);
  if (distance < 900) return 'walking';
  if (distance < 2_000 && random.chance(0.5)) return 'walking';
  if (distance < 6_500 && owns.bicycle && random.chance(0.6)) return 'bicycling';
  return owns.car && random.chance(0.7) ? 'car' : 'bus';
}

function groundLeg(
  random: Random,
  city: City,
  from: Point,
  to: Point,
  mode: GroundMode,
  start: number,
  vigour: number,
  waits = 0,
): Leg {
  const way = findWay(random, city, from, to);
  const track: Track = { times: [start], xs: [from.x], ys: [from.y] };
  if (waits > 0) stay(track, waits);
  const moved = moveAlong(random, way, mode, endTime(track), vigour);
  for (let index = 1; index < moved.times.length; index++) {
    track.times.push(moved.times[index]!);
    track.xs.push(moved.xs[index]!);
    track.ys.push(moved.ys[index]!);
  }
  return {
    mode,
    start,
    end: endTime(track),
    distance: trackLength(track),
    fromCity: city,
    toCity: city,
    from,
    to,
    track,
  };
}

/** Great-circle distance between the airports of two cities, metres. */
export function flightDistance(from: City, to: City): number {
  const start = toDegrees(from, from.airport);
  const end = toDegrees(to, to.airport);
  const radians = Math.PI / 180;
  const cosine =
    Math.sin(start.latitude * radians) * Math.sin(end.latitude * radians) +
    Math.cos(start.latitude * radians) *
      Math.cos(end.latitude * radians) *
      Math.cos((start.longitude - end.longitude) * radians);
  return 6_371_000 * Math.acos(Math.min(1, cosine));
}
