import type { Entry, PersonId } from '@sojourn/datamodel';
import { nobody } from '@sojourn/datamodel';

/** What entries of a series say of whom they belong to: nothing, in the series that belongs to nobody. */
export function ownerOf(person: PersonId): Entry['user_id'] {
  return person === nobody ? null : { $uuid: person };
}
