import { answerProblem, type GatewayRequest, type GatewayResponse } from '../exchange/index.js';
import type { BoundPolicy } from '../policies/index.js';

/** Runs policies in order until one answers; without an answer at the end there is nothing here. */
export function runPolicies(
  policies: readonly BoundPolicy[],
  request: GatewayRequest,
  response: GatewayResponse,
  from = 0,
): void {
  for (let index = from; index < policies.length; index += 1) {
    const verdict = policies[index]!(request, response);
    if (verdict === 'answered') return;
    if (verdict === 'continue') continue;
    verdict.then(
      (late) => {
        if (late === 'continue') runPolicies(policies, request, response, index + 1);
      },
      () => answerProblem(request, response, 'internal'),
    );
    return;
  }
  answerProblem(request, response, 'not-found');
}
