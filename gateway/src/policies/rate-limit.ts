import { isIPv6 } from 'node:net';
import { answerProblem } from '../exchange/index.js';
import type { Policy } from './policy.js';

/** How many clients are remembered; beyond it the one seen longest ago is forgotten. */
const maxRemembered = 100_000;

/**
 * Counts requests by the generic cell rate algorithm (ITU-T I.371): one number per client, the time at which
 * everything it has used is earned back.
 */
export class RateLimits {
  readonly #earnedBack = new Map<string, number>();

  /**
   * Takes one request of a client into account.
   *
   * @param now milliseconds of a monotonic clock
   * @param max requests at once, and per window in the long run
   * @returns 0 when it may pass, else the milliseconds until one may
   */
  take(key: string, now: number, max: number, windowMs: number): number {
    const used = Math.max(this.#earnedBack.get(key) ?? now, now);
    const next = used + windowMs / max;
    const wait = next - now - windowMs;
    // The share of one request is a rounded number: a wait below a microsecond is none.
    if (wait > 1e-3) return wait;
    // Written anew so that the map stays in the order of last use.
    this.#earnedBack.delete(key);
    this.#earnedBack.set(key, next);
    if (this.#earnedBack.size > maxRemembered) this.#forgetOldest();
    return 0;
  }

  #forgetOldest(): void {
    for (const key of this.#earnedBack.keys()) {
      this.#earnedBack.delete(key);
      return;
    }
  }
}

interface Parameters {
  readonly max: number;
  readonly windowMs: number;
  readonly scope: string;
}

/** Refuses a client that sends more than `max` requests per window; pipelines with the same scope count together. */
export const rateLimit: Policy<Parameters> = {
  name: 'rate-limit',
  parameters: {
    properties: {
      max: { type: 'integer', minimum: 1 },
      windowMs: { type: 'integer', minimum: 1, default: 60_000 },
      scope: { type: 'string', default: 'gateway' },
    },
    required: ['max'],
  },
  bind: ({ max, windowMs, scope }, { rateLimits, metrics }) => {
    return (request, response) => {
      const { exchange } = request;
      const key = `${scope} ${networkOf(exchange.client)}`;
      const wait = rateLimits.take(key, exchange.started, max, windowMs);
      if (wait === 0) return 'continue';
      metrics.rateLimited(scope);
      answerProblem(request, response, 'rate-limited', { retryAfter: Math.ceil(wait / 1000) });
      return 'answered';
    };
  },
};

/** One IPv6 customer usually has a whole /64: its addresses count as one client. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const rest = tail === '' ? [] : tail.split(':');
    while (groups.length + rest.length < 8) groups.push('0');
    groups.push(...rest);
  }
  return groups.slice(0, 4).join(':');
}
