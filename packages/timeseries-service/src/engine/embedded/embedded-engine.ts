import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type PersonId, SojournError } from '@sojourn/datamodel';
import { type Database, open, type RootDatabase } from 'lmdb';
import type {
  Engine,
  EngineChange,
  EngineFigures,
  GlobalDocument,
  StoredHead,
  StoredHeader,
} from '../engine.js';
import { cutBody, joinBody, mostPieces } from './body-pieces.js';
import { completeFile } from './complete-file.js';
import { copyRecords } from './copy-records.js';
import { type FolderOwner, ownFolder } from './folder-owner.js';
import { assertFormat } from './format-file.js';
import { blockKey, documentKey, personKey, pieceKey, rangeOf } from './record-keys.js';
import { removeDraft, replaceFile, syncPath, vacuumDraft } from './replace-file.js';
import { folderError, isFull, readError, storageError } from './storage-error.js';

type BinaryDatabase = Database<Uint8Array, Uint8Array>;

/** Bodies have a database of their own, so that a scan of headers touches no body. */
const databaseNames = ['heads', 'headers', 'bodies', 'documents', 'global'] as const;
const fileName = 'store.mdb';

type Databases = Record<(typeof databaseNames)[number], BinaryDatabase>;

/**
 * Opens the engine of a data folder: one LMDB file in `store/`, owned by this process alone.
 * @param given the ownership, where this process has it already
 * @throws SojournError `store-in-use`, `format-too-new`, `store-damaged`, `config-invalid` when it cannot be written to
 */
export async function openEmbeddedEngine(folder: string, given?: FolderOwner): Promise<Engine> {
  const owner = given ?? (await makeAndOwn(folder));
  try {
    assertFormat(folder);
    const store = join(folder, 'store');
    mkdirSync(store, { recursive: true, mode: 0o700 });
    // Of a process that died while it was written.
    removeDraft(join(store, fileName));
    completeFile(join(store, fileName));
    return new EmbeddedEngine(store, owner);
  } catch (error) {
    await owner.release();
    throw readError(folderError(error, folder));
  }
}

async function makeAndOwn(folder: string): Promise<FolderOwner> {
  try {
    mkdirSync(folder, { recursive: true });
    return await ownFolder(folder);
  } catch (error) {
    throw folderError(error, folder);
  }
}

class EmbeddedEngine implements Engine {
  readonly capabilities = { persistent: true, exclusive: true, shared: false };
  #environment: RootDatabase<Uint8Array, Uint8Array>;
  #databases: Databases;
  readonly #file: string;
  readonly #pageSize: number;
  readonly #writes = new Set<Promise<unknown>>();
  /** Reads wait while the file is exchanged, and writes from when it begins to be copied. */
  #exchange: Promise<void> | undefined;
  #vacuum: Promise<void> | undefined;
  #condition: 'open' | 'full' | 'failed' | 'closed' = 'open';

  constructor(
    private readonly folder: string,
    private readonly owner: FolderOwner,
  ) {
    this.#file = join(folder, fileName);
    [this.#environment, this.#databases] = openFile(this.#file);
    this.#pageSize = (this.#environment.getStats() as PageStatistics).pageSize;
  }

  async readHead(person: PersonId): Promise<StoredHead | undefined> {
    return this.#read(() => entryOf(this.#databases.heads, personKey(person)));
  }

  async commit(person: PersonId, change: EngineChange): Promise<number> {
    const key = personKey(person);
    const version = change.version ?? (change.expectVersion ?? 0) + 1;
    await this.#write('heads', key, change.expectVersion, ({ heads, headers, bodies, documents }, settle) => {
      for (const id of change.remove ?? []) {
        settle(headers.remove(blockKey(key, id)));
        for (let piece = 0; piece < mostPieces; piece++) settle(bodies.remove(pieceKey(key, id, piece)));
      }
      for (const { id, header, body } of change.put ?? []) {
        settle(headers.put(blockKey(key, id), asBuffer(header)));
        for (const [piece, bytes] of cutBody(body, this.#pageSize).entries()) {
          settle(bodies.put(pieceKey(key, id, piece), asBuffer(bytes)));
        }
      }
      for (const [name, bytes] of Object.entries(change.documents ?? {})) {
        const place = documentKey(key, name);
        settle(bytes === null ? documents.remove(place) : documents.put(place, asBuffer(bytes)));
      }
      settle(heads.put(key, asBuffer(change.head), version));
    });
    return version;
  }

