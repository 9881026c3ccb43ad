import type { PersonId } from '@sojourn/datamodel';
import type { People } from '../person/people.js';
import type { Eagerness } from './choose-blocks.js';
import { compactOnce } from './compaction.js';

/** Merges small blocks of persons who have been written to, one after the other, beside everything else. */
export class Compactor {
  readonly #waiting = new Set<PersonId>();
  /** Persons whose blocks have changed since everything of them was merged; undefined: nobody knows yet. */
  #changed: Set<PersonId> | undefined;
  #running: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly people: People,
    private readonly background: boolean,
  ) {}

  /** Called after every commit that added blocks. */
  notice(person: PersonId): void {
    this.#changed?.add(person);
    if (!this.background || this.#stopped) return;
    this.#waiting.add(person);
    this.#running ??= this.#work();
  }

  /** Whether a merge of everything of a person may find something to do. */
  mayHaveWork(person: PersonId): boolean {
    return this.#changed?.has(person) ?? true;
  }

  /** From now on, changes are remembered: everybody is about to be merged. */
  remember(): void {
    this.#changed ??= new Set();
  }

  /** Merges whatever can be merged of one person now. */
  async compact(person: PersonId): Promise<{ readonly merged: number; readonly written: number }> {
    const total = { merged: 0, written: 0 };
    this.#changed?.delete(person);
    for (;;) {
      const { merged, written } = await this.#merge(person, 'thorough');
      if (merged === 0) return total;
      total.merged += merged;
      total.written += written;
    }
  }

  /** Finishes the merge at hand and begins no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  /** One merge after the other: two at the same blocks would only waste the work of one. */
  #merge(person: PersonId, eagerness: Eagerness): ReturnType<typeof compactOnce> {
    const merge = this.#turn.then(() => compactOnce(this.people, person, eagerness));
    this.#turn = merge.catch(() => {});
    return merge;
  }

  async #work(): Promise<void> {
    // The commit that gave notice is still on its way out.
    await new Promise(setImmediate);
    for (const person of this.#waiting) {
      if (this.#stopped) break;
      this.#waiting.delete(person);
      try {
        const { merged } = await this.#merge(person, 'worthwhile');
        if (merged > 0) this.#waiting.add(person);
      } catch {
        // Nothing is lost: blocks stay as they are, and the next commit gives notice again.
      }
    }
    this.#running = undefined;
  }
}
