import { type ErrorCode, isSojournError } from '@sojourn/datamodel';
import type { JobRecord } from './job-record.js';

/** Errors that say nothing about the job, only about the moment. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'service-unavailable',
  'upstream-unavailable',
  'upstream-timeout',
  'network-failed',
  'timed-out',
  'storage-full',
  'rate-limited',
  'commit-conflict',
  'version-conflict',
  'run-in-progress',
  'lease-lost',
]);

/** Whether the same may succeed later. */
export function mayPass(error: unknown): boolean {
  return isSojournError(error) && passing.has(error.code);
}

/** Seconds for which a job waits at most until others have done their work on its person. */
export const longestWait = 86_400;

/** Whether somebody else works on the same person. */
export function isBusy(error: unknown): boolean {
  return isSojournError(error) && error.code === 'run-in-progress';
}

/** What a job's record keeps of an error. Foreign errors may hold anything, so only their code is kept. */
export function errorOf(error: unknown): NonNullable<JobRecord['error']> {
  if (!isSojournError(error)) return { code: 'internal', detail: null };
  return { code: error.code, detail: error.detail ?? null };
}

const firstDelay = 5;
const longestDelay = 3600;

/** Seconds to wait after a number of tries, doubled with every one. */
export function retryDelay(attempts: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** (attempts - 1));
}
