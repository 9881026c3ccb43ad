import { createHash } from 'node:crypto';
import type { Entry } from '@sojourn/datamodel';
import { dateOf } from '../results/index.js';

/** What a person's trips of each local day come to, as short texts that differ when it does. */
export type DayPrints = Readonly<Record<string, string>>;

const date = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a trip says on which day it started. */
export const isDated = (trip: Entry): boolean => date.test(dateOf(trip));

/** Makes prints of trips that come in order of their start. */
export class DayPrinter {
  readonly #hashes = new Map<string, ReturnType<typeof createHash>>();

  add(trip: Entry): void {
    if (!isDated(trip)) return;
    const day = dateOf(trip);
    let hash = this.#hashes.get(day);
    if (hash === undefined) {
      hash = createHash('sha256');
      this.#hashes.set(day, hash);
    }
    hash.update(JSON.stringify([trip._id.$oid, trip.data]));
  }

  result(): DayPrints {
    return Object.fromEntries(
      [...this.#hashes].map(([day, hash]) => [day, hash.digest('base64url').slice(0, 12)]),
    );
  }
}

/** The days that two states of a person's trips differ in. */
export function changedDays(before: DayPrints, after: DayPrints): string[] {
  return Object.keys({ ...before, ...after }).filter((day) => before[day] !== after[day]);
}

/** The prints of some days. */
export function onlyDays(prints: DayPrints, days: ReadonlySet<string>): DayPrints {
  return Object.fromEntries(Object.entries(prints).filter(([day]) => days.has(day)));
}

/** The prints of all days but some. */
export function withoutDays(prints: DayPrints, days: readonly string[]): DayPrints {
  const left = new Set(days);
  return Object.fromEntries(Object.entries(prints).filter(([day]) => !left.has(day)));
}
