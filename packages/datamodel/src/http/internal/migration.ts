import { z } from 'zod';
import { problemShape } from '../problem.js';
import { defineRoute } from '../route.js';

/** How far a move is: copying while everything goes on, comparing, and the rest of both while writes wait. */
export const moveProgressShape = z.object({
  step: z.enum(['copying', 'comparing', 'finishing']),
  people: z.int().nonnegative(),
  blocks: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
});
export type MoveProgress = z.output<typeof moveProgressShape>;

/** What a move has come to. */
export const moveOutcomeShape = z.object({
  people: z.int().nonnegative(),
  blocks: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  /** Documents that belong to nobody, such as those of tokens. */
  documents: z.int().nonnegative(),
  /** Seconds for which writes had to wait. */
  pause: z.number().nonnegative(),
});
export type MoveOutcome = z.output<typeof moveOutcomeShape>;

/** Answered line by line: how far it is, and at the end `done`, or the problem that ended it. */
export const migrateStore = defineRoute({
  id: 'migrateStore',
  surface: 'internal',
  method: 'POST',
  path: '/v1/migrations',
  summary: 'Move the store to another engine while it is used, and compare everything',
  caller: 'store:write',
  idempotent: false,
  body: z.discriminatedUnion('engine', [
    z.object({ engine: z.literal('mongodb'), mongodbUrl: z.string().min(1).max(4096) }),
    z.object({ engine: z.literal('embedded') }),
  ]),
  responseLine: z.union([
    z.object({ progress: moveProgressShape }),
    z.object({ done: moveOutcomeShape }),
    z.object({ problem: problemShape }),
  ]),
});
