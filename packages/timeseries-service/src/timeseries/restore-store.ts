import { randomBytes } from 'node:crypto';
import type { PersonId } from '@sojourn/datamodel';
import { PENDING_ERASURES } from '@sojourn/datamodel/http';
import { type RestoreOptions, type RestoreOutcome, restoreSnapshot } from '../backup/index.js';
import type { Engine } from '../engine/index.js';
import type { RootKeySource, StoreKeys } from '../keys/index.js';
import { SealedSystemDocuments } from './system-documents.js';
import { TokenDirectory } from './token-directory.js';

/** @see restoreSnapshot */
export interface RestoreStoreOptions extends Omit<RestoreOptions, 'onErased' | 'rootKey'> {
  readonly rootKey: RootKeySource;
}

/**
 * Makes a store of a snapshot, without people who have been erased since: their tokens are revoked as well, and the
 * pipeline is told to remove whatever else names them.
 * @throws SojournError see `restoreSnapshot`
 */
export function restoreStore(
  engine: Engine,
  folder: string,
  options: RestoreStoreOptions,
): Promise<RestoreOutcome> {
  return restoreSnapshot(engine, folder, {
    ...options,
    onErased: (people, keys) => forget(people, engine, keys),
  });
}

async function forget(people: readonly PersonId[], engine: Engine, keys: StoreKeys): Promise<void> {
  const nobodyNew = () => Promise.reject(new Error('nobody is registered in a restoration'));
  const directory = new TokenDirectory(engine, keys, Date.now, nobodyNew);
  const documents = new SealedSystemDocuments(engine, keys);
  for (const person of people) {
    await directory.revokeAllOf(person);
    await documents.put(PENDING_ERASURES, person, { request: randomBytes(12).toString('hex') });
  }
}
