import { z } from 'zod';
import { personIdShape } from '../identifiers.js';
import { defineRoute } from '../route.js';

/** What became of a reset. */
export const resetOutcomeShape = z.object({
  /** How much was taken back: nothing, what follows a place, everything, or modes of sections alone. */
  extent: z.enum(['nothing', 'place', 'start', 'modes']),
  /** When the place was entered that the diary goes on from, Unix seconds; null unless there is one. */
  entered: z.number().nullable(),
  /** Entries that were removed. */
  removed: z.int().nonnegative(),
  /** The person's sequence afterwards; null when nothing was committed. */
  sequence: z.int().nonnegative().nullable(),
});
export type ResetOutcome = z.output<typeof resetOutcomeShape>;

/** Takes back what the pipeline has derived for one person, all at once; 409 run-in-progress while a run works. */
export const resetPerson = defineRoute({
  id: 'resetPerson',
  surface: 'pipeline',
  method: 'POST',
  path: '/v1/resets',
  summary: 'Take back what was derived for one person since a time',
  caller: 'runs:write',
  idempotent: true,
  body: z.object({
    person: personIdShape,
    /** Unix seconds; null for everything. What phones and people sent stays. */
    time: z.number().nullable(),
    /** Take back the modes of sections alone; everything when left out. */
    part: z.enum(['modes']).optional(),
  }),
  response: resetOutcomeShape,
});
