import { z } from 'zod';
import { defineRoute } from '../route.js';
import { leaseRequestShape, leaseShape } from './lease.js';
import { personParams } from './person.js';
import { stageStatesShape } from './states.js';
import { usercacheRowShape } from './usercache.js';

/** What a run has to know before it decides what else to read. */
export const runBeginningShape = z.object({
  lease: leaseShape,
  states: stageStatesShape,
  processedSequence: z.int().nonnegative(),
  /** Keys of the streams in the long-term store: no others need to be asked for. */
  streams: z.array(z.string()),
  usercache: z.array(usercacheRowShape),
});
export type RunBeginning = z.output<typeof runBeginningShape>;

/** Lists of a beginning that are carried as rows where the answer is a document with rows. */
export const runBeginningLists = ['usercache'] as const;

/** The lease and everything that every run reads, in one answer: JSON, or with `Accept` a document with rows. */
export const beginRun = defineRoute({
  id: 'beginRun',
  surface: 'internal',
  method: 'POST',
  path: '/v1/people/:person/run',
  summary: 'Begin a run: its lease, the stage states and what waits in the usercache; 409 run-in-progress',
  caller: 'entries:write',
  idempotent: false,
  params: personParams,
  body: leaseRequestShape.extend({
    /** At most so many usercache rows. */
    limit: z.int().nonnegative(),
    /** The owner is a name for one piece of work: a lease that an earlier try of it has left is taken over. */
    resume: z.boolean().optional(),
  }),
  response: runBeginningShape,
});
