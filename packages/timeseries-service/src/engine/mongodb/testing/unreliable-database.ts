import { SojournError } from '@sojourn/datamodel';
import type { Scheduler } from 'fast-check';
import type {
  ChangingDocument,
  CollectionName,
  DatabaseDocument,
  DocumentDatabase,
  IdRange,
} from '../document-database.js';

/** What may happen to one operation on one document. */
export type Fate =
  /** It is carried out and answered, some time. */
  | 'well'
  /** It never arrives, and the caller is told that nothing is known. */
  | 'request lost'
  /** It is carried out, but the caller is told that nothing is known. */
  | 'answer lost'
  /** The caller is told that nothing is known; it is carried out later, at any time. */
  | 'late'
  /** It is carried out and answered, and once more later, at any time. */
  | 'twice'
  /** The answer got lost, and the driver asked again: the second answer counts. */
  | 'retried';

export const fates: readonly Fate[] = ['well', 'request lost', 'answer lost', 'late', 'twice', 'retried'];

/** The documents of a database that several clients use. */
export type Collections = Map<CollectionName, Map<string, DatabaseDocument>>;

/**
 * A database in memory with a network in front of it that delays, reorders, loses and doubles every operation on a
 * single document. An operation on many documents is many of them at once.
 */
export class UnreliableDatabase implements DocumentDatabase {
  /** @param nextFate decides what happens to each operation, in the order in which they are asked for */
  constructor(
    private readonly collections: Collections,
    private readonly scheduler: Scheduler,
    private readonly nextFate: () => Fate,
  ) {}

  async add(collection: CollectionName, documents: readonly DatabaseDocument[]): Promise<void> {
    await this.#each(documents, 'add', (document) => {
      const place = this.#of(collection);
      if (!place.has(document._id)) place.set(document._id, structuredClone(document));
    });
  }

  create(collection: CollectionName, document: ChangingDocument): Promise<boolean> {
    return this.#send('create', () => {
      const place = this.#of(collection);
      if (place.has(document._id)) return false;
      place.set(document._id, structuredClone(document));
      return true;
    });
  }

  replace(collection: CollectionName, document: ChangingDocument, state: string): Promise<boolean> {
    return this.#send('replace', () => {
      const place = this.#of(collection);
      const present = place.get(document._id) as ChangingDocument | undefined;
      if (present?.state !== state) return false;
      place.set(document._id, structuredClone(document));
      return true;
    });
  }

  async get<T extends DatabaseDocument>(
    collection: CollectionName,
    _person: string,
    ids: readonly string[],
  ): Promise<T[]> {
    const found: T[] = [];
    await this.#each(ids, 'get', (id) => {
      const document = this.#of(collection).get(id);
      if (document && !found.some(({ _id }) => _id === id)) found.push(structuredClone(document) as T);
    });
    return found;
  }

  ids(collection: CollectionName, person: string, { from, before }: IdRange): Promise<string[]> {
    return this.#send('ids', () =>
      [...this.#of(collection).values()]
        .filter((document) => document.person === person && document._id >= from && document._id < before)
        .map(({ _id }) => _id)
        .sort(),
    );
  }

  present(
    collection: CollectionName,
    { from, before, after }: IdRange & { readonly after?: string },
    limit: number,
  ): Promise<string[]> {
    return this.#send('present', () =>
      [...this.#of(collection).values()]
        .filter((document) => !(document as Partial<ChangingDocument>).removed)
        .map(({ _id }) => _id)
        .filter((id) => id >= from && id < before && (after === undefined || id > after))
        .sort()
        .slice(0, limit),
    );
  }

  async remove(collection: CollectionName, _person: string, ids: readonly string[]): Promise<void> {
    await this.#each(ids, 'remove', (id) => {
      this.#of(collection).delete(id);
    });
  }

  async size(): Promise<{ readonly documents: number; readonly files: number }> {
    return { documents: 0, files: 0 };
  }

  async close(): Promise<void> {}

  #of(name: CollectionName): Map<string, DatabaseDocument> {
    let collection = this.collections.get(name);
    if (!collection) {
      collection = new Map();
      this.collections.set(name, collection);
    }
    return collection;
  }

  async #each<T>(values: readonly T[], label: string, operation: (value: T) => void): Promise<void> {
    const sent = values.map((value) => this.#send(label, () => operation(value)));
    const failed = (await Promise.allSettled(sent)).find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #send<T>(label: string, operation: () => T): Promise<T> {
    const fate = this.nextFate();
    const some = () => this.scheduler.schedule(Promise.resolve(), label);
    const later = () => void some().then(operation);
    if (fate === 'late') later();
    await some();
    if (fate === 'request lost' || fate === 'late') throw unknown();
    const answer = operation();
    if (fate === 'twice') later();
    await some();
    if (fate === 'retried') return operation();
    if (fate === 'answer lost') throw unknown();
    return answer;
  }
}

function unknown(): SojournError {
  return new SojournError('service-unavailable', { detail: 'the network' });
}
