import type { PersonId } from '@sojourn/datamodel';
import type { Profile } from '../timeseries/index.js';

/** Fuel economy that the reference assumes for everybody's car, in miles a gallon. */
const DEFAULT_MILES_PER_GALLON = 32.044384997811726;

/** A registration of a person. */
export interface Registration {
  readonly person: PersonId;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Object id of a profile that has none yet. */
  readonly id: string;
}

/** The profile after a registration: a new one, or the present one with a fresh `update_ts`. */
export function registeredProfile(present: Readonly<Profile>, { person, now, id }: Registration): Profile {
  const date = { $date: now };
  return {
    _id: { $oid: id },
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
