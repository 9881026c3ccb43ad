import { isSojournError, type PersonId } from '@sojourn/datamodel';
import type { RunResult } from '../runner/index.js';

/** What the poller knows about a person before it reads anything of theirs. */
export interface PersonToRun {
  readonly id: PersonId;
  readonly sequence: number;
  /** There is work to do while it is below the sequence. */
  readonly processedSequence: number;
  readonly locked: boolean;
}

export interface PollerOptions {
  /** Everybody, with how far each has come: the only source of what there is to do. */
  readonly people: () => AsyncIterable<PersonToRun>;
  readonly run: (person: PersonId) => Promise<RunResult>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Seconds without further data after which a person's run starts. */
  readonly debounceSeconds: number;
  readonly onError: (error: unknown, person?: PersonId) => void;
}

/** Rounds of debouncing after which a run starts although data keeps coming. */
const longestDebounce = 5;
/** Seconds after which a run that failed is tried again, doubled with every failure. */
const firstRetry = 30;
const lastRetry = 3600;

interface Observed {
  sequence: number;
  /** When the sequence was first seen, and when work was; milliseconds. */
  since: number;
  first: number;
  failures: number;
  /** Not to be run before; milliseconds. */
  notBefore: number;
}

/**
 * Finds people with unprocessed data and runs them. What it remembers only delays runs: losing it costs nothing but
 * the delay.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #observed = new Map<PersonId, Observed>();
  readonly #running = new Map<PersonId, Promise<void>>();

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Looks at everybody once and starts what is due. Runs go on after it has returned. */
  async poll(): Promise<void> {
    const seen = new Set<PersonId>();
    try {
      for await (const person of this.#options.people()) {
        seen.add(person.id);
        if (person.locked || person.sequence <= person.processedSequence) this.#observed.delete(person.id);
        else if (this.#isDue(person)) this.#start(person.id);
      }
    } catch (error) {
      this.#options.onError(error);
      return;
    }
    for (const id of this.#observed.keys()) if (!seen.has(id)) this.#observed.delete(id);
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  #isDue({ id, sequence }: PersonToRun): boolean {
    const now = this.#options.clock();
    const wait = this.#options.debounceSeconds * 1000;
    let observed = this.#observed.get(id);
    if (observed === undefined) {
      observed = { sequence, since: now, first: now, failures: 0, notBefore: 0 };
      this.#observed.set(id, observed);
    } else if (observed.sequence !== sequence) {
      Object.assign(observed, { sequence, since: now, notBefore: 0 });
    }
    if (this.#running.has(id) || now < observed.notBefore) return false;
    return now - observed.since >= wait || now - observed.first >= longestDebounce * wait;
  }

  #start(id: PersonId): void {
    const run = this.#run(id).finally(() => this.#running.delete(id));
    this.#running.set(id, run);
  }

  async #run(id: PersonId): Promise<void> {
    const { run, onError, clock } = this.#options;
    const observed = this.#observed.get(id)!;
    try {
      const { waitingUntil, sequence } = await run(id);
      observed.failures = 0;
      observed.first = clock();
      if (waitingUntil !== undefined) {
        // The run's own commit is no new data.
        observed.sequence = sequence ?? observed.sequence;
        observed.notBefore = waitingUntil * 1000;
      }
    } catch (error) {
      if (isSojournError(error) && error.code === 'run-in-progress') return;
      onError(error, id);
      observed.failures++;
      observed.notBefore = clock() + Math.min(lastRetry, firstRetry * 2 ** (observed.failures - 1)) * 1000;
    }
  }
}
