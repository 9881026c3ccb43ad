import { answer, answerProblem } from '../exchange/index.js';
import type { Policy } from './policy.js';

/** Answers the gateway's own settings in force. Who may see them is another policy's business. */
export const settings: Policy<object> = {
  name: 'settings',
  parameters: { properties: {} },
  ends: true,
  bind: (_parameters, { settingsInForce }) => {
    return (request, response) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        answerProblem(request, response, 'method-not-allowed');
        return 'answered';
      }
      request.exchange.responseHeaders['cache-control'] = 'no-store';
      answer(request, response, 200, JSON.stringify({ settings: settingsInForce() }));
      return 'answered';
    };
  },
};
