import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '@sojourn/datamodel';
import { toCommonForm } from '@sojourn/datamodel/formats';
import type { Located } from '../read/locate.js';

/**
 * Whether a stored version of an entry was made from the same payload as one that was sent now. An entry that a run has
 * moved is stored in the common form, so the one that was sent is converted for the comparison.
 */
export function isSamePayload(stored: Located, sent: Entry): boolean {
  const entry = stored.opened.object(stored.row);
  if (isDeepStrictEqual(payloadOf(entry), payloadOf(sent))) return true;
  if (stored.block.header.store !== 'raw') return false;
  const { time_zone: fallbackZone } = entry.metadata;
  const converted = toCommonForm(sent, fallbackZone === undefined ? {} : { fallbackZone });
  return converted.ok && isDeepStrictEqual(payloadOf(entry), payloadOf(converted.entry));
}

/** Everything that the sender decides. */
function payloadOf(entry: Entry): unknown {
  const { _id, user_id, invalid, ...payload } = entry;
  return payload;
}
