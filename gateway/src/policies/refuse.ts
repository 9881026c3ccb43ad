import { answerProblem } from '../exchange/index.js';
import type { Policy } from './policy.js';

/** Answers 404: for paths that must not lead anywhere even if a later route would take them. */
export const refuse: Policy<object> = {
  name: 'refuse',
  parameters: { properties: {} },
  ends: true,
  bind: () => (request, response) => {
    answerProblem(request, response, 'not-found');
    return 'answered';
  },
};
