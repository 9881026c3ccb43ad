import type { PersonId } from '@sojourn/datamodel';
import type { ServiceClient } from '@sojourn/datamodel/client';
import { hasEnded, type JobRecord } from './job-record.js';
import type { JobStore } from './job-store.js';

export interface EndJobsOptions {
  readonly jobs: JobStore;
  /** Kind of job that goes on. */
  readonly except: string;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * Calls off all jobs about a person.
 * @returns false while somebody still works on one of them
 */
export async function endJobsOf(person: PersonId, { jobs, except, now }: EndJobsOptions): Promise<boolean> {
  let ended = true;
  for (const { version, record } of await jobs.open()) {
    if (record.name === except || !isAbout(record, person)) continue;
    const isHeld = (record.lease?.expires ?? 0) > now;
    const next: JobRecord = isHeld
      ? { ...record, cancelling: true }
      : { ...record, status: 'cancelled', cancelling: true, ended: now, lease: null };
    const written = hasEnded(record) || (await jobs.write(next, version)) !== undefined;
    if (isHeld || !written) ended = false;
    else await jobs.settle(hasEnded(record) ? record : next);
  }
  return ended;
}

export interface ForgetJobsOptions {
  readonly store: Pick<ServiceClient, 'documents'>;
  readonly jobs: JobStore;
  readonly except: string;
}

/**
 * Removes the records of ended jobs that name a person anywhere, be it in the result of a job about everybody, and the
 * keys that stand for them.
 * @returns how many jobs
 */
export async function forgetJobsNaming(
  person: PersonId,
  { store, jobs, except }: ForgetJobsOptions,
): Promise<number> {
  const found = new Set<string>();
  for (let after: string | undefined; ; ) {
    const { records, next } = await jobs.page(after, 1000);
    for (const record of records) {
      if (record.id !== except && hasEnded(record) && JSON.stringify(record).includes(person)) {
        found.add(record.id);
      }
    }
    if (next === null) break;
    after = next;
  }
  if (found.size === 0) return 0;
  // Keys go first: a key that outlived its job would bring the job back.
  const keys = store.documents('job-keys');
  for await (const { name, value } of keys.list()) {
    if (found.has((value as { job: string }).job)) await keys.remove(name);
  }
  for (const id of found) await jobs.removeEnded(id);
  return found.size;
}

function isAbout({ person, requestedBy }: JobRecord, id: PersonId): boolean {
  return person === id || requestedBy.person === id;
}
