import type { SojournClient } from '@sojourn/datamodel/client';
import { type EntryReader, readerThrough } from '../results/index.js';

/** Reads what results are drawn from through the public API, as the person whose client it is. */
export function readerAs(person: SojournClient): EntryReader {
  return readerThrough(
    (query) => person.streamEntries(query),
    // The public API has no look-up by id; results need one only where the times of entries do not meet.
    async (id, key) => {
      for await (const part of person.streamEntries({ keys: [key] })) {
        const found = part.find((entry) => entry._id.$oid === id);
        if (found) return found;
      }
      return undefined;
    },
  );
}
