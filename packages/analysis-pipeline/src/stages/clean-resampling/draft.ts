import type { Entry, EntryData } from '@sojourn/datamodel';
import type { EntryMaker } from '../entry-maker.js';

/** An entry that is still being worked on: its id is known to others, its payload may change. */
export interface Draft {
  readonly id: string;
  readonly key: string;
  readonly data: EntryData;
  readonly zone: string;
}

export function draftOf(make: EntryMaker, key: string, data: EntryData, zone: string): Draft {
  return { id: make.createId(), key, data, zone };
}

export const refersTo = (id: string): { $oid: string } => ({ $oid: id });

/** The id in a member that refers to another entry. */
export function idIn(data: EntryData, member: string): string | undefined {
  return (data[member] as { $oid?: string } | undefined)?.$oid;
}

export function finished(make: EntryMaker, { id, key, data, zone }: Draft): Entry {
  return make.create(key, data, zone, id);
}

/** A payload without some of its members. */
export function without(data: EntryData, members: readonly string[]): EntryData {
  const rest: EntryData = {};
  for (const member in data) if (!members.includes(member)) rest[member] = data[member];
  return rest;
}
