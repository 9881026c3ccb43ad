import type { Entry } from '@sojourn/datamodel';
import type { Settings } from '../settings/index.js';
import type { StageStates } from './state.js';
import { filteredLocationKey, locationKey, transitionKey } from './stream-keys.js';

/** The earliest of the entries that arrived too late for trips that exist already. Unix seconds. */
export interface LateEntries {
  readonly earliestSensed: number;
  readonly earliestWritten: number;
}

/**
 * Whether entries that have just arrived belong to a time that trip segmentation is done with. Motion activity alone
 * does not count: it comes in repeats, and rarely decides.
 * @param arrived entries in common form
 */
export function lateEntries(
  arrived: readonly Entry[],
  states: StageStates,
  settings: Settings,
): LateEntries | undefined {
  const mark = states.TRIP_SEGMENTATION?.last_processed_ts ?? null;
  if (mark === null) return undefined;
  const keys = new Set([filteredLocationKey, transitionKey]);
  if (settings['intake.cleaning.filter_accuracy.enable']) keys.add(locationKey);
  let earliestSensed = Number.POSITIVE_INFINITY;
  let earliestWritten = Number.POSITIVE_INFINITY;
  for (const { metadata, data } of arrived) {
    if (!(metadata.write_ts < mark) || !keys.has(metadata.key) || !Number.isFinite(data.ts)) continue;
    earliestSensed = Math.min(earliestSensed, data.ts as number);
    earliestWritten = Math.min(earliestWritten, metadata.write_ts);
  }
  return earliestWritten === Number.POSITIVE_INFINITY ? undefined : { earliestSensed, earliestWritten };
}

/** The earliest of several findings; undefined when there is nothing late in any of them. */
export function earliestLate(all: readonly (LateEntries | undefined)[]): LateEntries | undefined {
  const found = all.filter((late) => late !== undefined);
  if (found.length === 0) return undefined;
  return {
    earliestSensed: Math.min(...found.map(({ earliestSensed }) => earliestSensed)),
    earliestWritten: Math.min(...found.map(({ earliestWritten }) => earliestWritten)),
  };
}
