import type {} from '@fastify/cookie';
import type { FastifyRequest } from 'fastify';

/** Name of the browser's session cookie. */
export const SESSION_COOKIE = 'sojourn_session';

/** Where a token came from; a session holds its token sealed. */
export type PresentedToken = { readonly token: string } | { readonly session: string };

const BEARER = /^Bearer +([^\s]+) *$/i;

/**
 * The token of a request: the member `user` of its JSON body (as phones send it), else the bearer token of
 * its Authorization header, else its session cookie. The body wins, so that a script which names somebody
 * is never answered as somebody else who happens to be signed in.
 */
export function presentedToken(request: FastifyRequest): PresentedToken | undefined {
  const named = bodyUser(request.body);
  if (named !== undefined) return { token: named };
  const bearer = BEARER.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return { token: bearer };
  const session = request.cookies?.[SESSION_COOKIE];
  return session === undefined ? undefined : { session };
}

function bodyUser(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'user')) return undefined;
  const { user } = body as { user: unknown };
  return typeof user === 'string' && user !== '' ? user : undefined;
}
