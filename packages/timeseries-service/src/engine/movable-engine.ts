import { type PersonId, SojournError } from '@sojourn/datamodel';
import type {
  Engine,
  EngineCapabilities,
  EngineChange,
  EngineFigures,
  GlobalDocument,
  StoredHead,
  StoredHeader,
} from './engine.js';

/** An engine whose store can move to another one while it is used. */
export class MovableEngine implements Engine {
  /** Engines that the store has left; somebody may still be reading there. */
  readonly #left: Engine[] = [];
  readonly #writes = new Set<Promise<unknown>>();
  #written: Set<PersonId> | undefined;
  #current: Engine;
  #pause: { readonly over: Promise<void>; readonly end: () => void } | undefined;

  /** @param moved whether the store has moved on already, so that it must not be written to */
  constructor(
    current: Engine,
    public moved: boolean,
  ) {
    this.#current = current;
  }

  get current(): Engine {
    return this.#current;
  }

  get capabilities(): EngineCapabilities {
    return this.#current.capabilities;
  }

  /**
   * Persons who have been written to since the last call; nobody at the first one. What other processes write to a
   * shared engine is not among it.
   */
  takeWritten(): ReadonlySet<PersonId> {
    const written = this.#written ?? new Set();
    this.#written = new Set();
    return written;
  }

  /** Lets writes that are under way end, and keeps others waiting. */
  async pause(): Promise<void> {
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#pause = { over, end };
    while (this.#writes.size > 0) await Promise.allSettled(this.#writes);
  }

  /** Lets the writes that wait go on. */
  resume(): void {
    const pause = this.#pause;
    this.#pause = undefined;
    pause?.end();
  }

  /** From now on, everything is asked of another engine, which holds the same. Only within a pause. */
  moveTo(engine: Engine): void {
    this.#left.push(this.#current);
    this.#current = engine;
    this.moved = false;
  }

  readHead(person: PersonId): Promise<StoredHead | undefined> {
    return this.#current.readHead(person);
  }

  commit(person: PersonId, change: EngineChange): Promise<number> {
    return this.#write(() => this.#current.commit(person, change), person);
  }

  headers(person: PersonId): Promise<StoredHeader[]> {
    return this.#current.headers(person);
  }

  bodies(person: PersonId, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    return this.#current.bodies(person, ids);
  }

  document(person: PersonId, name: string): Promise<Uint8Array | undefined> {
    return this.#current.document(person, name);
  }

  documentNames(person: PersonId): Promise<string[]> {
    return this.#current.documentNames(person);
  }

  people(after: PersonId | undefined, limit: number): Promise<PersonId[]> {
    return this.#current.people(after, limit);
  }

  globalDocument(name: string): Promise<GlobalDocument | undefined> {
    return this.#current.globalDocument(name);
  }

  globalNames(prefix: string, after: string | undefined, limit: number): Promise<string[]> {
    return this.#current.globalNames(prefix, after, limit);
  }

  putGlobalDocument(name: string, bytes: Uint8Array | null, expectVersion: number | null): Promise<void> {
    return this.#write(() => this.#current.putGlobalDocument(name, bytes, expectVersion));
  }

  erase(person: PersonId): Promise<void> {
    return this.#write(() => this.#current.erase(person), person);
  }

  vacuum(): Promise<void> {
    return this.#write(() => this.#current.vacuum());
  }

  figures(): Promise<EngineFigures> {
    return this.#current.figures();
  }

  async close(): Promise<void> {
    this.resume();
    await this.#current.close();
    for (const engine of this.#left) await engine.close();
  }

  async #write<T>(write: () => Promise<T>, person?: PersonId): Promise<T> {
    while (this.#pause) await this.#pause.over;
    if (this.moved) throw new SojournError('store-moved');
    const writing = write();
    this.#writes.add(writing);
    try {
      return await writing;
    } finally {
      // Also when it failed: it may have been carried out all the same.
      if (person !== undefined) this.#written?.add(person);
      this.#writes.delete(writing);
    }
  }
}
