import { type Point, toDegrees } from './city.js';
import type { Random } from './random.js';
import type { Moment } from './whereabouts.js';

/** What a positioning receiver reports. */
export interface Fix {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Where the receiver believes to be, metres on the city's plane. */
  readonly point: Point;
  readonly latitude: number;
  readonly longitude: number;
  readonly altitude: number;
  /** Metres. */
  readonly accuracy: number;
  /** m/s */
  readonly speed: number;
  /** Degrees from north. */
  readonly heading: number;
}

/** The error of a position forgets half of itself in about so many milliseconds. */
const MEMORY = 60_000;

/**
 * A receiver whose errors are correlated in time (first-order Gauss and Markov process): it drifts, it does not
 * flicker. Now and then it has only a coarse fix from the mobile network.
 */
export function createReceiver(random: Random): (time: number, moment: Moment) => Fix {
  let east = 0;
  let north = 0;
  let climb = 0;
  let last = Number.NEGATIVE_INFINITY;
  return (time, moment) => {
    const indoors = moment.doing === 'still';
    const accuracy = drawAccuracy(random, indoors);
    const deviation = Math.min(14, accuracy * 0.4);
    const kept = Math.exp(-(time - last) / MEMORY);
    const fresh = Math.sqrt(1 - kept * kept);
    east = east * kept + fresh * random.normal(0, deviation);
    north = north * kept + fresh * random.normal(0, deviation);
    climb = climb * kept + fresh * random.normal(0, 6);
    last = time;
    let error = { x: east, y: north };
    let reported = accuracy;
    if (random.chance(0.012)) {
      reported = random.between(210, 1_600);
      const angle = random.between(0, 2 * Math.PI);
      const radius = reported * random.between(0.2, 0.7);
      error = { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
    }
    const point = { x: moment.point.x + error.x, y: moment.point.y + error.y };
    const moving = moment.speed > 0.3 && reported < 60;
    return {
      time,
      point,
      ...toDegrees(moment.city, point),
      altitude: moment.city.altitude + climb,
      accuracy: reported,
      speed: moving ? Math.max(0, moment.speed * random.normal(1, 0.07)) : 0,
      heading: moving ? (moment.heading + random.normal(0, 6) + 360) % 360 : 0,
    };
  };
}

function drawAccuracy(random: Random, indoors: boolean): number {
  const draw = random.unit();
  if (indoors) return draw < 0.5 ? random.between(15, 30) : random.between(20, 65);
  if (draw < 0.55) return random.pick([5, 5, 10]);
  if (draw < 0.88) return random.between(10, 30);
  return random.between(30, 95);
}
