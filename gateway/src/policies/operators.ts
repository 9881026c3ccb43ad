import { answer, answerProblem } from '../exchange/index.js';
import type { Policy } from './policy.js';

interface Parameters {
  readonly serviceEndpoint: string;
}

/** Where a service says who somebody is. */
const ME = '/v2/me';
/** What tells a service who is asking. */
const credentials = ['authorization', 'cookie', 'x-request-id', 'x-forwarded-for', 'x-forwarded-proto'];

/** Lets operators alone go on. The gateway knows nobody: it asks a service with what the caller has shown. */
export const operators: Policy<Parameters> = {
  name: 'operators',
  parameters: { properties: { serviceEndpoint: { type: 'string' } }, required: ['serviceEndpoint'] },
  bind: ({ serviceEndpoint }, { services }) => {
    const service = services.get(serviceEndpoint);
    if (service === undefined) throw new Error(`operators: there is no service endpoint ${serviceEndpoint}`);
    return async (request, response) => {
      const replica = service.pick([]);
      if (replica === undefined || replica === 'full') {
        answerProblem(request, response, 'service-unavailable');
        return 'answered';
      }
      const headers = Object.fromEntries(
        credentials.flatMap((name) => {
          const value = request.headers[name];
          return value === undefined ? [] : [[name, value]];
        }),
      );
      const said = await replica.read(ME, headers, service.settings.timeout).catch(() => undefined);
      if (said === undefined) {
        answerProblem(request, response, 'upstream-unavailable');
        return 'answered';
      }
      if (said.status === 200) {
        if (roleIn(said.body) === 'operator') return 'continue';
        answerProblem(request, response, 'role-insufficient');
        return 'answered';
      }
      // Why it does not know the caller, in its own words.
      request.exchange.responseHeaders['cache-control'] = 'no-store';
      answer(request, response, said.status, said.body, said.type);
      return 'answered';
    };
  },
};

function roleIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { role?: unknown } | null)?.role;
  } catch {
    return undefined;
  }
}
