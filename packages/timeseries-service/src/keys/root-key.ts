import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
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
}

/**
 * The root key as a file that its owner alone can read. It is the one secret that a backup of the store must not
 * contain and that must be kept elsewhere.
 */
export function rootKeyFile(path: string): RootKeySource {
  const keys = dirname(path);
  const fileName = basename(path);
  return {
    async read() {
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
    },
    async create() {
      if (mkdirSync(keys, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(keys, 0o700);
      const bytes = randomBytes(32);
      const file = openSync(path, 'wx', 0o600);
      try {
        writeSync(file, `${bytes.toString('base64url')}\n`);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      const parent = openSync(keys, 'r');
      fsyncSync(parent);
      closeSync(parent);
      return createSecretKey(bytes);
    },
  };
}
