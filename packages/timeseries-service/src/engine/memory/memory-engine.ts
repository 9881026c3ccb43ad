import { type PersonId, SojournError } from '@sojourn/datamodel';
import type {
  Engine,
  EngineChange,
  EngineFigures,
  GlobalDocument,
  StoredBlock,
  StoredHead,
  StoredHeader,
} from '../engine.js';

interface PersonRecord {
  head: StoredHead;
  readonly blocks: Map<string, StoredBlock>;
  readonly documents: Map<string, Uint8Array>;
}

/** The plainest engine that keeps the contract: the model that others are held to, and a store for tests. */
export class MemoryEngine implements Engine {
  readonly capabilities = { persistent: false, exclusive: false, shared: false };
  readonly #people = new Map<PersonId, PersonRecord>();
  readonly #global = new Map<string, GlobalDocument>();
  #closed = false;

  async readHead(person: PersonId): Promise<StoredHead | undefined> {
    return this.#record(person)?.head;
  }

  async commit(person: PersonId, change: EngineChange): Promise<number> {
    const record = this.#record(person);
    if ((record?.head.version ?? null) !== change.expectVersion) throw new SojournError('commit-conflict');
    const head = { version: change.version ?? (change.expectVersion ?? 0) + 1, bytes: change.head.slice() };
    const next = record ?? { head, blocks: new Map(), documents: new Map() };
    next.head = head;
    for (const id of change.remove ?? []) next.blocks.delete(id);
    for (const { id, header, body } of change.put ?? []) {
      next.blocks.set(id, { id, header: header.slice(), body: body.slice() });
    }
    for (const [name, bytes] of Object.entries(change.documents ?? {})) {
      if (bytes === null) next.documents.delete(name);
      else next.documents.set(name, bytes.slice());
    }
    this.#people.set(person, next);
    return head.version;
  }

  async headers(person: PersonId): Promise<StoredHeader[]> {
    const blocks = [...(this.#record(person)?.blocks.values() ?? [])];
    return blocks.map(({ id, header }) => ({ id, bytes: header })).sort(byId);
  }

  async bodies(person: PersonId, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    const found = new Map<string, Uint8Array>();
    const record = this.#record(person);
    for (const id of ids) {
      const block = record?.blocks.get(id);
      if (block) found.set(id, block.body);
    }
    return found;
  }

  async document(person: PersonId, name: string): Promise<Uint8Array | undefined> {
    return this.#record(person)?.documents.get(name);
  }

  async documentNames(person: PersonId): Promise<string[]> {
    return [...(this.#record(person)?.documents.keys() ?? [])].sort();
  }

  async people(after: PersonId | undefined, limit: number): Promise<PersonId[]> {
    this.#assertOpen();
    return following(this.#people.keys(), '', after, limit);
  }

  async globalDocument(name: string): Promise<GlobalDocument | undefined> {
    this.#assertOpen();
    return this.#global.get(name);
  }

  async globalNames(prefix: string, after: string | undefined, limit: number): Promise<string[]> {
    this.#assertOpen();
    return following(this.#global.keys(), prefix, after, limit);
  }

  async putGlobalDocument(
    name: string,
    bytes: Uint8Array | null,
    expectVersion: number | null,
  ): Promise<void> {
    this.#assertOpen();
    const version = this.#global.get(name)?.version ?? null;
    if (version !== expectVersion) throw new SojournError('commit-conflict');
    if (bytes === null) this.#global.delete(name);
    else this.#global.set(name, { version: (version ?? 0) + 1, bytes: bytes.slice() });
  }

  async erase(person: PersonId): Promise<void> {
    this.#assertOpen();
    this.#people.delete(person);
  }

  async vacuum(): Promise<void> {
    this.#assertOpen();
  }

  async figures(): Promise<EngineFigures> {
    this.#assertOpen();
    let bytes = 0;
    for (const { head, blocks, documents } of this.#people.values()) {
      bytes += head.bytes.length;
      for (const { header, body } of blocks.values()) bytes += header.length + body.length;
      for (const document of documents.values()) bytes += document.length;
    }
    return { livePages: bytes, pageSize: 1, fileBytes: bytes };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #record(person: PersonId): PersonRecord | undefined {
    this.#assertOpen();
    return this.#people.get(person);
  }

  #assertOpen(): void {
    if (this.#closed) throw new SojournError('service-unavailable', { detail: 'the store is closed' });
  }
}

function following(
  names: Iterable<string>,
  prefix: string,
  after: string | undefined,
  limit: number,
): string[] {
  return [...names]
    .filter((name) => name.startsWith(prefix) && (after === undefined || name > after))
    .sort()
    .slice(0, limit);
}

function byId(left: { readonly id: string }, right: { readonly id: string }): number {
  return left.id < right.id ? -1 : 1;
}
