import type { Entry } from '@sojourn/datamodel';
import type { FindEntries, SojournClient } from '@sojourn/datamodel/client';
import type { EntryReader } from '../results/index.js';

/** Reads what results are drawn from through the public API, as the person whose client it is. */
export function readerAs(person: SojournClient): EntryReader {
  const read = async (query: FindEntries): Promise<Entry[]> => {
    const found: Entry[] = [];
    for await (const part of person.streamEntries(query)) found.push(...part);
    return found;
  };
  return {
    window: ({ key, field, start, end }) => read({ keys: [key], time: { field, start, end } }),
    span: ({ key, field, from, to }) => read({ keys: [key], localDate: { field, from, to } }),
    // The public API has no look-up by id; results need one only where the times of entries do not meet.
    entry: async (id, key) => (await read({ keys: [key] })).find((entry) => entry._id.$oid === id),
  };
}
