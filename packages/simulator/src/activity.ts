import type { Platform } from './person.js';
import type { Random } from './random.js';
import { type Note, seconds } from './recording.js';
import type { Moment } from './whereabouts.js';

type Doing = Moment['doing'];

/** Codes that Android's activity recognition reports (IN_VEHICLE 0, BICYCLING 1, ON_FOOT 2, STILL 3, UNKNOWN 4, TILTING 5). */
const androidCodes: Record<Doing, number> = { walking: 2, bicycling: 1, bus: 0, car: 0, flight: 0, still: 3 };

type Flag = 'stationary' | 'walking' | 'running' | 'cycling' | 'automotive' | 'unknown';
const iosFlags: Record<Doing, Flag> = {
  walking: 'walking',
  bicycling: 'cycling',
  bus: 'automotive',
  car: 'automotive',
  flight: 'automotive',
  still: 'stationary',
};

/** What a phone believes its owner is doing; mostly right. */
export function noteActivity(
  random: Random,
  platform: Platform,
  time: number,
  moment: Moment,
  zone: string,
): Note {
  const standing = moment.speed < 0.3 && moment.doing !== 'flight' && random.chance(0.5);
  const doing = standing ? 'still' : moment.doing;
  return {
    writeTime: time + random.between(0, 120),
    key: 'background/motion_activity',
    type: 'sensor-data',
    zone,
    data: platform === 'android' ? android(random, doing, time) : ios(random, doing, time),
  };
}

function android(random: Random, doing: Doing, time: number): Record<string, unknown> {
  const draw = random.unit();
  const type =
    draw < 0.88 ? androidCodes[doing] : draw < 0.94 ? 5 : draw < 0.98 ? 4 : random.pick([0, 1, 2, 3]);
  const confidence = random.chance(0.65) ? 100 : random.integer(41, 99);
  return { ts: seconds(time), confidence, type };
}

function ios(random: Random, doing: Doing, time: number): Record<string, unknown> {
  const draw = random.unit();
  const flag = draw < 0.82 ? iosFlags[doing] : draw < 0.86 ? 'unknown' : undefined;
  const data: Record<string, unknown> = {
    stationary: false,
    walking: false,
    running: false,
    cycling: false,
    automotive: false,
    unknown: false,
    ts: seconds(time),
    confidence: random.pick(['high', 'high', 'high', 'medium', 'low']),
  };
  if (flag) data[flag] = true;
  return data;
}
