import type { Trip } from './diary.js';
import { endTime } from './movement.js';
import type { Random } from './random.js';

/** A trip and the stay after it: the unit in which phones are simulated. Times are milliseconds since 1970. */
export interface Stretch {
  readonly trip: Trip;
  /** When the next trip starts. */
  readonly until: number;
  /** Spans without any position: in the air, in tunnels, deep inside buildings. */
  readonly blind: readonly (readonly [from: number, until: number])[];
}

export function createStretch(random: Random, trip: Trip, until: number): Stretch {
  const blind: [number, number][] = [];
  for (const leg of trip.legs) {
    if (!leg.track) blind.push([leg.start - 20_000, leg.end + 45_000]);
    else if ((leg.mode === 'car' || leg.mode === 'bus') && random.chance(0.12)) {
      const enters = random.between(leg.start, endTime(leg.track));
      blind.push([enters, enters + 1000 * random.between(40, 150)]);
    }
  }
  if (random.chance(0.2)) {
    const enters = trip.end + 1000 * random.between(0, 120);
    blind.push([enters, enters + 1000 * random.between(45, 180)]);
  }
  return { trip, until, blind };
}

export function isBlind({ blind }: Stretch, time: number): boolean {
  return blind.some(([from, until]) => time >= from && time < until);
}
