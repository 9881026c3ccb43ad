import { randomBytes } from 'node:crypto';
import type { Job } from '@sojourn/datamodel/http';

/** A job as it is kept in the store. */
export interface JobRecord extends Omit<Job, 'cancelling'> {
  /** Who works on it, and until when nobody else may (Unix seconds). */
  readonly lease: { readonly owner: string; readonly expires: number } | null;
  readonly cancelling: boolean;
}

/** What is given at the beginning. */
export type NewJob = Pick<JobRecord, 'id' | 'name' | 'parameters' | 'person' | 'requestedBy' | 'created'>;

export function newRecord(job: NewJob): JobRecord {
  return {
    ...job,
    status: 'queued',
    started: null,
    ended: null,
    attempts: 0,
    retryAt: null,
    cancelling: false,
    progress: [],
    result: null,
    error: null,
    lease: null,
  };
}

/** The record as whoever may see the job does. */
export function jobOf({ lease: _, ...job }: JobRecord): Job {
  return job;
}

export function hasEnded({ status }: Pick<JobRecord, 'status'>): boolean {
  return status === 'done' || status === 'failed' || status === 'cancelled';
}

const latest = 2 ** 48 - 1;

/** A new id; ids sort from the newest to the oldest. @param now milliseconds since the epoch */
export function newJobId(now: number): string {
  const time = latest - Math.floor(now);
  return time.toString(16).padStart(12, '0') + randomBytes(6).toString('hex');
}

/** The smallest id that a job made at a time can have; older jobs have greater ones. @param time milliseconds */
export function firstIdBefore(time: number): string {
  return (latest - Math.floor(time)).toString(16).padStart(12, '0').padEnd(24, '0');
}