  async headers(person: PersonId): Promise<StoredHeader[]> {
    return this.#read(() => {
      const found: StoredHeader[] = [];
      for (const { key, value } of this.#databases.headers.getRange(rangeOf(personKey(person)))) {
        found.push({ id: Buffer.from(key).toString('hex', 16), bytes: Uint8Array.from(value) });
      }
      return found;
    });
  }

  async bodies(person: PersonId, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    const key = personKey(person);
    return this.#read(() => {
      const found = new Map<string, Uint8Array>();
      for (const id of ids) {
        const pieces: Uint8Array[] = [];
        for (let piece = 0; piece < mostPieces; piece++) {
          const bytes = this.#databases.bodies.getBinary(pieceKey(key, id, piece));
          if (bytes) pieces.push(bytes);
        }
        if (pieces.length > 0) found.set(id, joinBody(pieces));
      }
      return found;
    });
  }

  async document(person: PersonId, name: string): Promise<Uint8Array | undefined> {
    return this.#read(() => this.#databases.documents.getBinary(documentKey(personKey(person), name)));
  }

  async documentNames(person: PersonId): Promise<string[]> {
    return this.#read(() => {
      const keys = this.#databases.documents.getKeys(rangeOf(personKey(person)));
      return Array.from(keys, (key) => Buffer.from(key).toString('utf8', 16)).sort();
    });
  }

  async people(after: PersonId | undefined, limit: number): Promise<PersonId[]> {
    const start = after === undefined ? {} : { start: personKey(after), exclusiveStart: true };
    return this.#read(() => {
      const keys = this.#databases.heads.getKeys({ ...start, limit });
      return Array.from(keys, (key) => Buffer.from(key).toString('hex'));
    });
  }

  async globalDocument(name: string): Promise<GlobalDocument | undefined> {
    return this.#read(() => entryOf(this.#databases.global, Buffer.from(name)));
  }

  async globalNames(prefix: string, after: string | undefined, limit: number): Promise<string[]> {
    const { end } = rangeOf(Buffer.from(prefix));
    const exclusiveStart = after !== undefined && after >= prefix;
    const start = Buffer.from(exclusiveStart ? after : prefix);
    return this.#read(() => {
      const keys = this.#databases.global.getKeys({ start, end, exclusiveStart, limit });
      return Array.from(keys, (key) => Buffer.from(key).toString());
    });
  }

  async putGlobalDocument(
    name: string,
    bytes: Uint8Array | null,
    expectVersion: number | null,
  ): Promise<void> {
    const key = Buffer.from(name);
    await this.#write('global', key, expectVersion, ({ global }, settle) => {
      settle(
        bytes === null ? global.remove(key) : global.put(key, asBuffer(bytes), (expectVersion ?? 0) + 1),
      );
    });
  }

  async erase(person: PersonId): Promise<void> {
    const key = personKey(person);
    const head = await this.readHead(person);
    if (!head) return;
    await this.#write('heads', key, head.version, ({ heads, headers, bodies, documents }, settle) => {
      for (const database of [headers, bodies, documents]) {
        for (const place of database.getKeys(rangeOf(key))) settle(database.remove(Uint8Array.from(place)));
      }
      settle(heads.remove(key));
    });
  }

  async vacuum(): Promise<void> {
    this.#assertWritable();
    this.#vacuum ??= this.#rewrite().finally(() => {
      this.#vacuum = undefined;
    });
    await this.#vacuum;
  }

  async figures(): Promise<EngineFigures> {
    await this.#exchange;
    this.#assertOpen();
    // The first statistics are those of the whole file: its own tree of databases and of free pages.
    const whole = this.#environment.getStats() as PageStatistics & {
      root: PageStatistics;
      free: PageStatistics;
    };
    const trees = databaseNames.map((name) => this.#databases[name].getStats() as PageStatistics);
    const metaPages = 2;
    const livePages = [whole, whole.free, ...trees].reduce((sum, tree) => sum + pagesOf(tree), metaPages);
    return { livePages, pageSize: whole.pageSize, fileBytes: statSync(this.#file).size };
  }

  async close(): Promise<void> {
    await this.#vacuum?.catch(() => {});
    if (this.#condition === 'closed') return;
    this.#condition = 'closed';
    await this.#environment.close();
    await this.owner.release();
  }

  /** What reads find damaged is an error of the store's own; the rest of the file may still be read. */
  async #read<Result>(work: () => Result): Promise<Result> {
    if (this.#exchange) await this.#exchange;
    this.#assertOpen();
    try {
      return work();
    } catch (error) {
      throw readError(error);
    }
  }

  /**
   * Removed records stay in pages that are free and in the unused part of others, which a copy of pages would take along:
   * only a copy of the records themselves leaves them behind. A crash leaves one file or the other.
   */
  async #rewrite(): Promise<void> {
    while (this.#writes.size > 0) await Promise.allSettled(this.#writes);
    const draft = vacuumDraft(this.#file);
    try {
      await this.#copyTo(draft);
      // Now, while others still read.
      await syncPath(draft);
    } catch (thrown) {
      removeDraft(this.#file);
      throw await storageError(thrown, this.folder);
    }
    this.#exchange = this.#exchangeFile().finally(() => {
      this.#exchange = undefined;
    });
    await this.#exchange;
  }

  async #copyTo(draft: string): Promise<void> {
    const [environment, databases] = openFile(draft);
    try {
      for (const name of databaseNames) {
        await copyRecords(this.#databases[name], databases[name], hasVersions(name));
      }
    } finally {
      await environment.close();
    }
  }

  async #exchangeFile(): Promise<void> {
    try {
      await this.#environment.close();
      await replaceFile(this.#file);
      [this.#environment, this.#databases] = openFile(this.#file);
    } catch (thrown) {
      this.#condition = 'failed';
      throw await storageError(thrown, this.folder);
    }
  }

  /** One write transaction, carried out only if a key still has the expected version. */
  async #write(
    name: keyof Databases,
    key: Uint8Array,
    expectVersion: number | null,
    action: (databases: Databases, settle: (operation: Promise<boolean>) => void) => void,
  ): Promise<void> {
    while (this.#vacuum) await this.#vacuum.catch(() => {});
    const writing = this.#writeNow(name, key, expectVersion, action);
    this.#writes.add(writing);
    try {
      await writing;
    } finally {
      this.#writes.delete(writing);
    }
  }

  async #writeNow(
    name: keyof Databases,
    key: Uint8Array,
    expectVersion: number | null,
    action: (databases: Databases, settle: (operation: Promise<boolean>) => void) => void,
  ): Promise<void> {
    const databases = this.#databases;
    const database = databases[name];
    this.#assertWritable();
    // A disk known to be full is asked for its free space before it is troubled again.
    if (this.#condition === 'full' && (await isFull(this.folder))) throw new SojournError('storage-full');
    const run = () => action(databases, (operation) => void operation.catch(() => {}));
    let done: boolean;
    try {
      done = await (expectVersion === null
        ? database.ifNoExists(key, run)
        : database.ifVersion(key, expectVersion, run));
    } catch (thrown) {
      const error = await storageError(thrown, this.folder);
      // What an error other than lack of space left on the disk is unknown until the file is opened anew.
      if (this.#condition !== 'closed') this.#condition = error.code === 'storage-full' ? 'full' : 'failed';
      throw error;
    }
    if (!done) throw new SojournError('commit-conflict');
    if (this.#condition === 'full') this.#condition = 'open';
  }

  #assertWritable(): void {
    this.#assertOpen();
    if (this.#condition === 'failed') {
      throw new SojournError('service-unavailable', { detail: 'the disk failed; restart the service' });
    }
  }

  #assertOpen(): void {
    if (this.#condition === 'closed') {
      throw new SojournError('service-unavailable', { detail: 'the store is closed' });
    }
  }
}

/** @throws what LMDB does when the file is no database, or cannot be written to */
function openFile(path: string): [RootDatabase<Uint8Array, Uint8Array>, Databases] {
  const environment = open<Uint8Array, Uint8Array>({
    path,
    maxDbs: databaseNames.length,
    encoding: 'binary',
    keyEncoding: 'binary',
    // A commit is acknowledged only after its own flush, and never torn apart by a later one.
    overlappingSync: false,
    // Batching by event turn leaves promises that nobody can catch when a commit fails.
    eventTurnBatching: false,
  });
  const openDatabase = (name: keyof Databases): BinaryDatabase =>
    environment.openDB<Uint8Array, Uint8Array>({
      name,
      encoding: 'binary',
      keyEncoding: 'binary',
      useVersions: hasVersions(name),
    });
  const databases: Databases = {
    heads: openDatabase('heads'),
    headers: openDatabase('headers'),
    bodies: openDatabase('bodies'),
    documents: openDatabase('documents'),
    global: openDatabase('global'),
  };
  // A database that could not be made shows only when it is used.
  for (const name of databaseNames) databases[name].getBinary(Buffer.of(0));
  return [environment, databases];
}

function hasVersions(name: keyof Databases): boolean {
  return name === 'heads' || name === 'global';
}

interface PageStatistics {
  readonly pageSize: number;
  readonly treeBranchPageCount: number;
  readonly treeLeafPageCount: number;
  readonly overflowPages: number;
}

function pagesOf(tree: PageStatistics): number {
  return tree.treeBranchPageCount + tree.treeLeafPageCount + tree.overflowPages;
}

function entryOf(database: BinaryDatabase, key: Uint8Array): StoredHead | undefined {
  const entry = database.getEntry(key);
  return entry && { version: entry.version!, bytes: Uint8Array.from(entry.value) };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
