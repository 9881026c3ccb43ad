import { randomUUID } from 'node:crypto';
import { isSojournError, SojournError } from '@sojourn/datamodel';
import type { JobStep } from '@sojourn/datamodel/http';
import type { JobDefinition, JobTools } from './define-job.js';
import { errorOf, isBusy, longestWait, mayPass, retryDelay } from './job-failure.js';
import type { JobRecord } from './job-record.js';
import type { JobStore, StoredJob } from './job-store.js';

/** Most times that a job is begun. */
export const mostAttempts = 10;
/** Milliseconds after which progress is written down. */
const progressDelay = 1000;

/** Why a try ends before the job has. */
export type AbortReason = 'cancelled' | 'lease-lost' | 'closing';

export interface AttemptOptions {
  readonly jobs: JobStore;
  readonly tools: JobTools;
  /** Seconds for which nobody else takes the job, counted from the last sign of life. */
  readonly leaseSeconds: number;
  /** Told of each change, progress included. */
  readonly onChange: (record: JobRecord) => void;
  /** Told of errors that are nobody's answer. */
  readonly onError: (error: unknown) => void;
}

/** One try of a job: holds its lease, writes its progress down, runs it, and says how it ended. */
export class JobAttempt {
  readonly #abort = new AbortController();
  readonly #steps = new Map<string, JobStep>();
  #writing: Promise<void> = Promise.resolve();
  #delay: NodeJS.Timeout | undefined;

  private constructor(
    private readonly options: AttemptOptions,
    private readonly owner: string,
    private record: JobRecord,
    private version: number,
  ) {}

  /** Takes a job that is due. @returns undefined when somebody else was faster */
  static async claim(
    { version, record }: StoredJob,
    options: AttemptOptions,
  ): Promise<JobAttempt | undefined> {
    const owner = randomUUID();
    const now = options.tools.clock() / 1000;
    const claimed: JobRecord = {
      ...record,
      status: 'running',
      started: record.started ?? now,
      attempts: record.attempts + 1,
      retryAt: null,
      progress: [],
      lease: { owner, expires: now + options.leaseSeconds },
    };
    const written = await options.jobs.write(claimed, version);
    return written === undefined ? undefined : new JobAttempt(options, owner, claimed, written);
  }

  abort(reason: AbortReason): void {
    this.#abort.abort(reason);
  }

  /** Runs the job to an end, or to where it has to be begun again. Never throws. */
  async run(definition: JobDefinition): Promise<void> {
    const { onChange, leaseSeconds } = this.options;
    onChange(this.record);
    const heartbeat = setInterval(() => void this.#beat(), (leaseSeconds * 1000) / 3);
    try {
      const ended = await this.#outcome(definition);
      clearTimeout(this.#delay);
      if (ended === undefined) return;
      const isForgotten = ended.status === 'done' && definition.forgetsItsPerson === true;
      await this.#write((record) => ({
        ...record,
        ...ended,
        ...(isForgotten ? { person: null, parameters: {} } : {}),
        lease: null,
        progress: this.#progress(),
      }));
      if (this.record.status !== 'queued') await this.options.jobs.settle(this.record);
      onChange(this.record);
    } catch (error) {
      // What cannot be written down now is done again by whoever takes the job when its lease has ended.
      this.options.onError(error);
    } finally {
      clearInterval(heartbeat);
    }
  }

  /** @returns undefined when the job is somebody else's by now */
  async #outcome(definition: JobDefinition): Promise<Partial<JobRecord> | undefined> {
    const { clock } = this.options.tools;
    const { signal } = this.#abort;
    try {
      const result = await this.#execute(definition);
      return { status: 'done', ended: clock() / 1000, result, error: null };
    } catch (error) {
      const ended = clock() / 1000;
      if (signal.reason === 'lease-lost') return undefined;
      if (signal.reason === 'cancelled') return { status: 'cancelled', ended };
      if (signal.reason === 'closing') return { status: 'queued', attempts: this.record.attempts - 1 };
      const { attempts, created } = this.record;
      // The record keeps nothing of a foreign error but that there was one.
      if (!isSojournError(error)) this.options.onError(error);
      // Somebody else's work on the same person is no failure: the job waits its turn.
      if (isBusy(error) && ended - created < longestWait) {
        const retryAt = ended + retryDelay(1);
        return { status: 'queued', attempts: attempts - 1, retryAt, error: errorOf(error) };
      }
      if (mayPass(error) && attempts < mostAttempts) {
        return { status: 'queued', retryAt: ended + retryDelay(attempts), error: errorOf(error) };
      }
      return { status: 'failed', ended, error: errorOf(error) };
    }
  }

  async #execute(definition: JobDefinition): Promise<object> {
    const { record, options } = this;
    if (record.attempts > mostAttempts) throw new SojournError('job-abandoned');
    if (record.cancelling) this.abort('cancelled');
    this.#abort.signal.throwIfAborted();
    const { tools } = options;
    // What a try that was killed had begun, the next one need not wait for.
    const work = `job ${record.id}`;
    return definition.run({
      ...tools,
      work,
      run: (request, links) => tools.run({ work, ...request }, links),
      id: record.id,
      attempt: record.attempts,
      parameters: definition.parameters.parse(record.parameters),
      caller: record.requestedBy,
      signal: this.#abort.signal,
      progress: (step, done, total = null) => this.#noteProgress({ step, done, total }),
    });
  }

  #noteProgress(step: JobStep): void {
    this.#steps.set(step.step, step);
    this.options.onChange({ ...this.record, progress: this.#progress() });
    this.#delay ??= setTimeout(() => {
      this.#delay = undefined;
      void this.#beat();
    }, progressDelay);
  }

  #progress(): JobStep[] {
    return [...this.#steps.values()];
  }

  /** Renews the lease and writes the progress down. */
  async #beat(): Promise<void> {
    const now = this.options.tools.clock() / 1000;
    try {
      await this.#write((record) => ({
        ...record,
        progress: this.#progress(),
        lease: { owner: this.owner, expires: now + this.options.leaseSeconds },
      }));
    } catch (error) {
      const isLost = isSojournError(error) && error.code === 'lease-lost';
      if (isLost || now > (this.record.lease?.expires ?? 0)) this.abort('lease-lost');
    }
  }

  /** Changes the record in the store, one change after the other. @throws SojournError `lease-lost` */
  #write(change: (record: JobRecord) => JobRecord): Promise<void> {
    const writing = this.#writing.then(() => this.#writeNow(change));
    this.#writing = writing.catch(() => undefined);
    return writing;
  }

  async #writeNow(change: (record: JobRecord) => JobRecord): Promise<void> {
    const { jobs } = this.options;
    for (;;) {
      const next = change(this.record);
      const version = await jobs.write(next, this.version);
      if (version !== undefined) {
        this.record = next;
        this.version = version;
        return;
      }
      // Somebody wants the job to end, an own write was done whose answer was lost, or the job was taken over.
      const stored = await jobs.getOpen(this.record.id);
      if (stored?.record.lease?.owner !== this.owner) throw new SojournError('lease-lost');
      this.version = stored.version;
      this.record = { ...this.record, cancelling: stored.record.cancelling };
      if (stored.record.cancelling) this.abort('cancelled');
    }
  }
}
