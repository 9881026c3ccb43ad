import { answer } from '../exchange/index.js';
import type { Policy, Verdict } from './policy.js';

interface Parameters {
  readonly services: readonly string[];
  readonly maxAge: number;
}

/**
 * Answers whether the services behind the gateway are well: 200 when all named ones (default: all) are, else 503.
 * Names and up or down is all it tells.
 */
export const health: Policy<Parameters> = {
  name: 'health',
  parameters: {
    properties: {
      services: { type: 'array', items: { type: 'string' }, default: [] },
      maxAge: { type: 'integer', minimum: 0, default: 1000 },
    },
  },
  ends: true,
  bind: ({ services: names, maxAge }, { services }) => {
    const watched = (names.length === 0 ? [...services.keys()] : names).map((name) => {
      const service = services.get(name);
      if (service === undefined) throw new Error(`health: there is no service endpoint ${name}`);
      return service;
    });
    let checkedAt = Number.NEGATIVE_INFINITY;
    return async (request, response): Promise<Verdict> => {
      // Whoever polls often gets the last result: the checks must not load the services.
      if (request.exchange.started - checkedAt >= maxAge) {
        checkedAt = request.exchange.started;
        await Promise.all(watched.map((service) => service.check()));
      }
      const well = watched.every((service) => service.up);
      const states = Object.fromEntries(watched.map((service) => [service.name, service.up ? 'up' : 'down']));
      request.exchange.responseHeaders['cache-control'] = 'no-store';
      answer(
        request,
        response,
        well ? 200 : 503,
        JSON.stringify({ status: well ? 'ok' : 'degraded', services: states }),
      );
      return 'answered';
    };
  },
};
