import { isSojournError, type PersonId } from '@sojourn/datamodel';
import type { StoreContext } from './context.js';
import { PersonState } from './person-state.js';

/** How much of how many persons stays in memory. */
export interface PeopleCapacity {
  readonly persons: number;
  /** Headers of blocks, of all persons together. */
  readonly blocks: number;
}

/** Persons in memory: each at most once, and only those that have been used lately. */
export class People {
  readonly #loading = new Map<PersonId, Promise<PersonState>>();
  /** The one that was used last stands last. */
  readonly #states = new Map<PersonId, PersonState>();

  constructor(
    private readonly context: StoreContext,
    private readonly capacity: PeopleCapacity,
    /** Told about everyone who leaves the memory. */
    private readonly onDrop: (state: PersonState) => void = () => {},
  ) {}

  isInMemory(id: PersonId): boolean {
    return this.#states.has(id);
  }

  /** The person as they are now. @throws SojournError `person-unknown`, `head-damaged` */
  async get(id: PersonId): Promise<PersonState> {
    const state = await this.#find(id);
    try {
      await state.refresh();
    } catch (error) {
      // Erased by another process: nothing of them stays in the memory of this one.
      if (isSojournError(error) && error.code === 'person-unknown') this.#leave(state);
      throw error;
    }
    return state;
  }

  /** The person as this process knows them. */
  async #find(id: PersonId): Promise<PersonState> {
    const known = this.#states.get(id);
    if (!known) return this.#loading.get(id) ?? this.#load(id);
    this.#states.delete(id);
    this.#states.set(id, known);
    return known;
  }

  /** Makes a person. @throws SojournError `commit-conflict` when there is one already */
  async create(id: PersonId): Promise<void> {
    const state = await PersonState.create(id, this.context);
    // Somebody may have loaded the new person in the meantime; there must not be a second state of them.
    if (!this.#states.has(id) && !this.#loading.has(id)) this.#keep(state);
  }

  /** Runs work alone on a person's state. */
  async exclusive<T>(id: PersonId, work: (state: PersonState) => Promise<T>): Promise<T> {
    for (;;) {
      const state = await this.#find(id);
      // A state that was dropped meanwhile may have a successor, and two of them would not see each other's work.
      if (!state.retired) return state.exclusive(() => work(state));
    }
  }

  /** Removes everything of a person after work in progress; one whose head does not open as well. */
  async erase(id: PersonId): Promise<void> {
    try {
      await this.exclusive(id, async (state) => {
        await state.erase();
        this.#leave(state);
      });
    } catch (error) {
      if (!isSojournError(error) || (error.code !== 'head-damaged' && error.code !== 'person-unknown'))
        throw error;
      await this.context.engine.erase(id);
    }
  }

  /** Waits for work in progress, writes what is in memory alone, and drops data whose lease on the keys has ended. */
  async tidy(): Promise<void> {
    for (const [id, state] of [...this.#states]) {
      if (state.keys.locked) state.forget();
      if (state.inUse) await this.exclusive(id, (current) => current.flush());
    }
  }

  #load(id: PersonId): Promise<PersonState> {
    const loading = PersonState.load(id, this.context).then(
      (state) => {
        this.#loading.delete(id);
        this.#keep(state);
        return state;
      },
      (error: unknown) => {
        this.#loading.delete(id);
        throw error;
      },
    );
    this.#loading.set(id, loading);
    return loading;
  }

  /** Lets go of a person who is not there any more. */
  #leave(state: PersonState): void {
    state.retired = true;
    state.leave();
    if (this.#states.get(state.id) === state) this.#states.delete(state.id);
  }

  /** Takes a person in, and drops those who have not been used for longest, but never one who is in use. */
  #keep(kept: PersonState): void {
    this.#states.set(kept.id, kept);
    let blocks = 0;
    for (const state of this.#states.values()) blocks += state.blocks.length;
    for (const [id, state] of this.#states) {
      if (this.#states.size <= this.capacity.persons && blocks <= this.capacity.blocks) return;
      if (state.inUse || state === kept) continue;
      state.retired = true;
      this.#states.delete(id);
      this.onDrop(state);
      blocks -= state.blocks.length;
    }
  }
}
