import type { Entry } from '../../entry.js';
import type { PersonClient } from '../service-client.js';

/** What the questions about a diary need of a person's client. */
export type DiaryReader = Pick<PersonClient, 'streamEntries'>;

type Query = Parameters<DiaryReader['streamEntries']>[0];

/** All entries of a query in one list. */
export async function listEntries(person: DiaryReader, query: Query): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const some of person.streamEntries(query)) entries.push(...some);
  return entries;
}

/** Id of an entry that a member of another one names. */
export function idAt(entry: Entry, member: string): string | undefined {
  return (entry.data[member] as { $oid?: string } | null | undefined)?.$oid;
}

/** A number of the payload. */
export function numberAt(entry: Entry, member: string): number | undefined {
  const value = entry.data[member];
  return typeof value === 'number' ? value : undefined;
}
