import { createHmac } from 'node:crypto';
import { isSojournError, type PersonId } from '@sojourn/datamodel';
import type { Engine } from '../engine/index.js';
import type { StoreKeys } from '../keys/index.js';

const prefix = 'erased/';
/** Nothing but that it is there. */
const content = Buffer.from('{"format":1}');

/**
 * Name of the document that says that a person was erased: a keyed hash of their id. Whoever holds the keys of the store
 * and a backup with the person in it can tell that it is this one; nobody can tell who it was from the name.
 */
export function tombstoneOf(person: PersonId, keys: StoreKeys): string {
  return prefix + createHmac('sha256', keys.purpose('erased-person')).update(person).digest('hex');
}

/** Whether a document of the store that belongs to nobody says that somebody was erased. */
export function isTombstone(document: string): boolean {
  return document.startsWith(prefix);
}

/** Puts a tombstone up, unless it stands already. */
export async function putTombstone(engine: Engine, tombstone: string): Promise<void> {
  if ((await engine.globalDocument(tombstone)) !== undefined) return;
  try {
    await engine.putGlobalDocument(tombstone, content, null);
  } catch (error) {
    if (!isSojournError(error) || error.code !== 'commit-conflict') throw error;
  }
}
