import { answerProblem } from '../exchange/index.js';
import type { Policy } from './policy.js';

interface Parameters {
  readonly serviceEndpoint: string;
  readonly ws: boolean;
}

/** Hands the request to a service. WebSockets pass only where `ws` says so. */
export const proxy: Policy<Parameters> = {
  name: 'proxy',
  parameters: {
    properties: {
      serviceEndpoint: { type: 'string' },
      ws: { type: 'boolean', default: false },
    },
    required: ['serviceEndpoint'],
  },
  ends: true,
  bind: ({ serviceEndpoint, ws }, { services, forwarder }) => {
    const service = services.get(serviceEndpoint);
    if (service === undefined) throw new Error(`proxy: there is no service endpoint ${serviceEndpoint}`);
    return (request, response) => {
      if (request.exchange.upgrade !== undefined && !ws) {
        answerProblem(request, response, 'request-invalid', { detail: 'no WebSocket here' });
      } else forwarder.forward(service, request, response);
      return 'answered';
    };
  },
};
