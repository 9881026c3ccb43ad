import type { ProblemCode } from '../exchange/index.js';

/** Why an attempt at a replica has failed. */
export type Failure =
  /** No connection: the replica has seen nothing of the request. */
  | 'unreachable'
  /** No byte for the time that the service may take. */
  | 'timeout'
  /** The client sent more than it may. */
  | 'too-large'
  /** The connection broke, or the answer was not HTTP. */
  | 'broken';

/** An error with which the gateway itself ends an attempt. */
export class AttemptError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure);
    this.failure = failure;
  }
}

const connectErrors = new Set([
  'ECONNREFUSED',
  'ENOENT',
  'EACCES',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
]);

/** Classifies the error of an attempt. */
export function failureOf(error: Error & { readonly code?: string; readonly syscall?: string }): Failure {
  if (error instanceof AttemptError) return error.failure;
  if (error.syscall === 'connect' || connectErrors.has(error.code ?? '')) return 'unreachable';
  return 'broken';
}

/** What the client is told. */
export function problemOf(failure: Failure): { readonly code: ProblemCode; readonly retryAfter?: number } {
  switch (failure) {
    case 'unreachable':
      return { code: 'service-unavailable', retryAfter: 2 };
    case 'timeout':
      return { code: 'upstream-timeout' };
    case 'too-large':
      return { code: 'too-large' };
    case 'broken':
      return { code: 'upstream-unavailable' };
  }
}
