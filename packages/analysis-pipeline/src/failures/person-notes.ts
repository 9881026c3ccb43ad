import type { PersonId } from '@sojourn/datamodel';
import type { DocumentCollection } from '@sojourn/datamodel/client';

/** Notes about people, one each, in a collection of the store; in memory as well, so that looking costs no request. */
export class PersonNotes<Note> {
  readonly #collection: Pick<DocumentCollection, 'list' | 'put' | 'remove'>;
  #known: Promise<Map<PersonId, Note>> | undefined;

  constructor(collection: Pick<DocumentCollection, 'list' | 'put' | 'remove'>) {
    this.#collection = collection;
  }

  /** All notes, as they are now. */
  all(): Promise<ReadonlyMap<PersonId, Note>> {
    return this.#load();
  }

  /** Reads again what other processes have noted. */
  async refresh(): Promise<void> {
    this.#known = undefined;
    await this.#load();
  }

  async get(person: PersonId): Promise<Note | undefined> {
    return (await this.#load()).get(person);
  }

  async put(person: PersonId, note: Note): Promise<void> {
    (await this.#load()).set(person, note);
    await this.#collection.put(person, note);
  }

  async forget(person: PersonId): Promise<void> {
    if ((await this.#load()).delete(person)) await this.#collection.remove(person);
  }

  #load(): Promise<Map<PersonId, Note>> {
    this.#known ??= this.#read().catch((error: unknown) => {
      this.#known = undefined;
      throw error;
    });
    return this.#known;
  }

  async #read(): Promise<Map<PersonId, Note>> {
    const known = new Map<PersonId, Note>();
    for await (const { name, value } of this.#collection.list()) known.set(name, value as Note);
    return known;
  }
}
