import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { isSojournError, SojournError } from '@sojourn/datamodel';
import type { Engine } from '../engine/index.js';
import { deriveKey, keyLength } from './derive.js';
import type { RootKeySource } from './root-key.js';
import { unwrapKey, wrapKey } from './wrap.js';

/** Name of the document that holds the wrapped keys of the store. */
export const storeKeysDocument = 'keys/store';
const storeContext = (version: number) => `store/${version}`;
const lookupContext = 'lookup';

/** What the document holds. Rotation adds a version of the store key and wraps everything below it anew. */
interface StoreKeyDocument {
  readonly format: 1;
  readonly version: number;
  /** Store key, wrapped by the root key: what the root key must open, so that it is known to be the right one. */
  readonly store: string;
  /** Lookup key, wrapped by the store key. It finds records and seals cursors, opens no data, and never changes. */
  readonly lookup: string;
}

/** Keys that belong to the whole store. */
export interface StoreKeys {
  /** Wraps the keys of persons. */
  readonly wrapping: KeyObject;
  /** A key that opens no data: for keyed hashes, cursors, sessions. The same purpose always gives the same key. */
  purpose(purpose: string): KeyObject;
}

/**
 * Opens the keys of a store, or makes them for one that has none.
 * @throws SojournError `root-key-missing`, `root-key-wrong`, `key-file-unsafe`
 */
export async function openStoreKeys(engine: Engine, source: RootKeySource): Promise<StoreKeys> {
  const stored = await engine.globalDocument(storeKeysDocument);
  const root = await source.read();
  if (!stored) {
    const created = await createStoreKeys(engine, root ?? (await source.create()));
    // Another process has just done the same.
    return created ?? openStoreKeys(engine, source);
  }
  if (!root) throw new SojournError('root-key-missing');
  return unwrapStoreKeys(stored.bytes, root);
}

/**
 * Opens the keys of a store that is not there yet, such as that of a backup.
 * @param stored the document of the store that holds them, `storeKeysDocument`
 * @throws SojournError `root-key-missing`, `root-key-wrong`, `key-file-unsafe`
 */
export async function readStoreKeys(
  stored: Uint8Array,
  source: Pick<RootKeySource, 'read'>,
): Promise<StoreKeys> {
  const root = await source.read();
  if (!root) throw new SojournError('root-key-missing');
  return unwrapStoreKeys(stored, root);
}

async function unwrapStoreKeys(stored: Uint8Array, root: KeyObject): Promise<StoreKeys> {
  const document = JSON.parse(Buffer.from(stored).toString()) as StoreKeyDocument;
  const store = await unwrapKey(document.store, root, storeContext(document.version));
  const lookup = store && (await unwrapKey(document.lookup, store, lookupContext));
  if (!store || !lookup) throw new SojournError('root-key-wrong');
  return storeKeys(store, lookup);
}

/** @returns undefined when the store has keys by now */
async function createStoreKeys(engine: Engine, root: KeyObject): Promise<StoreKeys | undefined> {
  const store = createSecretKey(randomBytes(keyLength));
  const lookup = createSecretKey(randomBytes(keyLength));
  const document: StoreKeyDocument = {
    format: 1,
    version: 1,
    store: await wrapKey(store, root, storeContext(1)),
    lookup: await wrapKey(lookup, store, lookupContext),
  };
  try {
    await engine.putGlobalDocument(storeKeysDocument, Buffer.from(JSON.stringify(document)), null);
  } catch (error) {
    if (isSojournError(error) && error.code === 'commit-conflict') return undefined;
    throw error;
  }
  return storeKeys(store, lookup);
}

function storeKeys(store: KeyObject, lookup: KeyObject): StoreKeys {
  return { wrapping: store, purpose: (purpose) => deriveKey(lookup, `purpose/${purpose}`) };
}
