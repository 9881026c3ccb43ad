import { SojournError } from '@sojourn/datamodel';
import type { CollectionMode, Schedule } from './configuration.js';
import { addDays, addMonths, parseWallClock, wallClock, wholeDays, wholeMonths } from './wall-clock.js';

/**
 * The collection mode that is active at a time: the first that its schedule, or the lack of one, allows.
 * @param ts Unix seconds
 * @throws SojournError `request-invalid` when none is
 */
export function activeMode(modes: readonly CollectionMode[], ts: number, zone: string): CollectionMode {
  const active = modes.find(({ schedule }) => schedule === undefined || isScheduled(schedule, ts, zone));
  if (active === undefined) {
    throw new SojournError('request-invalid', { detail: 'no collection mode is active for a trip' });
  }
  return active;
}

function isScheduled(schedule: Schedule, ts: number, zone: string): boolean {
  const start = latestStart(schedule, ts, zone);
  return start !== undefined && wholeDays(wallClock(ts, zone) - start) < schedule.duration;
}

/**
 * The last recurrence of a schedule that has begun, on the wall clock; undefined before the first. Months are counted
 * from the same day of each year.
 */
export function latestStart(schedule: Schedule, ts: number, zone: string): number | undefined {
  const first = parseWallClock(schedule.startDate, zone);
  const at = wallClock(ts, zone);
  if (at < first) return undefined;
  const every = schedule.recurrenceValue;
  const passed = (count: number): number => Math.floor(count / every) * every;
  switch (schedule.recurrenceUnit) {
    case 'days':
      return addDays(first, passed(wholeDays(at - first)));
    case 'weeks':
      return addDays(first, passed(Math.floor(wholeDays(at - first) / 7)) * 7);
    case 'months': {
      const months = wholeMonths(first, at);
      return addMonths(first, months - (months % 12) + passed(months % 12));
    }
  }
}
