import type { SojournClientOptions } from '@sojourn/datamodel/client';
import type { Connection } from '@sojourn/service-kit';
import type { FastifyRequest } from 'fastify';

/** What of a client shows who is asking. */
export type Presented = Pick<SojournClientOptions, 'token' | 'fetch'>;

/**
 * What shows who is asking: a token as the member `user` of the body, where phones put it, or as a bearer token; else the
 * cookie of a browser's session. Undefined when there is none of them.
 */
export function presentedBy(
  { body, headers }: Pick<FastifyRequest, 'body' | 'headers'>,
  fetch: Connection['fetch'],
): Presented | undefined {
  const { user } = (body ?? {}) as { user?: string };
  const token = user ?? /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (token !== undefined) return { token };
  const { cookie } = headers;
  if (cookie === undefined) return undefined;
  return {
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), cookie } }),
  };
}
