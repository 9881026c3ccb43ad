import { onEnded } from '../exchange/index.js';
import type { Policy } from './policy.js';

/** Counts and times the requests of a pipeline for the metrics listener. */
export const metrics: Policy<object> = {
  name: 'metrics',
  parameters: { properties: {} },
  bind: (_parameters, { metrics: gatewayMetrics }) => {
    return (request, response) => {
      const { exchange } = request;
      gatewayMetrics.started();
      onEnded(request, response, () => {
        const status = exchange.upgraded ? 101 : response.statusCode;
        gatewayMetrics.ended(exchange.endpoint, status, (performance.now() - exchange.started) / 1000);
      });
      return 'continue';
    };
  },
};
