import { z } from 'zod';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';

/** How one stage went in the runs of everybody since a time. Times it took are seconds of processor time. */
export const stageFiguresShape = z.object({
  stage: z.string(),
  runs: z.int().nonnegative(),
  failures: z.int().nonnegative(),
  /** Of the runs that did not fail; null where none did. */
  median: z.number().nullable(),
  /** What 95 of 100 runs took at most. */
  p95: z.number().nullable(),
  /** What the latest took. */
  last: z.number().nullable(),
  /** When it ran last, and when it failed last, Unix seconds. */
  lastRun: z.number().nullable(),
  lastFailure: z.number().nullable(),
});
export type StageFigures = z.output<typeof stageFiguresShape>;

/** Seconds that figures go back when the caller does not say. */
export const DEFAULT_STAGE_PERIOD = 7 * 86_400;

export const readStageFigures = defineRoute({
  id: 'readStageFigures',
  surface: 'public',
  servedBy: 'analysis-pipeline',
  method: 'GET',
  path: '/v2/stages',
  summary: 'How long the stages of recent runs took, and which failed',
  caller: 'operator',
  idempotent: true,
  query: z.object({
    seconds: wholeNumberText
      .optional()
      .meta({ description: `How far back to look; default ${DEFAULT_STAGE_PERIOD}` }),
  }),
  response: z.object({
    /** Unix seconds of the first run that is counted, or that would be. */
    since: z.number(),
    /** In the order in which they run. */
    stages: z.array(stageFiguresShape),
    /** People whose data is locked, and so their runs as well. */
    lockedPeople: z.int().nonnegative(),
  }),
});
