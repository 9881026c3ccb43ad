import { z } from 'zod';
import { defineRoute } from '../route.js';
import { personParams } from './person.js';

/**
 * Entries in quarantine as if they had just been uploaded: what can be stored now waits for a run. What was superseded, or
 * came from a suspended subgroup, stays.
 */
export const releaseQuarantine = defineRoute({
  id: 'releaseQuarantine',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/quarantine/release',
  summary: 'Try again to store what is in quarantine',
  caller: 'entries:write',
  idempotent: true,
  params: personParams,
  response: z.object({
    tried: z.int().nonnegative(),
    /** Entries that wait for a run now. */
    released: z.int().nonnegative(),
  }),
});
