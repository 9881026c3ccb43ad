import { isDormant, type PersonId } from '@sojourn/datamodel';
import type { ServiceClient } from '@sojourn/datamodel/client';

/**
 * Says of whom a run is not worth while yet.
 * @param seconds see `isDormant`; with 0 nobody is asked about
 */
export function dormancyRule(
  store: Pick<ServiceClient, 'person'>,
  seconds: number,
): (person: PersonId) => Promise<boolean> {
  return async (person) => {
    if (seconds === 0) return false;
    const client = store.person(person);
    const [profile, { states }] = await Promise.all([client.profile(), client.states()]);
    return isDormant(profile, states, seconds);
  };
}
