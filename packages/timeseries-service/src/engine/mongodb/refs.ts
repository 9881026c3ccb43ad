import { randomBytes } from 'node:crypto';
import type { PersonId } from '@sojourn/datamodel';
import type { IdRange } from './document-database.js';

/**
 * Where a written-once document lies: number of the commit, the attempt at it, and a counter. No two documents of a
 * person ever get the same one, so whatever a slow network does late meets nothing that counts.
 */
export type Ref = string;

const numberDigits = 12;

/** Ids of persons are hexadecimal. */
export const everyPerson: IdRange = { from: '', before: 'g' };

/** A name for one attempt to change a document: 16 hexadecimal digits, random. */
export function newAttempt(): string {
  return randomBytes(8).toString('hex');
}

/** Makes the refs of one attempt at a person's commit. */
export function refSource(number: number, attempt: string): () => Ref {
  let made = 0;
  return () => `${digits(number)}/${attempt}/${(made++).toString(36)}`;
}

/** `_id` of a written-once document. @param piece of a body that is too long for one document */
export function idOf(person: PersonId, ref: Ref, piece = 0): string {
  return piece === 0 ? `${person}/${ref}` : `${person}/${ref}.${piece}`;
}

/** `_id`s of all documents that commits after one number, up to another, may have left. */
export function idsOfCommits(person: PersonId, after: number, upTo: number): IdRange {
  return { from: `${person}/${digits(after + 1)}`, before: `${person}/${digits(upTo + 1)}` };
}

function digits(number: number): string {
  return number.toString(16).padStart(numberDigits, '0');
}
