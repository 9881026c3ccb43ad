import { resolve } from 'node:path';
import { type PersonId, SojournError } from '@sojourn/datamodel';
import { type Engine, isEmpty, type StoredBlock } from '../engine/index.js';
import { putTombstone } from '../erasure/index.js';
import type { RootKeySource, StoreKeys } from '../keys/index.js';
import { type MoveMark, readMark, writeMark } from '../migration/index.js';
import { BlockReader } from './block-files.js';
import { Erasures } from './erasures.js';
import { chooseSnapshot, readFolder, snapshotPath } from './folder.js';
import type { BackupCounts } from './records.js';
import { readSnapshot } from './snapshot-file.js';

/** Which snapshot is meant, and who hears of the work. */
export interface SnapshotChoice {
  /** Name of the snapshot; default: the latest. */
  readonly snapshot?: string;
  /** Told after each person. */
  readonly onProgress?: (done: BackupCounts) => void;
}

/** What a restoration is given besides. */
export interface RestoreOptions extends SnapshotChoice {
  /** Needed where people were erased: without it nobody can tell who of the snapshot they are. */
  readonly rootKey?: Pick<RootKeySource, 'read'>;
  /** Other backup folders of the same store, whose snapshots may know of more erasures. */
  readonly erasuresIn?: readonly string[];
  /** Removes what else the store says about people who were left out. Called before any service starts on it. */
  readonly onErased?: (people: readonly PersonId[], keys: StoreKeys) => Promise<void>;
}

/** What became of a restoration. */
export interface RestoreOutcome extends BackupCounts {
  /** People of the snapshot who were erased since, and who were left out for that. */
  readonly erased: number;
  /** Later snapshots that might know of erasures and could not be read. */
  readonly unread: readonly string[];
}

/**
 * Puts a snapshot into an engine that holds nothing. People stay erased whom the snapshot, a later one of the folder or one
 * of the folders `erasuresIn` knows as erased. The whole backup is checked first, so that a damaged one leaves
 * nothing half restored. Until everything is there, no service starts on the engine; when it was interrupted, the same
 * call goes on with it.
 *
 * @throws SojournError `store-not-empty`, `backup-unknown`, `backup-damaged`, `format-too-new`; `root-key-missing`,
 *   `root-key-wrong` and `key-file-unsafe` where people were erased
 */
export async function restoreSnapshot(
  engine: Engine,
  folder: string,
  { snapshot, onProgress = () => {}, rootKey, erasuresIn = [], onErased }: RestoreOptions = {},
): Promise<RestoreOutcome> {
  // Chosen once: while this one is checked, a later one may be added.
  const name = await nameOf(folder, snapshot);
  const mark: MoveMark = { format: 1, direction: 'to', store: name };
  const known = await readMark(engine);
  const begun = known?.direction === mark.direction && known.store === mark.store;
  if (!begun && (known || !(await isEmpty(engine)))) throw new SojournError('store-not-empty');
  const erasures = new Erasures();
  await forEachPerson(folder, name, () => {}, {
    person: async () => {},
    global: async (global, bytes) => erasures.note(global, bytes),
  });
  await erasures.noteLaterOf(folder, name);
  for (const other of erasuresIn) await erasures.noteLaterOf(other);
  const keys = await erasures.keys(rootKey);
  if (!begun) await writeMark(engine, mark);
  const erased: PersonId[] = [];
  let erasedBlocks = 0;
  const { people, blocks } = await forEachPerson(folder, name, onProgress, {
    async person({ person, version, head, documents }, blocks) {
      const there = await engine.readHead(person);
      if (keys !== undefined && erasures.include(person, keys)) {
        erased.push(person);
        erasedBlocks += blocks.length;
        // An interrupted try may have known of fewer erasures.
        if (there !== undefined) await engine.erase(person);
        return;
      }
      if (there?.version === version && isSame(there.bytes, head)) return;
      await engine.commit(person, {
        expectVersion: null,
        version,
        head: fromBase64(head),
        put: blocks,
        documents: Object.fromEntries(
          Object.entries(documents).map(([name, bytes]) => [name, fromBase64(bytes)]),
        ),
      });
    },
    async global(name, bytes) {
      if ((await engine.globalDocument(name)) === undefined)
        await engine.putGlobalDocument(name, bytes, null);
    },
  });
  for (const tombstone of erasures.tombstones) await putTombstone(engine, tombstone);
  if (keys !== undefined && erased.length > 0) await onErased?.(erased, keys);
  await writeMark(engine, undefined);
  return {
    people: people - erased.length,
    blocks: blocks - erasedBlocks,
    erased: erased.length,
    unread: erasures.unread,
  };
}

/**
 * Reads a snapshot and every block that belongs to it, and compares all of it with its digests.
 * @throws SojournError `backup-unknown`, `backup-damaged`, `format-too-new`
 */
export async function checkSnapshot(
  folder: string,
  { snapshot, onProgress }: SnapshotChoice = {},
): Promise<BackupCounts> {
  return readAll(folder, await nameOf(folder, snapshot), onProgress);
}

function readAll(folder: string, name: string, onProgress = (_: BackupCounts) => {}): Promise<BackupCounts> {
  const nothing = async () => {};
  return forEachPerson(folder, name, onProgress, { person: nothing, global: nothing });
}

async function nameOf(folder: string, snapshot: string | undefined): Promise<string> {
  return chooseSnapshot(await readFolder(resolve(folder)), snapshot);
}

interface Receiver {
  person(
    record: {
      readonly person: string;
      readonly version: number;
      readonly head: string;
      readonly documents: Readonly<Record<string, string>>;
    },
    blocks: readonly StoredBlock[],
  ): Promise<void>;
  global(name: string, bytes: Uint8Array): Promise<void>;
}

async function forEachPerson(
  folder: string,
  name: string,
  onProgress: (done: BackupCounts) => void,
  receiver: Receiver,
): Promise<BackupCounts> {
  const root = resolve(folder);
  const reader = new BlockReader(root);
  let [people, count] = [0, 0];
  try {
    for await (const record of readSnapshot(snapshotPath(root, name))) {
      if ('global' in record) {
        await receiver.global(record.global, fromBase64(record.bytes));
        continue;
      }
      const blocks: StoredBlock[] = [];
      for (const place of record.blocks) blocks.push(await reader.read(place));
      await receiver.person(record, blocks);
      people += 1;
      count += blocks.length;
      onProgress({ people, blocks: count });
    }
  } finally {
    await reader.close();
  }
  return { people, blocks: count };
}

function isSame(bytes: Uint8Array, text: string): boolean {
  return Buffer.compare(bytes, fromBase64(text)) === 0;
}

function fromBase64(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}
