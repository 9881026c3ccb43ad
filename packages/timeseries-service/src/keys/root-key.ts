import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { SojournError } from '@sojourn/datamodel';
import { decodeKey } from './x25519.js';

/** Where the root key comes from. A key management service would be another implementation. */
export interface RootKeySource {
  /** The key, or undefined when none has been made yet. */
  read(): Promise<KeyObject | undefined>;
  /** Makes the key; only ever called for a store that has no data. */
  create(): Promise<KeyObject>;
  /** For keys that can be exchanged for new ones. */
  readonly next?: NextRootKey;
}

/** A root key that is to take the place of another. Both are there until the store is known to open with the new one. */
export interface NextRootKey {
  /** Makes it, in the place of one that was made before. */
  create(): Promise<KeyObject>;
  read(): Promise<KeyObject | undefined>;
  /** Puts it in the place of the root key, which is kept apart for older backups. Does nothing when that has happened. */
  adopt(): Promise<void>;
}

/**
 * The root key as a file that its owner alone can read. It is the one secret that a backup of the store must not
 * contain and that must be kept elsewhere.
 */
export function rootKeyFile(path: string): RootKeySource {
  const nextPath = `${path}.next`;
  return {
    read: async () => readKeyFile(path),
    create: async () => createKeyFile(path),
    next: {
      read: async () => readKeyFile(nextPath),
      async create() {
        rmSync(nextPath, { force: true });
        return createKeyFile(nextPath);
      },
      async adopt() {
        if (!existsSync(nextPath)) return;
        // At no moment is there no root key.
        linkSync(path, `${path}.replaced-${new Date().toISOString().replaceAll(/[-:.]/g, '')}`);
        renameSync(nextPath, path);
        syncFolder(dirname(path));
      },
    },
  };
}

/** @throws SojournError `key-file-unsafe`, `root-key-wrong` */
function readKeyFile(path: string): KeyObject | undefined {
  const fileName = basename(path);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    if ((fstatSync(file).mode & 0o777) !== 0o600) {
      throw new SojournError('key-file-unsafe', { detail: fileName });
    }
    const bytes = decodeKey(readFileSync(file, 'utf8').trim());
    if (!bytes) throw new SojournError('root-key-wrong', { detail: `${fileName} does not hold a key` });
    return createSecretKey(bytes);
  } finally {
    closeSync(file);
  }
}

function createKeyFile(path: string): KeyObject {
  const folder = dirname(path);
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(folder, 0o700);
  const bytes = randomBytes(32);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${bytes.toString('base64url')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(folder);
  return createSecretKey(bytes);
}

/** Makes the names in a folder outlast a loss of power. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
