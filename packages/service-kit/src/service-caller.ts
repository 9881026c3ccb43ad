import { SojournError } from '@sojourn/datamodel';
import type { FastifyRequest } from 'fastify';
import type { ServiceTokenAuthority } from './service-token.js';

const BEARER = /^Bearer ([\w.-]+)$/i;

/**
 * An `onRequest` hook that lets in only callers with a service token for this audience and scope. It runs
 * before the body is read.
 */
export function requireServiceToken(
  authority: ServiceTokenAuthority,
  expected: { audience: string; scope?: string },
): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new SojournError('service-token-invalid', { detail: 'no token was sent' });
    await authority.verify(token, expected);
  };
}
