import { type PersonId, SojournError } from '@sojourn/datamodel';
import type {
  Engine,
  EngineChange,
  EngineFigures,
  GlobalDocument,
  StoredHead,
  StoredHeader,
} from '../engine.js';
import { BackgroundWork } from './background-work.js';
import { joinBody } from './body-pieces.js';
import type { DocumentDatabase } from './document-database.js';
import { GlobalDocuments } from './global-documents.js';
import type { BlockPlace, BytesDocument } from './head-document.js';
import { idsOf } from './leftovers.js';
import { PersonCommits } from './person-commits.js';
import type { PersonIndex } from './person-index.js';
import { PersonIndexes } from './person-indexes.js';
import { everyPerson, idOf } from './refs.js';

/** Unit of the figures: the database does not tell of pages. */
const pageSize = 4096;

/** Keeps a store in a database of documents, which other engines may work on at the same time. */
export class MongoEngine implements Engine {
  readonly capabilities = { persistent: true, exclusive: false, shared: true };
  readonly #indexes: PersonIndexes;
  readonly #commits: PersonCommits;
  readonly #globals: GlobalDocuments;
  readonly #background = new BackgroundWork();
  #closed = false;

  constructor(
    private readonly database: DocumentDatabase,
    private readonly onClose: () => Promise<void> = async () => {},
  ) {
    this.#indexes = new PersonIndexes(database);
    this.#commits = new PersonCommits(database, this.#indexes, this.#background);
    this.#globals = new GlobalDocuments(database);
    this.#background.start(() => this.#commits.finishErasures());
  }

  async readHead(person: PersonId): Promise<StoredHead | undefined> {
    this.#assertOpen();
    const head = await this.#indexes.readHead(person);
    return head && !head.removed ? { version: head.version, bytes: head.bytes } : undefined;
  }

  async commit(person: PersonId, change: EngineChange): Promise<number> {
    this.#assertOpen();
    return this.#commits.commit(person, change);
  }

  async headers(person: PersonId): Promise<StoredHeader[]> {
    this.#assertOpen();
    const index = await this.#indexes.read(person);
    const headers = Array.from(index?.blocks() ?? [], ({ block, header }) => ({ id: block, bytes: header }));
    return headers.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  async bodies(person: PersonId, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    this.#assertOpen();
    const known = this.#indexes.known(person);
    const found = known ? await this.#bodiesOf(known, ids) : new Map<string, Uint8Array>();
    if (found.size === ids.length) return found;
    // Only what is missing is worth a look at the head: bodies never change under their names.
    for (let last = known; ; ) {
      const index = await this.#indexes.read(person);
      if (!index || index.head.state === last?.head.state) return found;
      const missing = ids.filter((id) => !found.has(id));
      for (const [id, body] of await this.#bodiesOf(index, missing)) found.set(id, body);
      if (found.size === ids.length) return found;
      last = index;
    }
  }

  async document(person: PersonId, name: string): Promise<Uint8Array | undefined> {
    this.#assertOpen();
    for (let state: string | undefined; ; ) {
      const head = await this.#indexes.readHead(person);
      const ref = head?.documents.find((document) => document.name === name)?.ref;
      if (!head || ref === undefined) return undefined;
      const [document] = await this.database.get<BytesDocument>('documents', person, [idOf(person, ref)]);
      // A document disappears only behind a newer head.
      if (document || head.state === state) return document?.bytes;
      state = head.state;
    }
  }

  async documentNames(person: PersonId): Promise<string[]> {
    this.#assertOpen();
    const head = await this.#indexes.readHead(person);
    return (head?.documents ?? []).map(({ name }) => name).sort();
  }

  async people(after: PersonId | undefined, limit: number): Promise<PersonId[]> {
    this.#assertOpen();
    const range = after === undefined ? everyPerson : { ...everyPerson, after };
    return this.database.present('heads', range, limit);
  }

  async globalDocument(name: string): Promise<GlobalDocument | undefined> {
    this.#assertOpen();
    return this.#globals.read(name);
  }

  async globalNames(prefix: string, after: string | undefined, limit: number): Promise<string[]> {
    this.#assertOpen();
    return this.#globals.names(prefix, after, limit);
  }

  async putGlobalDocument(
    name: string,
    bytes: Uint8Array | null,
    expectVersion: number | null,
  ): Promise<void> {
    this.#assertOpen();
    await this.#globals.put(name, bytes, expectVersion);
  }

  async erase(person: PersonId): Promise<void> {
    this.#assertOpen();
    await this.#commits.erase(person);
  }

  async vacuum(): Promise<void> {
    this.#assertOpen();
  }

  async figures(): Promise<EngineFigures> {
    this.#assertOpen();
    const { documents, files } = await this.database.size();
    return { livePages: Math.ceil(documents / pageSize), pageSize, fileBytes: files };
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#background.end();
    await this.database.close();
    await this.onClose();
  }

  async #bodiesOf(index: PersonIndex, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    const { person } = index;
    const places = ids
      .map((id) => index.block(id))
      .filter((place): place is BlockPlace => place !== undefined);
    const found = new Map<string, Uint8Array>();
    if (places.length === 0) return found;
    const names = places.flatMap((place) => idsOf(person, place));
    const read = await this.database.get<BytesDocument>('blocks', person, names);
    const byId = new Map(read.map(({ _id, bytes }) => [_id, bytes]));
    for (const place of places) {
      const pieces = idsOf(person, place).map((id) => byId.get(id));
      if (pieces.every((piece) => piece !== undefined)) found.set(place.block, joinBody(pieces));
    }
    return found;
  }

  #assertOpen(): void {
    if (this.#closed) throw new SojournError('service-unavailable', { detail: 'the store is closed' });
  }
}
