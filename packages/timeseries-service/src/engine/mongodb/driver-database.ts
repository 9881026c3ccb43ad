import { type PersonId, SojournError } from '@sojourn/datamodel';
import type { Collection, Db, Filter } from 'mongodb';
import { BoundedClient } from './bounded-client.js';
import type {
  ChangingDocument,
  CollectionName,
  DatabaseDocument,
  DocumentDatabase,
  IdRange,
} from './document-database.js';
import { databaseError, isDuplicate, isPassing, onlyDuplicates } from './driver-error.js';
import { retrying } from './retrying.js';

/** Milliseconds. Every stage of an operation ends in time, so that a connection that hangs holds nobody up for long. */
export interface DatabaseTimes {
  /** To find a server that takes writes: longer than an election takes. */
  readonly selection: number;
  readonly connection: number;
  /** Without a byte from the server. */
  readonly silence: number;
  /** For a read on the server. */
  readonly read: number;
  /** Until a write is on the journals of a majority. */
  readonly write: number;
  /** After which a failed operation is not tried again. */
  readonly patience: number;
}

export const standardTimes: DatabaseTimes = {
  selection: 15_000,
  connection: 5_000,
  silence: 20_000,
  read: 10_000,
  write: 10_000,
  patience: 30_000,
};

const defaultName = 'sojourn';
/** Layout of the collections that this release writes. */
const currentFormat = 1;

/** A MongoDB database, through its driver. */
export class DriverDatabase implements DocumentDatabase {
  readonly #client: BoundedClient;
  readonly #name: string;

  /** @param url connection string; the database is `sojourn` unless it names another */
  constructor(
    url: string,
    private readonly times: DatabaseTimes = standardTimes,
  ) {
    const options = {
      appName: 'sojourn',
      // Said here, not in the connection string: nothing is acknowledged that a failover could take back.
      writeConcern: { w: 'majority', journal: true, wtimeoutMS: times.write },
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      retryWrites: true,
      retryReads: true,
      serverSelectionTimeoutMS: times.selection,
      connectTimeoutMS: times.connection,
      socketTimeoutMS: times.silence,
      waitQueueTimeoutMS: times.selection,
      maxPoolSize: 32,
      promoteBuffers: true,
      ignoreUndefined: true,
    } as const;
    this.#client = new BoundedClient(url, options, times.selection + times.silence);
    this.#name = nameOf(url);
  }

  /** Connects. @throws SojournError `service-unavailable`, `format-too-new` */
  async open(): Promise<void> {
    const formats = (db: Db) => db.collection<{ _id: string; format: number }>('format');
    const known = await this.#run((db) => formats(db).findOne({ _id: 'sojourn' }));
    if (known && known.format > currentFormat) {
      throw new SojournError('format-too-new', {
        detail: `format ${known.format}, newest known ${currentFormat}`,
      });
    }
    if (known) return;
    await this.#run(async (db) => {
      try {
        await formats(db).insertOne({ _id: 'sojourn', format: currentFormat });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    });
  }

  async add(collection: CollectionName, documents: readonly DatabaseDocument[]): Promise<void> {
    if (documents.length === 0) return;
    await this.#run(async (db) => {
      try {
        await collectionOf(db, collection).insertMany([...documents], { ordered: false });
      } catch (error) {
        if (!onlyDuplicates(error)) throw error;
      }
    });
  }

  async create(collection: CollectionName, document: ChangingDocument): Promise<boolean> {
    return this.#run(async (db) => {
      try {
        await collectionOf(db, collection).insertOne(document);
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    });
  }

  async replace(collection: CollectionName, document: ChangingDocument, state: string): Promise<boolean> {
    const { _id, person } = document;
    return this.#run(async (db) => {
      const filter = { _id, person, state } as Filter<DatabaseDocument>;
      const { matchedCount } = await collectionOf(db, collection).replaceOne(filter, document);
      return matchedCount === 1;
    });
  }

  async get<T extends DatabaseDocument>(
    collection: CollectionName,
    person: PersonId | '',
    ids: readonly string[],
  ): Promise<T[]> {
    const _id = ids.length === 1 ? ids[0]! : { $in: [...ids] };
    return this.#run((db) =>
      collectionOf(db, collection).find({ _id, person }, { maxTimeMS: this.times.read }).toArray(),
    ) as Promise<unknown> as Promise<T[]>;
  }

  async ids(collection: CollectionName, person: PersonId, { from, before }: IdRange): Promise<string[]> {
    const filter = { person, _id: { $gte: from, $lt: before } };
    return this.#ids(collection, filter);
  }

  async present(
    collection: CollectionName,
    { from, before, after }: IdRange & { readonly after?: string },
    limit: number,
  ): Promise<string[]> {
    const start = after !== undefined && after >= from ? { $gt: after } : { $gte: from };
    const filter = { _id: { ...start, $lt: before }, removed: null } as Filter<DatabaseDocument>;
    return limit > 0 ? this.#ids(collection, filter, limit) : [];
  }

  async remove(collection: CollectionName, person: PersonId, ids: readonly string[]): Promise<void> {
    await this.#run(async (db) => {
      await collectionOf(db, collection).deleteMany({ person, _id: { $in: [...ids] } });
    });
  }

  async size(): Promise<{ readonly documents: number; readonly files: number }> {
    const { dataSize, storageSize, indexSize } = await this.#run((db) => db.command({ dbStats: 1 }));
    // Files are behind what is in memory, and some servers do not count binary members.
    const documents = Math.max(dataSize, storageSize);
    return { documents, files: documents + indexSize };
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #ids(collection: CollectionName, filter: Filter<DatabaseDocument>, limit = 0): Promise<string[]> {
    const found = await this.#run((db) =>
      collectionOf(db, collection)
        .find(filter, { projection: { _id: 1 }, maxTimeMS: this.times.read })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    );
    return found.map(({ _id }) => _id);
  }

  /** Tries again while the trouble may pass: whatever is asked of the database may be carried out twice. */
  async #run<T>(operation: (db: Db) => Promise<T>): Promise<T> {
    try {
      const attempt = () => this.#client.run((client) => operation(client.db(this.#name)));
      return await retrying(attempt, isPassing, this.times.patience);
    } catch (error) {
      throw databaseError(error);
    }
  }
}

function collectionOf(db: Db, name: CollectionName): Collection<DatabaseDocument> {
  return db.collection<DatabaseDocument>(name);
}

/** The database that a connection string names. */
function nameOf(url: string): string {
  return /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]+)/.exec(url)?.[1] ?? defaultName;
}
