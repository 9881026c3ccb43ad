import { answerProblem } from '../exchange/index.js';
import type { Policy } from './policy.js';

interface Parameters {
  readonly bytes: number;
}

/**
 * Refuses bodies above a size: by their announced length before a byte is read, else by counting while they
 * pass (the proxy policy counts, since it is the one that reads).
 */
export const maxBody: Policy<Parameters> = {
  name: 'max-body',
  parameters: {
    properties: { bytes: { type: 'integer', minimum: 0 } },
    required: ['bytes'],
  },
  bind:
    ({ bytes }) =>
    (request, response) => {
      const { exchange } = request;
      if (exchange.framing === 'length' && Number(request.headers['content-length']) > bytes) {
        answerProblem(request, response, 'too-large');
        return 'answered';
      }
      exchange.bodyLimit = Math.min(exchange.bodyLimit ?? bytes, bytes);
      return 'continue';
    },
};
