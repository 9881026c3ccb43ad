import { randomBytes } from 'node:crypto';
import type { PersonId } from '@sojourn/datamodel';

/** People that are remembered as lately written to; whoever asks after a longer absence is told of everybody. */
const remembered = 10_000;

/** Who has been written to lately, in this process. */
export interface CommitFeed {
  /** Whether no other process writes to the same store, so that nothing happens unseen. */
  readonly complete: boolean;
  /** What to ask after next time, to be told of all commits from now on. */
  position(): string;
  /** People written to after a position, the longest ago first; undefined when that is not known any more. */
  after(
    position: string,
    limit: number,
  ): { readonly people: readonly PersonId[]; readonly position: string } | undefined;
  /**
   * Waits for the next commit, of one person or of anybody.
   * @returns whether there was one before the time was over or the signal came
   */
  wait(person: PersonId | undefined, milliseconds: number, signal: AbortSignal): Promise<boolean>;
}

type Wake = () => void;

/** Keeps the latest commit of each person in memory, as many as are worth it. */
export class RecentCommits implements CommitFeed {
  /** Tells the positions of this process from those of an earlier one. */
  readonly #epoch = randomBytes(8).toString('hex');
  /** Number of each person's latest commit, in ascending order. */
  readonly #latest = new Map<PersonId, number>();
  readonly #waiting = new Map<PersonId | undefined, Set<Wake>>();
  #number = 0;
  /** Commits up to this number may have been forgotten. */
  #forgotten = 0;

  constructor(
    readonly complete: boolean,
    private readonly capacity = remembered,
  ) {}

  notice(person: PersonId): void {
    this.#latest.delete(person);
    this.#latest.set(person, ++this.#number);
    for (const [oldest, number] of this.#latest) {
      if (this.#latest.size <= this.capacity) break;
      this.#latest.delete(oldest);
      this.#forgotten = number;
    }
    for (const who of [person, undefined]) for (const wake of [...(this.#waiting.get(who) ?? [])]) wake();
  }

  /** Removes a person who is no longer there. */
  forget(person: PersonId): void {
    this.#latest.delete(person);
  }

  position(): string {
    return this.#at(this.#number);
  }

  after(position: string, limit: number): ReturnType<CommitFeed['after']> {
    const [epoch, text] = position.split('.');
    const number = Number(text);
    if (!this.complete || epoch !== this.#epoch || !(number >= this.#forgotten && number <= this.#number))
      return undefined;
    const people: PersonId[] = [];
    let last = this.#number;
    for (const [person, at] of this.#latest) {
      if (at <= number) continue;
      if (people.length === limit) {
        // More follow: go on behind the last one that is told of.
        last = this.#latest.get(people.at(-1)!)!;
        break;
      }
      people.push(person);
    }
    return { people, position: this.#at(last) };
  }

  wait(person: PersonId | undefined, milliseconds: number, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(person) ?? new Set();
      this.#waiting.set(person, waiting);
      const end = (found: boolean) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', give);
        waiting.delete(wake);
        if (waiting.size === 0 && this.#waiting.get(person) === waiting) this.#waiting.delete(person);
        resolve(found);
      };
      const wake = () => end(true);
      const give = () => end(false);
      const timer = setTimeout(give, milliseconds);
      waiting.add(wake);
      signal.addEventListener('abort', give, { once: true });
    });
  }

  #at(number: number): string {
    return `${this.#epoch}.${number}`;
  }
}
