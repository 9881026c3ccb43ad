import type { Metadata } from './metadata.js';
import type { ObjectId, Uuid } from './wire/index.js';

/** A person: the 32 lower-case hexadecimal digits of a uuid, without dashes. */
export type PersonId = string;

/**
 * Stands for nobody where a person is named: the series of entries that belong to no person, such as statistics of a
 * dashboard. Their `user_id` is null.
 */
export const nobody: PersonId = 'f'.repeat(32);

/** Payload of an entry whose stream is not known at compile time. */
export type EntryData = { [member: string]: unknown };

/** An entry as a phone pushes it: no id and no owner yet. */
export interface PhoneEntry<Data extends object = EntryData> {
  metadata: Metadata;
  data: Data;
}

/** An entry as it is stored and read: one element of one person's stream. */
export interface Entry<Data extends object = EntryData> extends PhoneEntry<Data> {
  _id: ObjectId;
  /** Owner; null for data that belongs to nobody, such as dashboard statistics. */
  user_id: Uuid | null;
  /** If the member exists, whatever its value, the entry is hidden from every query. */
  invalid?: unknown;
}
