import type { EntryReader } from '@sojourn/analysis-pipeline/results';
import { type Entry, isSojournError } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';

/** Reads what results are drawn from out of the store, as a service does. */
export function readerOfPerson(person: PersonClient): EntryReader {
  return {
    window: async ({ key, field, start, end }) => {
      const found: Entry[] = [];
      for await (const part of person.streamEntries({ keys: [key], time: { field, start, end } })) {
        found.push(...part);
      }
      return found;
    },
    entry: (id) =>
      person.entry(id).catch((error: unknown) => {
        if (isSojournError(error) && error.code === 'not-found') return undefined;
        throw error;
      }),
  };
}
