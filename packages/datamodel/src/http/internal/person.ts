import { z } from 'zod';
import { custodyShape } from '../custody.js';
import { personIdShape } from '../identifiers.js';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';

export const personParams = z.object({ person: personIdShape });

/** What is known about a person without opening their data. */
export const personSummaryShape = z.object({
  id: personIdShape,
  /** Number of the last commit that changed data. */
  sequence: z.int().nonnegative(),
  /** Sequence up to which the pipeline has worked; below `sequence` there is work to do. */
  processedSequence: z.int().nonnegative(),
  custody: custodyShape,
  locked: z.boolean(),
});
export type PersonSummary = z.output<typeof personSummaryShape>;

export const listPeople = defineRoute({
  id: 'listPeople',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people',
  summary: 'List people in order of their id',
  caller: 'people:read',
  idempotent: true,
  query: z.object({ after: personIdShape.optional(), limit: wholeNumberText.optional() }),
  response: z.object({
    people: z.array(personSummaryShape),
    /** Value of `after` for the next page; null after the last. */
    next: personIdShape.nullable(),
  }),
});

export const getPerson = defineRoute({
  id: 'getPerson',
  surface: 'internal',
  method: 'GET',
  path: '/v1/people/:person',
  summary: 'One person',
  caller: 'people:read',
  idempotent: true,
  params: personParams,
  response: personSummaryShape,
});

/** Also of a person whom only their own key can open, and once more of one who is not there any more. */
export const erasePerson = defineRoute({
  id: 'erasePerson',
  surface: 'internal',
  method: 'DELETE',
  path: '/v1/people/:person',
  summary: 'Revoke the tokens of a person and remove their keys and everything they stored',
  caller: 'people:erase',
  idempotent: true,
  params: personParams,
  response: z.object({
    /** Tokens that opened the person's data. */
    tokens: z.int().nonnegative(),
  }),
});

export const registerPerson = defineRoute({
  id: 'registerPerson',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people',
  summary: 'Register the bearer of a token, or find them again',
  caller: 'people:write',
  idempotent: true,
  body: z.object({ token: z.string().min(1).max(4096) }),
  response: z.object({ id: personIdShape, created: z.boolean() }),
});
