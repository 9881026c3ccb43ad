import { createHash } from 'node:crypto';
import { type ErrorItem, isSojournError, type PersonId, SojournError } from '@sojourn/datamodel';
import type { DocumentCollection, ServiceClient } from '@sojourn/datamodel/client';
import type { JobCaller, JobDefinition } from './define-job.js';
import { hasEnded, type JobRecord, newJobId, newRecord } from './job-record.js';
import type { JobPage, JobStore } from './job-store.js';

/** What somebody asks for. */
export interface JobRequest {
  readonly name: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The same caller with the same key always gets the same job. */
  readonly idempotencyKey?: string;
}

/** Which jobs to list. */
export interface JobFilter {
  readonly name?: string;
  readonly status?: JobRecord['status'];
}

export interface JobDeskOptions {
  readonly jobs: JobStore;
  readonly store: Pick<ServiceClient, 'documents'>;
  readonly definitions: readonly JobDefinition[];
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told that a job may be waiting. */
  readonly onSubmit: () => void;
  /** Told that a job shall end. */
  readonly onCancel: (id: string) => void;
}

/** What is kept of a key. */
interface KeyRecord {
  readonly job: string;
  /** Hash of the request. */
  readonly request: string;
  /** Unix seconds. */
  readonly created: number;
}

/** Jobs that one participant may have waiting or under way. */
const mostOwnJobs = 20;

/** Where jobs are asked for, looked at and called off; knows who may do what. */
export class JobDesk {
  readonly #options: JobDeskOptions;
  readonly #keys: DocumentCollection;

  constructor(options: JobDeskOptions) {
    this.#options = options;
    this.#keys = options.store.documents('job-keys');
  }

  /** The kinds of jobs that a caller may ask for. */
  definitionsFor({ role }: JobCaller): readonly JobDefinition[] {
    return this.#options.definitions.filter(({ roles }) => roles.includes(role));
  }

  /**
   * Puts a job down to be done.
   * @throws SojournError `not-found` for an unknown name, `request-invalid` with the parameters at fault,
   *   `role-insufficient`, `conflict` when the key was used for something else, `rate-limited`
   */
  async submit({ name, parameters, idempotencyKey }: JobRequest, caller: JobCaller): Promise<JobRecord> {
    const definition = this.#options.definitions.find((one) => one.name === name);
    if (definition === undefined) throw new SojournError('not-found', { detail: 'there is no such job' });
    if (!definition.roles.includes(caller.role)) throw new SojournError('role-insufficient');
    const meant = checkParameters(definition, personBound(parameters, caller));
    const now = this.#options.clock();
    const job = {
      name,
      parameters: meant,
      person: (meant.person as PersonId | undefined) ?? null,
      requestedBy: caller,
      created: now / 1000,
    };
    const id =
      idempotencyKey === undefined
        ? newJobId(now)
        : await this.#idOf(hash([caller.role, caller.person, idempotencyKey]), hash([name, meant]));
    const known = await this.#options.jobs.get(id);
    if (known !== undefined) return known;
    await this.#checkBacklog(caller);
    const record = newRecord({ id, ...job });
    // Who was faster with the same key has put the same there.
    await this.#options.jobs.write(record, null);
    this.#options.onSubmit();
    return record;
  }

  /**
   * As `submit`, for a job of one person; while the same one is waiting or under way, that is the answer.
   * @throws SojournError as `submit`
   */
  async submitOnce(name: string, person: PersonId, caller: JobCaller): Promise<JobRecord> {
    const open = await this.#options.jobs.open();
    const same = open.find(
      ({ record }) => record.name === name && record.person === person && !hasEnded(record),
    );
    if (same !== undefined && maySee(same.record, caller)) return same.record;
    return this.submit({ name, parameters: { person } }, caller);
  }

  /** @throws SojournError `not-found` when there is none that the caller may see */
  async get(id: string, caller: JobCaller): Promise<JobRecord> {
    const record = await this.#options.jobs.get(id);
    if (record === undefined || !maySee(record, caller)) throw new SojournError('not-found');
    return record;
  }

