import { offsetOf } from './calendar.js';
import type { Platform } from './person.js';
import type { Random } from './random.js';
import type { Fix } from './receiver.js';
import { type Note, seconds } from './recording.js';

/** Phones keep a fix as filtered when it is at least this accurate, metres. */
const ACCURACY_LIMIT = 200;

export interface LocationNotes {
  readonly notes: Note[];
  /** True when the phone kept the fix. */
  readonly kept: boolean;
}

/** Writes fixes down: each as it came, and again as filtered when it is accurate and new. */
export function createLocationWriter(
  random: Random,
  platform: Platform,
  bootTime: number,
): (fix: Fix, zone: string) => LocationNotes {
  let lastKept = Number.NEGATIVE_INFINITY;
  const payload = platform === 'android' ? androidPayload : iosPayload;
  return (fix, zone) => {
    const writeTime = fix.time + writeDelay(random, platform);
    const note = (key: string, time: number): Note => ({
      writeTime: time,
      key,
      type: 'sensor-data',
      zone,
      data: payload(fix, zone, bootTime),
    });
    const notes = [note('background/location', writeTime)];
    const kept = fix.accuracy < ACCURACY_LIMIT && fix.time > lastKept;
    if (kept) {
      lastKept = fix.time;
      notes.push(note('background/filtered_location', writeTime + random.integer(4, 60)));
    }
    return { notes, kept };
  };
}

function writeDelay(random: Random, platform: Platform): number {
  if (platform === 'ios') return random.between(90, 220);
  return random.chance(0.85) ? random.between(60, 900) : random.between(900, 8_000);
}

function androidPayload(fix: Fix, zone: string, bootTime: number): Record<string, unknown> {
  return {
    latitude: round(fix.latitude, 7),
    longitude: round(fix.longitude, 7),
    altitude: round(fix.altitude, 1),
    ts: seconds(fix.time),
    fmt_time: androidTime(fix.time, zone),
    elapsedRealtimeNanos: (fix.time - bootTime) * 1_000_000,
    sensed_speed: round(fix.speed, 4),
    accuracy: round(fix.accuracy, 3),
    bearing: Math.round(fix.heading) % 360,
    filter: 'time',
  };
}

function iosPayload(fix: Fix, zone: string): Record<string, unknown> {
  const moving = fix.speed > 0;
  return {
    latitude: round(fix.latitude, 13),
    longitude: round(fix.longitude, 13),
    altitude: Math.fround(fix.altitude),
    ts: seconds(fix.time),
    fmt_time: iosTime(fix.time, zone),
    sensed_speed: moving ? round(fix.speed, 2) : -1,
    accuracy: round(fix.accuracy, 3),
    bearing: moving ? Math.fround(fix.heading) : -1,
    vaccuracy: fix.accuracy > 30 ? 24 : 10,
    floor: 0,
    filter: 'distance',
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As in `Jun 10, 2024 8:13:21 AM`. */
function androidTime(time: number, zone: string): string {
  const local = new Date(time + offsetOf(zone, time));
  const hour = local.getUTCHours();
  const clock = `${hour % 12 || 12}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`;
  return `${months[local.getUTCMonth()]} ${local.getUTCDate()}, ${local.getUTCFullYear()} ${clock} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** As in `2015-11-02T14:39:25-0800`. */
function iosTime(time: number, zone: string): string {
  const offset = offsetOf(zone, time);
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const sign = offset < 0 ? '-' : '+';
  const local = new Date(time + offset).toISOString().slice(0, 19);
  return `${local}${sign}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : `${value}`;
}

function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  // Adding zero turns -0, which JSON cannot carry, into 0.
  return Math.round(value * scale) / scale + 0;
}
