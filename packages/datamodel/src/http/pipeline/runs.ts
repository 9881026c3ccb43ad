import { z } from 'zod';
import { personIdShape } from '../identifiers.js';
import { defineRoute } from '../route.js';

/** What became of one stage. */
export const stageOutcomeShape = z.object({
  stage: z.string(),
  outcome: z.enum(['done', 'failed', 'skipped']),
  /** Entries the stage looked at. */
  entries: z.int().nonnegative(),
  /** CPU time in milliseconds. */
  cpuMs: z.number().nonnegative(),
  /** Why it failed, by code. */
  code: z.string().optional(),
});
export type StageOutcome = z.output<typeof stageOutcomeShape>;

/** What became of a run. */
export const runOutcomeShape = z.object({
  id: z.string(),
  person: personIdShape,
  outcome: z.enum(['running', 'done', 'failed']),
  /** Whether anything was committed. */
  changed: z.boolean(),
  /** The person's sequence afterwards; null while running or when nothing was committed. */
  sequence: z.int().nonnegative().nullable(),
  /** Unix seconds. */
  started: z.number(),
  ended: z.number().nullable(),
  stages: z.array(stageOutcomeShape),
  /** Why the run as a whole failed, by code. */
  code: z.string().optional(),
});
export type RunOutcome = z.output<typeof runOutcomeShape>;

/** Runs the stages for one person now and answers when the run has ended. */
export const startRun = defineRoute({
  id: 'startRun',
  surface: 'pipeline',
  method: 'POST',
  path: '/v1/runs',
  summary: 'Run the pipeline for one person',
  caller: 'runs:write',
  idempotent: false,
  body: z.object({
    person: personIdShape,
    /** First and last stage to run; default all. */
    stages: z.object({ from: z.string(), to: z.string() }).optional(),
    /** Settings that differ from the installation's, by their name in the reference. */
    settings: z.record(z.string(), z.unknown()).optional(),
  }),
  response: runOutcomeShape,
});

export const getRun = defineRoute({
  id: 'getRun',
  surface: 'pipeline',
  method: 'GET',
  path: '/v1/runs/:run',
  summary: 'What became of a run',
  caller: 'runs:write',
  idempotent: true,
  params: z.object({ run: z.string().min(1).max(128) }),
  response: runOutcomeShape,
});
