import { type PersonId, SojournError } from '@sojourn/datamodel';
import type { DocumentDatabase } from './document-database.js';
import type { Garbage, HeadDocument, PageDocument } from './head-document.js';
import { type Page, PersonIndex, pageOf } from './person-index.js';
import { idOf } from './refs.js';

/** Places of blocks that stay in memory, of all persons together. */
const capacity = 200_000;

/** Reads where a person's things lie; remembers it for persons who have been asked for lately. */
export class PersonIndexes {
  /** The one that was used last stands last. */
  readonly #known = new Map<PersonId, PersonIndex>();
  #size = 0;

  constructor(private readonly database: DocumentDatabase) {}

  /** What was read last, which another process may have changed since. */
  known(person: PersonId): PersonIndex | undefined {
    return this.#known.get(person);
  }

  async readHead(person: PersonId): Promise<HeadDocument | undefined> {
    const [head] = await this.database.get<HeadDocument>('heads', person, [person]);
    return head;
  }

  /** The index as it is in the database now; undefined for a person who has never been there. */
  async read(person: PersonId): Promise<PersonIndex | undefined> {
    for (let state: string | undefined; ; ) {
      const head = await this.readHead(person);
      if (!head) return undefined;
      const known = this.#known.get(person);
      if (known?.head.state === head.state) return known;
      const pages = await this.#pages(head, known?.pages ?? []);
      if (pages) {
        const index = new PersonIndex(head, pages);
        this.keep(index);
        return index;
      }
      // Pages disappear only behind a newer head.
      if (head.state === state) throw new SojournError('head-damaged', { detail: 'a page is missing' });
      state = head.state;
    }
  }

  /** Remembers an index, unless a newer one is known. */
  keep(index: PersonIndex): void {
    const known = this.#known.get(index.person);
    if (known && known.head.number > index.head.number) return;
    this.forget(index.person);
    this.#known.set(index.person, index);
    this.#size += index.size;
    for (const oldest of this.#known.keys()) {
      if (this.#size <= capacity || oldest === index.person) return;
      this.forget(oldest);
    }
  }

  /** Notes what has been tidied up, for whatever index of the person is known now. */
  noteTidied(person: PersonId, garbage: readonly Garbage[], swept: number): void {
    const known = this.#known.get(person);
    if (!known) return;
    const collected = new Set([...known.collected, ...garbage]);
    this.keep(new PersonIndex(known.head, known.pages, collected, Math.max(known.swept, swept)));
  }

  forget(person: PersonId): void {
    this.#size -= this.#known.get(person)?.size ?? 0;
    this.#known.delete(person);
  }

  /** @returns undefined when one of them is not there */
  async #pages(head: HeadDocument, known: readonly Page[]): Promise<Page[] | undefined> {
    const byRef = new Map(known.map((page) => [page.ref, page]));
    const missing = head.pages.filter(({ ref }) => !byRef.has(ref));
    if (missing.length > 0) {
      const ids = missing.map(({ ref }) => idOf(head.person, ref));
      const read = await this.database.get<PageDocument>('pages', head.person, ids);
      const byId = new Map(read.map((page) => [page._id, page]));
      for (const { ref } of missing) {
        const document = byId.get(idOf(head.person, ref));
        if (!document) return undefined;
        byRef.set(ref, pageOf(ref, document));
      }
    }
    return head.pages.map(({ ref }) => byRef.get(ref)!);
  }
}
