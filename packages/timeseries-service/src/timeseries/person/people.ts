import type { PersonId } from '@sojourn/datamodel';
import type { StoreContext } from './context.js';
import { PersonState } from './person-state.js';

/** Persons in memory: each at most once, and only so many as have been used lately. */
export class People {
  readonly #states = new Map<PersonId, Promise<PersonState>>();

  constructor(
    private readonly context: StoreContext,
    private readonly capacity: number,
  ) {}

  /** @throws SojournError `person-unknown`, `head-damaged` */
  get(id: PersonId): Promise<PersonState> {
    const known = this.#states.get(id);
    if (known) {
      this.#states.delete(id);
      this.#states.set(id, known);
      return known;
    }
    return this.#keep(id, PersonState.load(id, this.context));
  }

  /** Makes a person. @throws SojournError `commit-conflict` when there is one already */
  async create(id: PersonId): Promise<void> {
    const state = await PersonState.create(id, this.context);
    // Somebody may have loaded the new person in the meantime; there must not be a second state of them.
    if (!this.#states.has(id)) this.#keep(id, Promise.resolve(state));
  }

  /** Runs work alone on a person's state. */
  async exclusive<T>(id: PersonId, work: (state: PersonState) => Promise<T>): Promise<T> {
    for (;;) {
      const state = await this.get(id);
      // A state that was dropped meanwhile may have a successor, and two of them would not see each other's work.
      if (!state.retired) return state.exclusive(() => work(state));
    }
  }

  /** Waits for work in progress, writes what is in memory alone, and drops data whose lease on the keys has ended. */
  async tidy(): Promise<void> {
    for (const [id, loading] of [...this.#states]) {
      const state = await loading.catch(() => undefined);
      if (!state) continue;
      if (state.keys.locked) state.forget();
      if (state.inUse) await this.exclusive(id, (current) => current.flush());
    }
  }

  #keep(id: PersonId, loading: Promise<PersonState>): Promise<PersonState> {
    this.#states.set(id, loading);
    loading.then(
      () => this.#shrink(),
      () => {
        if (this.#states.get(id) === loading) this.#states.delete(id);
      },
    );
    return loading;
  }

  async #shrink(): Promise<void> {
    let surplus = this.#states.size - this.capacity;
    for (const [id, loading] of this.#states) {
      if (surplus-- <= 0) return;
      const state = await loading.catch(() => undefined);
      if (!state || state.inUse || this.#states.get(id) !== loading) continue;
      state.retired = true;
      this.#states.delete(id);
    }
  }
}
