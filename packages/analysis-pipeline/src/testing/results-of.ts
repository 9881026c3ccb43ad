import type { Entry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { resultKeys } from '../stages/index.js';

/** All results that are stored of a person, by stream. */
export async function resultsOf(person: PersonClient): Promise<Record<string, Entry[]>> {
  const streams: Record<string, Entry[]> = {};
  for await (const list of person.streamEntries({ keys: [...resultKeys] })) {
    for (const entry of list) {
      streams[entry.metadata.key] ??= [];
      streams[entry.metadata.key]!.push(entry);
    }
  }
  return streams;
}
