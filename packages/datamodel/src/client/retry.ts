import { type ErrorCode, isSojournError, SojournError } from '../errors.js';

/** How often and how soon a failed call is tried again. */
export interface RetryPolicy {
  /** Tries in all; 1 is no retry. */
  readonly attempts: number;
  /** Milliseconds before the second try at most; doubled for every further one. */
  readonly baseDelay: number;
  /** Longest delay in milliseconds between two tries of our own choice. */
  readonly longestDelay: number;
  /** Longest Retry-After in milliseconds that is waited for; beyond it the error is given to the caller. */
  readonly patience: number;
  /** Between 0 and 1. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
}

export const defaultRetryPolicy: RetryPolicy = Object.freeze({
  attempts: 5,
  baseDelay: 250,
  longestDelay: 10_000,
  patience: 120_000,
  random: Math.random,
  sleep,
});

const temporary: ReadonlySet<ErrorCode> = new Set([
  'network-failed',
  'timed-out',
  'rate-limited',
  'service-unavailable',
  'upstream-unavailable',
  'upstream-timeout',
]);

/** Whether the same call may succeed later. */
export function isTemporary(error: unknown): error is SojournError {
  return isSojournError(error) && temporary.has(error.code);
}

/**
 * Runs a call that may be repeated until it succeeds, fails for good, or the tries are used up. Delays double
 * and are drawn at random below that (full jitter, as in Brooker, "Exponential Backoff and Jitter", 2015), so
 * that many clients do not come back at once; a Retry-After of the server is waited out in full.
 */
export async function withRetry<Result>(
  call: () => Promise<Result>,
  policy: RetryPolicy,
  signal?: AbortSignal,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= policy.attempts || !isTemporary(error)) throw error;
      const asked = (error.retryAfter ?? 0) * 1000;
      if (asked > policy.patience) throw error;
      const ceiling = Math.min(policy.longestDelay, policy.baseDelay * 2 ** (attempt - 1));
      await policy.sleep(asked + policy.random() * ceiling, signal);
    }
  }
}

/** The seconds of a Retry-After header, given as a number or as a date. @param now milliseconds */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new SojournError('aborted', { cause: signal?.reason }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
