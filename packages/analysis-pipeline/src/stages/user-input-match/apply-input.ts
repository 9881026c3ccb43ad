import type { Entry } from '@sojourn/datamodel';
import { isAddition, slotOf } from './input-keys.js';
import { contentOf, isActive } from './inputs-of-object.js';

/** A confirmed object with one more input; undefined when the input says nothing. */
export function withInput(object: Entry, input: Entry): Entry | undefined {
  if (isAddition(input.metadata.key)) {
    const additions = changedAdditions((object.data.additions as readonly Entry[] | undefined) ?? [], input);
    return additions && { ...object, data: { ...object.data, additions } };
  }
  const value = contentOf(input);
  if (value === undefined) return undefined;
  const user_input = {
    ...(object.data.user_input as object | undefined),
    [slotOf(input.metadata.key)]: value,
  };
  return { ...object, data: { ...object.data, user_input } };
}

/** Adds an addition at the end, or takes out what a deletion is about: what was written before it under its id. */
function changedAdditions(additions: readonly Entry[], input: Entry): readonly Entry[] | undefined {
  switch (isActive(input)) {
    case true:
      return [...additions, input];
    case false: {
      const { match_id } = input.data;
      if (match_id === undefined) return undefined;
      return additions.filter(
        ({ data, metadata }) => data.match_id !== match_id || metadata.write_ts > input.metadata.write_ts,
      );
    }
    default:
      return undefined;
  }
}
