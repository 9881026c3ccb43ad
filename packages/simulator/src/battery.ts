import { localClockOf } from './calendar.js';
import type { Platform } from './person.js';
import type { Random } from './random.js';
import { type Note, seconds } from './recording.js';

const HOUR = 3_600_000;

/** A battery that drains by day and charges by night, read when the phone tries to synchronise. */
export interface Battery {
  /** All readings in a stretch of time; `tracking` says whether positions are being recorded then. */
  readings(from: number, until: number, zone: string, tracking: (time: number) => boolean): Note[];
}

export function createBattery(random: Random, platform: Platform, startTime: number): Battery {
  let level = random.between(70, 100);
  let next = startTime + random.between(0, HOUR);
  return {
    readings(from, until, zone, tracking) {
      const notes: Note[] = [];
      for (; next < until; next += HOUR + random.normal(0, 90_000)) {
        const hour = localClockOf(zone, next) / HOUR;
        const charging = hour >= 22.5 || hour < 6.5;
        const change = charging ? 24 : tracking(next) ? -random.between(5, 9) : -random.between(0.6, 2.5);
        level = Math.min(100, Math.max(6, level + change));
        if (next < from) continue;
        const writeTime = next + random.between(20, 300);
        const data =
          platform === 'android' ? android(random, level, charging, next) : ios(level, charging, next);
        notes.push({ writeTime, key: 'background/battery', type: 'sensor-data', zone, data });
      }
      return notes;
    },
  };
}

function android(random: Random, level: number, charging: boolean, time: number): Record<string, unknown> {
  const temperature = random.integer(240, 340);
  return {
    battery_level_pct: Math.round(level),
    battery_status: charging ? (level >= 100 ? 5 : 2) : 3,
    android_health: 'GOOD',
    android_plugged: charging ? 'AC' : 'UNKNOWN',
    android_technology: 'Li-ion',
    android_temperature: temperature,
    android_voltage: temperature,
    ts: seconds(time),
  };
}

function ios(level: number, charging: boolean, time: number): Record<string, unknown> {
  return {
    battery_level_ratio: Math.round(level) / 100,
    battery_status: charging ? (level >= 100 ? 3 : 2) : 1,
    ts: seconds(time),
  };
}
