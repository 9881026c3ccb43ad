import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Carries a request's id from the gateway to every service it reaches, and back to the client. */
export const REQUEST_ID_HEADER = 'x-request-id';

const PLAUSIBLE = /^[\w.:-]{1,64}$/;

/** The id that a trusted caller gave to a request; else a new one. */
export function requestId(request: IncomingMessage, trusted: boolean): string {
  const given = request.headers[REQUEST_ID_HEADER];
  return trusted && typeof given === 'string' && PLAUSIBLE.test(given) ? given : randomUUID();
}
