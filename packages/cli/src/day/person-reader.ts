import { type EntryReader, readerThrough } from '@sojourn/analysis-pipeline/results';
import { isSojournError } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';

/** Reads what results are drawn from out of the store, as a service does. */
export function readerOfPerson(person: PersonClient): EntryReader {
  return readerThrough(
    (query) => person.streamEntries(query),
    (id, key) =>
      person.entry(id, key).catch((error: unknown) => {
        if (isSojournError(error) && error.code === 'not-found') return undefined;
        throw error;
      }),
  );
}
