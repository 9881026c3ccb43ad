import { z } from 'zod';
import { personIdShape } from '../identifiers.js';
import { defineRoute } from '../route.js';
import { jobShape } from './jobs.js';

const retry = {
  surface: 'public',
  servedBy: 'analysis-pipeline',
  method: 'POST',
  idempotent: true,
  status: 202,
  response: jobShape,
} as const;

/** Entries in quarantine are tried again, and the stages run whether they failed before or not. */
export const retryOwn = defineRoute({
  ...retry,
  id: 'retryOwn',
  path: '/v2/retry',
  summary: "Try again what failed with the caller's data",
  caller: 'person',
});

export const retryPerson = defineRoute({
  ...retry,
  id: 'retryPerson',
  path: '/v2/people/:person/retry',
  summary: "Try again what failed with a person's data",
  caller: 'operator',
  params: z.object({ person: personIdShape }),
});
