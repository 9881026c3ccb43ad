import type { ProblemCode } from '../exchange/index.js';
import { ConnectionTimeout } from '../services/index.js';

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

/** With which an attempt ends when the client sends more than it may. */
export class BodyTooLarge extends Error {}

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
  if (error instanceof BodyTooLarge) return 'too-large';
  if (error instanceof ConnectionTimeout) return error.connected ? 'timeout' : 'unreachable';
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
