import type { PersonId } from '@sojourn/datamodel';
import { createObjectIdSource } from '@sojourn/datamodel/wire';
import { registeredProfile } from './profile/index.js';
import type { TimeseriesStore } from './timeseries/index.js';

/** Makes a person for a token, or finds them again; the profile notes when. */
export type Register = (token: string) => Promise<{ readonly person: PersonId; readonly created: boolean }>;

/** @param clock milliseconds since the epoch */
export function createRegister(store: TimeseriesStore, clock: () => number): Register {
  const createId = createObjectIdSource(clock);
  return async (token) => {
    const registered = await store.directory.register(token);
    const person = store.person(registered.person);
    const { locked } = await person.custody();
    // The profile of a locked person cannot be read; what is written to it waits for the unlock.
    if (locked) await person.updateProfile({ update_ts: { $date: clock() } });
    else {
      const registration = { person: registered.person, now: clock(), id: createId() };
      await person.changeProfile((profile) => registeredProfile(profile, registration));
    }
    return registered;
  };
}