  /** A page of jobs from the newest to the oldest: all of them for operators, else those about the caller. */
  async list(
    caller: JobCaller,
    filter: JobFilter,
    after: string | undefined,
    limit: number,
  ): Promise<JobPage> {
    const records: JobRecord[] = [];
    for (let from = after; ; ) {
      const page = await this.#options.jobs.page(from, 1000);
      for (const record of page.records) {
        if (!maySee(record, caller) || !fits(record, filter)) continue;
        if (records.length === limit) return { records, next: records.at(-1)!.id };
        records.push(record);
      }
      if (page.next === null) return { records, next: null };
      from = page.next;
    }
  }

  /**
   * Says that a job shall end; one that has ended stays as it is.
   * @throws SojournError `not-found`; `role-insufficient` for a job that somebody else has asked for
   */
  async cancel(id: string, caller: JobCaller): Promise<JobRecord> {
    const { jobs, clock } = this.#options;
    for (;;) {
      const seen = await this.get(id, caller);
      if (caller.role !== 'operator' && seen.requestedBy.person !== caller.person) {
        throw new SojournError('role-insufficient');
      }
      const stored = hasEnded(seen) ? undefined : await jobs.getOpen(id);
      if (stored === undefined) return await this.get(id, caller);
      const { record, version } = stored;
      const next: JobRecord =
        record.lease === null
          ? { ...record, status: 'cancelled', cancelling: true, ended: clock() / 1000 }
          : { ...record, cancelling: true };
      if ((await jobs.write(next, version)) === undefined) continue;
      if (hasEnded(next)) await jobs.settle(next);
      else this.#options.onCancel(id);
      return next;
    }
  }

  /** @throws SojournError `rate-limited` when a participant has asked for as much as one person may wait for */
  async #checkBacklog({ role, person }: JobCaller): Promise<void> {
    if (role !== 'participant') return;
    const open = await this.#options.jobs.open();
    const own = open.filter(({ record }) => record.requestedBy.person === person && !hasEnded(record));
    if (own.length >= mostOwnJobs) throw new SojournError('rate-limited', { retryAfter: 30 });
  }

  /** The id that a key stands for, which is chosen by whoever uses the key first. */
  async #idOf(name: string, request: string): Promise<string> {
    const now = this.#options.clock();
    for (;;) {
      const known = (await this.#keys.get(name))?.value as KeyRecord | undefined;
      if (known?.request === request) return known.job;
      if (known !== undefined) {
        throw new SojournError('conflict', { detail: 'the key was used for another request' });
      }
      const record: KeyRecord = { job: newJobId(now), request, created: now / 1000 };
      // Whether this or somebody else's write came first, the next look finds what counts.
      await this.#keys.put(name, record, null).catch(ignoreConflict);
    }
  }
}

function maySee({ person }: JobRecord, caller: JobCaller): boolean {
  return caller.role === 'operator' || (person !== null && person === caller.person);
}

function fits(record: JobRecord, { name, status }: JobFilter): boolean {
  return (name ?? record.name) === record.name && (status ?? record.status) === record.status;
}

/** Participants act on themselves alone. @throws SojournError `person-unknown`, `role-insufficient` */
function personBound(parameters: JobRequest['parameters'], { role, person }: JobCaller): object {
  if (role !== 'participant') return parameters;
  if (person === null) throw new SojournError('person-unknown');
  if ((parameters.person ?? person) !== person) throw new SojournError('role-insufficient');
  return { ...parameters, person };
}

/** @throws SojournError `request-invalid` with the parameters at fault */
function checkParameters(definition: JobDefinition, parameters: object): Record<string, unknown> {
  const checked = definition.parameters.safeParse(parameters);
  if (checked.success) return { ...parameters };
  const errors = checked.error.issues.map(
    (issue): ErrorItem => ({ path: ['parameters', ...issue.path].join('.'), code: 'invalid' }),
  );
  throw new SojournError('request-invalid', { errors });
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function ignoreConflict(error: unknown): void {
  if (!isSojournError(error) || error.code !== 'version-conflict') throw error;
}
