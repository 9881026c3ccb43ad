import type { Entry } from '@sojourn/datamodel';
import * as fc from 'fast-check';
import { isFromPhone } from './derived-streams.js';
import { MemoryStore } from './memory-store.js';
import { runOn } from './run.js';

/**
 * Days of which some entries arrive only after a run, and the same days arrived as a whole; both have been run.
 * Motion activity alone changes nothing, so that it is not among what is late.
 * @param at position of the first late entry, taken modulo the number of entries
 * @param count entries from there on that are late; the last entry of all never is
 */
export async function deliverLate(
  days: readonly Entry[],
  at: number,
  count: number,
): Promise<{ readonly store: MemoryStore; readonly whole: MemoryStore }> {
  // A late point can take away the only one that says its mode; then there is no method for the rest.
  fc.pre(days.every(({ data }) => data.filter !== null));
  const start = at % days.length;
  const isLate = (_: Entry, index: number): boolean =>
    index >= start && index < start + count && index < days.length - 1;
  const store = new MemoryStore().upload(days.filter((entry, index) => !isLate(entry, index)));
  await runOn(store);
  const mark = store.states.TRIP_SEGMENTATION!.last_processed_ts ?? Number.NEGATIVE_INFINITY;
  const late = days.filter(isLate).filter(({ metadata }) => metadata.key !== 'background/motion_activity');
  fc.pre(late.some(({ metadata }) => metadata.write_ts < mark));
  const whole = new MemoryStore().upload([...store.entries.values(), ...late].filter(isFromPhone));
  store.upload(late);
  await runOn(store);
  await runOn(whole);
  return { store, whole };
}
