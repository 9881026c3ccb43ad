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
const previousContext = 'store/previous';

/** What the document holds. Rotation makes a new version of the store key and wraps everything below it anew. */
interface StoreKeyDocument {
  readonly format: 1;
  readonly version: number;
  /** Store key, wrapped by the root key: what the root key must open, so that it is known to be the right one. */
  readonly store: string;
  /** Lookup key, wrapped by the store key. It finds records and seals cursors, opens no data, and never changes. */
  readonly lookup: string;
  /** While the keys of persons are being wrapped anew: the store key before, wrapped by this one. */
  readonly previous?: string;
}

/** Keys that belong to the whole store. */
export interface StoreKeys {
  /** Wraps the keys of persons. */
  readonly wrapping: KeyObject;
  /** Still wraps the keys of some persons, as long as a rotation is not at its end. */
  readonly previous?: KeyObject;
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
  try {
    return await unwrapStoreKeys(stored.bytes, root);
  } catch (error) {
    // A rotation may have been cut off between the store and the key's file.
    const next = await source.next?.read();
    if (next === undefined) throw error;
    const keys = await unwrapStoreKeys(stored.bytes, next);
    await source.next?.adopt();
    return keys;
  }
}

/**
 * Puts a new root key and a new store key in the place of those of a store, which nobody else may use meanwhile. The keys
 * of persons have to be wrapped anew afterwards, and then `endRotation` is called. A rotation that was begun is gone on
 * with. When it is cut off, the store opens with whichever root key it was left with.
 * @throws SojournError as `openStoreKeys`
 */
export async function beginRotation(engine: Engine, source: RootKeySource): Promise<StoreKeys> {
  const keys = await openStoreKeys(engine, source);
  if (keys.previous !== undefined) return keys;
  const { version, document } = await readDocument(engine);
  const root = source.next === undefined ? await source.read() : await source.next.create();
  if (!root) throw new SojournError('root-key-missing');
  const store = createSecretKey(randomBytes(keyLength));
  const lookup = await unwrapKey(document.lookup, keys.wrapping, lookupContext);
  if (!lookup) throw new SojournError('root-key-wrong');
  const number = document.version + 1;
  const next: StoreKeyDocument = {
    format: 1,
    version: number,
    store: await wrapKey(store, root, storeContext(number)),
    lookup: await wrapKey(lookup, store, lookupContext),
    previous: await wrapKey(keys.wrapping, store, previousContext),
  };
  await engine.putGlobalDocument(storeKeysDocument, Buffer.from(JSON.stringify(next)), version);
  await source.next?.adopt();
  return storeKeys(store, lookup, keys.wrapping);
}

/** Forgets the store key before, once nothing is wrapped by it. */
export async function endRotation(engine: Engine): Promise<void> {
  const { version, document } = await readDocument(engine);
  const { previous, ...rest } = document;
  if (previous === undefined) return;
  await engine.putGlobalDocument(storeKeysDocument, Buffer.from(JSON.stringify(rest)), version);
}

async function readDocument(engine: Engine): Promise<{ version: number; document: StoreKeyDocument }> {
  const stored = await engine.globalDocument(storeKeysDocument);
  if (!stored) throw new SojournError('root-key-missing');
  return { version: stored.version, document: JSON.parse(Buffer.from(stored.bytes).toString()) };
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
  const { previous } = document;
  const before = previous === undefined ? undefined : await unwrapKey(previous, store, previousContext);
  if (previous !== undefined && !before) throw new SojournError('root-key-wrong');
  return storeKeys(store, lookup, before);
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

function storeKeys(store: KeyObject, lookup: KeyObject, previous?: KeyObject): StoreKeys {
  return {
    wrapping: store,
    ...(previous === undefined ? {} : { previous }),
    purpose: (purpose) => deriveKey(lookup, `purpose/${purpose}`),
  };
}
