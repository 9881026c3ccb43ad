import type { Entry } from '@sojourn/datamodel';
import type { EntryView } from '../working-set.js';
import { belongsTo } from './belongs-to.js';
import { isAddition } from './input-keys.js';
import { isActive, rangeOf } from './inputs-of-object.js';
import { confirmedAfter } from './object-of-input.js';

/**
 * Whether something that was said later about the same object makes an input obsolete. It can be so only when the input
 * arrived after what was said later: a newer label, or the deletion of an addition.
 */
export function isOvertaken(input: Entry, { data }: Entry, view: EntryView): boolean {
  const { key, write_ts } = input.metadata;
  return view
    .find(key, rangeOf(data))
    .some(
      (other) =>
        other.metadata.write_ts > write_ts &&
        (!isAddition(key) || (isActive(other) === false && other.data.match_id === input.data.match_id)) &&
        belongsTo(other, data, () => confirmedAfter(data, view)),
    );
}
