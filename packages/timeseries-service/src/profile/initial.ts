import type { PersonId } from '@sojourn/datamodel';
import type { Profile } from '../timeseries/index.js';

/** Fuel economy that the reference assumes for everybody's car, in miles a gallon. */
const DEFAULT_MILES_PER_GALLON = 32.044384997811726;

/**
 * The profile after a registration: a new one, or the present one with a fresh `update_ts`.
 * @param now milliseconds since the epoch
 */
export function registeredProfile(present: Readonly<Profile>, person: PersonId, now: number): Profile {
  const date = { $date: now };
  return {
    user_id: { $uuid: person },
    source: 'sojourn',
    create_ts: date,
    mpg_array: [DEFAULT_MILES_PER_GALLON],
    mode: {},
    purpose: {},
    ...present,
    update_ts: date,
  };
}
