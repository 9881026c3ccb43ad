import { isDeepStrictEqual } from 'node:util';
import type { Entry } from '@sojourn/datamodel';
import type { Located } from '../read/locate.js';

/** Whether a stored version of an entry was made from the same payload as one that was sent now. */
export function isSamePayload(stored: Located, sent: Entry): boolean {
  const entry = stored.opened.object(stored.row);
  return isDeepStrictEqual(payloadOf(entry), payloadOf(sent));
}

/** Everything that the sender decides. */
function payloadOf(entry: Entry): unknown {
  const { _id, user_id, invalid, ...payload } = entry;
  return payload;
}
