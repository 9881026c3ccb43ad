import { resolve } from 'node:path';
import { isSojournError, type PersonId, SojournError } from '@sojourn/datamodel';
import { isTombstone, tombstoneOf } from '../erasure/index.js';
import { type RootKeySource, readStoreKeys, type StoreKeys, storeKeysDocument } from '../keys/index.js';
import { chooseSnapshot, readFolder, snapshotPath } from './folder.js';
import { readSnapshot } from './snapshot-file.js';

/** What snapshots know of people who were erased. Each snapshot knows of all erasures before it. */
export class Erasures {
  readonly #tombstones = new Set<string>();
  readonly #unread: string[] = [];
  #storeKeys: Uint8Array | undefined;

  /** Takes a document of the snapshot that is restored. */
  note(name: string, bytes: Uint8Array): void {
    if (isTombstone(name)) this.#tombstones.add(name);
    else if (name === storeKeysDocument) this.#storeKeys = bytes;
  }

  /**
   * Reads the latest snapshot of a folder that can be read, of those after a given one: a damaged one must not be in the
   * way of an older one that is whole.
   * @throws SojournError `backup-unknown` when a folder that was named holds no snapshot
   */
  async noteLaterOf(folder: string, name?: string): Promise<void> {
    const root = resolve(folder);
    const known = await readFolder(root);
    if (name === undefined) chooseSnapshot(known);
    for (const later of known.snapshots.filter((one) => name === undefined || one > name).reverse()) {
      try {
        for await (const record of readSnapshot(snapshotPath(root, later))) {
          if ('global' in record && isTombstone(record.global)) this.#tombstones.add(record.global);
        }
        return;
      } catch (error) {
        if (!isSojournError(error)) throw error;
        this.#unread.push(later);
      }
    }
  }

  get tombstones(): ReadonlySet<string> {
    return this.#tombstones;
  }

  get unread(): readonly string[] {
    return this.#unread;
  }

  /**
   * The keys that tell whom a tombstone is of; undefined where there is none.
   * @throws SojournError `root-key-missing`, `root-key-wrong`, `key-file-unsafe`
   */
  async keys(rootKey: Pick<RootKeySource, 'read'> | undefined): Promise<StoreKeys | undefined> {
    if (this.#tombstones.size === 0 || this.#storeKeys === undefined) return undefined;
    if (rootKey === undefined) throw new SojournError('root-key-missing');
    return readStoreKeys(this.#storeKeys, rootKey);
  }

  include(person: PersonId, keys: StoreKeys): boolean {
    return this.#tombstones.has(tombstoneOf(person, keys));
  }
}
