import { isSojournError, type PersonId } from '@sojourn/datamodel';
import type { FailingRuns } from '../failures/index.js';
import type { RunRequest, RunResult } from '../runner/index.js';

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
  readonly run: (request: RunRequest) => Promise<RunResult>;
  /** Whose runs fail, and when they are tried again. */
  readonly failing: Pick<FailingRuns, 'refresh' | 'of' | 'isDue'>;
  /** Whether a run of a person with new data is not worth while yet. */
  readonly isDormant: (person: PersonId) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Seconds without further data after which a person's run starts. */
  readonly debounceSeconds: number;
  readonly onError: (error: unknown, person?: PersonId) => void;
}

/** Rounds of debouncing after which a run starts although data keeps coming. */
const longestDebounce = 5;
/** People about whom the store is asked at a time: one after the other they would keep threads waiting. */
const askedAtOnce = 16;
/** Milliseconds after a failure in which nothing is tried, also where the failure could not be written down. */
const shortestPause = 30_000;

interface Observed {
  sequence: number;
  /** When the sequence was first seen, and when work was; milliseconds. */
  since: number;
  first: number;
  /** Not to be run before; milliseconds. */
  notBefore: number;
  /** With what is there now, a run is not worth while. */
  dormant: boolean;
}

/**
 * Finds people with unprocessed data, and those whose last run failed and whose time has come again, and runs them. What it
 * remembers only delays runs: losing it costs nothing but the delay.
 */
export class Poller {
  readonly #options: PollerOptions;
  readonly #observed = new Map<PersonId, Observed>();
  readonly #running = new Map<PersonId, Promise<void>>();
  #look: Promise<void> | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  /** Looks at everybody once and starts what is due. Runs go on after it has returned. A look at a time is enough. */
  poll(): Promise<void> {
    this.#look ??= this.#lookAtAll().finally(() => {
      this.#look = undefined;
    });
    return this.#look;
  }

  async #lookAtAll(): Promise<void> {
    const { failing, people, onError } = this.#options;
    const seen = new Set<PersonId>();
    const asked = new Set<Promise<void>>();
    try {
      await failing.refresh();
      for await (const person of people()) {
        seen.add(person.id);
        const asking: Promise<void> = this.#startIfDue(person).finally(() => asked.delete(asking));
        asked.add(asking);
        if (asked.size >= askedAtOnce) await Promise.race(asked);
      }
    } catch (error) {
      onError(error);
      return;
    } finally {
      await Promise.all(asked);
    }
    for (const id of this.#observed.keys()) if (!seen.has(id)) this.#observed.delete(id);
  }

  /** Nobody's data may keep the others from being run. */
  async #startIfDue(person: PersonToRun): Promise<void> {
    const request = await this.#requestFor(person).catch((error: unknown) => {
      this.#options.onError(error, person.id);
      return undefined;
    });
    if (request !== undefined) this.#start(request);
  }

  /** Looks, and resolves when the runs that are under way then have ended, whatever has begun since. */
  async catchUp(): Promise<void> {
    await this.poll();
    await Promise.all(this.#running.values());
  }

  /** Resolves when no run is under way. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** @returns undefined when there is nothing to do for the person yet */
  async #requestFor(person: PersonToRun): Promise<RunRequest | undefined> {
    const { id, sequence, processedSequence, locked } = person;
    if (this.#running.has(id)) return undefined;
    const { failing } = this.#options;
    const failed = locked ? undefined : await failing.of(id);
    const hasNew = sequence > Math.max(processedSequence, failed?.sequence ?? 0);
    if (!locked && hasNew) return (await this.#isDue(person)) ? { person: id } : undefined;
    if (locked || failed === undefined) {
      this.#observed.delete(id);
      return undefined;
    }
    const isPaused = this.#options.clock() < (this.#observed.get(id)?.notBefore ?? 0);
    return !isPaused && failing.isDue(failed) ? { person: id, evenIfUpToDate: true } : undefined;
  }

  async #isDue({ id, sequence }: PersonToRun): Promise<boolean> {
    const now = this.#options.clock();
    const wait = this.#options.debounceSeconds * 1000;
    let observed = this.#observed.get(id);
    if (observed === undefined) {
      observed = { sequence, since: now, first: now, notBefore: 0, dormant: false };
      this.#observed.set(id, observed);
    } else if (observed.sequence !== sequence) {
      Object.assign(observed, { sequence, since: now, notBefore: 0, dormant: false });
    }
    if (observed.dormant || now < observed.notBefore) return false;
    if (now - observed.since < wait && now - observed.first < longestDebounce * wait) return false;
    observed.dormant = await this.#options.isDormant(id);
    return !observed.dormant;
  }

  #start(request: RunRequest): void {
    const { person } = request;
    const run = this.#run(request).finally(() => this.#running.delete(person));
    this.#running.set(person, run);
  }

  async #run(request: RunRequest): Promise<void> {
    const { run, onError, clock } = this.#options;
    const { person } = request;
    try {
      const { waitingUntil, sequence } = await run(request);
      const observed = this.#observed.get(person);
      if (observed === undefined) return;
      observed.first = clock();
      if (waitingUntil !== undefined) {
        // The run's own commit is no new data.
        observed.sequence = sequence ?? observed.sequence;
        observed.notBefore = waitingUntil * 1000;
      }
    } catch (error) {
      if (isSojournError(error) && error.code === 'run-in-progress') return;
      onError(error, person);
      const observed = this.#observed.get(person);
      if (observed !== undefined) observed.notBefore = clock() + shortestPause;
    }
  }
}
