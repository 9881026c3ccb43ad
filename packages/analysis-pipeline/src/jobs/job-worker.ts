import { EventEmitter } from 'node:events';
import type { JobDefinition } from './define-job.js';
import { type AttemptOptions, JobAttempt } from './job-attempt.js';
import { hasEnded, type JobRecord } from './job-record.js';
import type { StoredJob } from './job-store.js';

export interface JobWorkerOptions extends Omit<AttemptOptions, 'onChange'> {
  readonly definitions: readonly JobDefinition[];
  /** How many jobs are worked on at a time. */
  readonly atOnce: number;
  /** Told of each job that was worked on here and has ended. */
  readonly onEnded: (record: JobRecord) => void;
}

/**
 * Works on the jobs that the store has: new ones, those whose time to be tried again has come, and those whose worker
 * has given no sign of life for as long as a lease lasts. What there is to do is known from the store alone.
 */
export class JobWorker {
  readonly #options: JobWorkerOptions;
  readonly #running = new Map<string, { readonly attempt: JobAttempt; readonly ended: Promise<void> }>();
  /** Records of what is worked on here, with progress that may not be written down yet. */
  readonly #latest = new Map<string, JobRecord>();
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #closed = false;

  constructor(options: JobWorkerOptions) {
    this.#options = options;
  }

  /** Looks for jobs that are due and begins them. They go on after it has returned. */
  look(): Promise<void> {
    // What was asked for while a look is under way may have come too late for it.
    if (this.#looking !== undefined) this.#lookAgain = true;
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Resolves when nothing is being worked on. */
  async idle(): Promise<void> {
    await this.#looking;
    while (this.#running.size > 0) {
      await Promise.all([...this.#running.values()].map(({ ended }) => ended));
      await this.#looking;
    }
  }

  /** Whether a job is worked on here. */
  isRunning(id: string): boolean {
    return this.#running.has(id);
  }

  /** Lets a job that is worked on here know that it shall end. */
  cancel(id: string): void {
    this.#running.get(id)?.attempt.abort('cancelled');
  }

  /** Calls back with how a job is that is worked on here, and with each change of it. @returns what ends that */
  watch(id: string, listener: (record: JobRecord) => void): () => void {
    this.#changes.on(id, listener);
    const latest = this.#latest.get(id);
    if (latest !== undefined) listener(latest);
    return () => this.#changes.off(id, listener);
  }

  /** Puts the jobs back that are worked on, so that the next process need not wait for their leases to end. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#looking;
    for (const { attempt } of this.#running.values()) attempt.abort('closing');
    await this.idle();
  }

  async #lookNow(): Promise<void> {
    do {
      this.#lookAgain = false;
      try {
        for (const job of await this.#options.jobs.open()) {
          if (this.#closed || this.#running.size >= this.#options.atOnce) break;
          const definition = this.#definitionOf(job.record);
          if (hasEnded(job.record)) await this.#options.jobs.settle(job.record);
          else if (definition !== undefined && this.#isDue(job.record)) await this.#begin(job, definition);
        }
      } catch (error) {
        this.#options.onError(error);
      }
    } while (this.#lookAgain && !this.#closed);
  }

  /** A job that this release does not know is left to one that does. */
  #definitionOf({ name }: JobRecord): JobDefinition | undefined {
    return this.#options.definitions.find((one) => one.name === name);
  }

  #isDue({ id, retryAt, lease }: JobRecord): boolean {
    const now = this.#options.tools.clock() / 1000;
    return !this.#running.has(id) && now >= (retryAt ?? 0) && now >= (lease?.expires ?? 0);
  }

  async #begin(job: StoredJob, definition: JobDefinition): Promise<void> {
    const { id } = job.record;
    const onChange = (record: JobRecord): void => {
      this.#latest.set(id, record);
      this.#changes.emit(id, record);
      if (hasEnded(record)) this.#options.onEnded(record);
    };
    const attempt = await JobAttempt.claim(job, { ...this.#options, onChange });
    if (attempt === undefined) return;
    const ended = attempt.run(definition).then(() => {
      this.#running.delete(id);
      this.#latest.delete(id);
      // A place is free.
      if (!this.#closed) void this.look();
    });
    this.#running.set(id, { attempt, ended });
  }
}
