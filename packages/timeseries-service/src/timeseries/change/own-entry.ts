import type { PersonId } from '@sojourn/datamodel';
import { isObjectId } from '@sojourn/datamodel/wire';
import { ownerOf } from './owner.js';

/** What was sent as this person's entry, its id in lower case; one without an id gets a new one. */
export function ownEntry(sent: unknown, person: PersonId, nextId: () => string): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const { _id, user_id, ...content } = sent as Record<string, unknown>;
  const id = isObjectId(_id) ? { $oid: _id.$oid.toLowerCase() } : (_id ?? { $oid: nextId() });
  return { _id: id, user_id: ownerOf(person), ...content };
}
