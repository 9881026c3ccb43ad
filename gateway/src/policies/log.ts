import type { Logger } from 'pino';
import { onEnded } from '../exchange/index.js';
import type { Policy } from './policy.js';

/** The logger of the access log. */
export type AccessLogger = Pick<Logger, 'info'>;

interface Parameters {
  readonly segments: number;
}

// A word of the API; anything else in a path may be a token, a date or a place.
const word = /^[A-Za-z][A-Za-z_-]{0,31}$/;

/**
 * One line per request: who asked is not in it, neither are query, headers, bodies or anything in the path that
 * is not a plain word of the first segments.
 */
export const log: Policy<Parameters> = {
  name: 'log',
  parameters: { properties: { segments: { type: 'integer', minimum: 0, default: 3 } } },
  bind:
    ({ segments }, { logger }) =>
    (request, response) => {
      const { exchange } = request;
      const { method } = request;
      onEnded(request, response, () => {
        logger.info({
          requestId: exchange.id,
          endpoint: exchange.endpoint,
          method,
          path: loggedPath(exchange.path, segments),
          status: exchange.upgraded ? 101 : response.statusCode,
          complete: exchange.upgraded || response.writableFinished,
          ms: Math.round((performance.now() - exchange.started) * 10) / 10,
        });
      });
      return 'continue';
    },
};

/** The first segments of a path, each that is not a plain word as `*`. */
export function loggedPath(path: string, segments: number): string {
  const parts = path.split('/', segments + 2).slice(1);
  const shown = parts.slice(0, segments).map((part) => (part === '' || word.test(part) ? part : '*'));
  if (parts.length > segments) shown.push('*');
  return `/${shown.join('/')}`;
}
