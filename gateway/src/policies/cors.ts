import { answer } from '../exchange/index.js';
import type { Policy } from './policy.js';

interface Parameters {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  readonly maxAge: number;
}

/**
 * Cross-origin sharing for exactly the listed origins, none by default. A preflight is answered here and never
 * reaches a service. Origins are compared as text: no wildcards, no `null`.
 */
export const cors: Policy<Parameters> = {
  name: 'cors',
  parameters: {
    properties: {
      origins: {
        type: 'array',
        items: { type: 'string', pattern: '^[a-z][a-z0-9+.-]*://[^/*]+$' },
        default: [],
      },
      methods: {
        type: 'array',
        items: { type: 'string' },
        default: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      },
      headers: {
        type: 'array',
        items: { type: 'string' },
        default: ['authorization', 'content-type', 'accept'],
      },
      exposed: { type: 'array', items: { type: 'string' }, default: ['x-request-id', 'retry-after'] },
      credentials: { type: 'boolean', default: false },
      maxAge: { type: 'integer', minimum: 0, default: 600 },
    },
  },
  bind: ({ origins, methods, headers, exposed, credentials, maxAge }) => {
    const allowed = new Set(origins);
    if (allowed.size === 0) return () => 'continue';
    return (request, response) => {
      const { responseHeaders } = request.exchange;
      // The answer differs by origin, also for those that are refused: shared caches must know.
      responseHeaders.vary = 'origin';
      const { origin } = request.headers;
      if (origin === undefined || !allowed.has(origin)) return 'continue';
      responseHeaders['access-control-allow-origin'] = origin;
      if (credentials) responseHeaders['access-control-allow-credentials'] = 'true';
      if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
        responseHeaders['access-control-allow-methods'] = methods.join(', ');
        responseHeaders['access-control-allow-headers'] = headers.join(', ');
        responseHeaders['access-control-max-age'] = String(maxAge);
        answer(request, response, 204, '');
        return 'answered';
      }
      responseHeaders['access-control-expose-headers'] = exposed.join(', ');
      return 'continue';
    };
  },
};
