import type { EntryReader } from '@sojourn/analysis-pipeline/results';
import { type Entry, isSojournError } from '@sojourn/datamodel';
import type { PersonClient, ServiceQuery } from '@sojourn/datamodel/client';

/** Reads what results are drawn from out of the store, as a service does. */
export function readerOfPerson(person: PersonClient): EntryReader {
  const read = async (query: ServiceQuery): Promise<Entry[]> => {
    const found: Entry[] = [];
    for await (const part of person.streamEntries(query)) found.push(...part);
    return found;
  };
  return {
    window: ({ key, field, start, end }) => read({ keys: [key], time: { field, start, end } }),
    span: ({ key, field, from, to }) => read({ keys: [key], localDate: { field, from, to } }),
    entry: (id, key) =>
      person.entry(id, key).catch((error: unknown) => {
        if (isSojournError(error) && error.code === 'not-found') return undefined;
        throw error;
      }),
  };
}
