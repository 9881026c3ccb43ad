import type { LockState } from '@sojourn/datamodel/http';
import type { PersonTimeseries } from '../timeseries/index.js';

/** How a person's data is kept now, with times in Unix seconds. */
export async function lockState(person: PersonTimeseries): Promise<LockState> {
  const { custody, locked, expires } = await person.custody();
  return { custody, locked, expires: expires === null ? null : expires / 1000 };
}

/** Seconds for which data is unlocked when the caller does not say. */
export const DEFAULT_UNLOCK_SECONDS = 3600;
