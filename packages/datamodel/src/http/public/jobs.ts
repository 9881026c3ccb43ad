import { z } from 'zod';
import { objectIdPattern } from '../../wire/index.js';
import { DEFAULT_PAGE_SIZE } from '../entry-query.js';
import { personIdShape } from '../identifiers.js';
import { wholeNumberText } from '../number-text.js';
import { defineRoute } from '../route.js';
import { roleShape } from '../token.js';

/** Id of a job: 24 hexadecimal digits; ids sort from the newest job to the oldest. */
export const jobIdShape = z
  .string()
  .regex(objectIdPattern)
  .meta({ description: 'Job: 24 lower-case hexadecimal digits' });

export const jobStatuses = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobStatus = (typeof jobStatuses)[number];

/** How far one step of a job is; for runs, a step is a stage and what is counted are people. */
export const jobStepShape = z.object({
  step: z.string(),
  done: z.int().nonnegative(),
  /** Null while it is not known. */
  total: z.int().nonnegative().nullable(),
});
export type JobStep = z.output<typeof jobStepShape>;

/** A job as whoever may see it does. Times are Unix seconds. */
export const jobShape = z.object({
  id: jobIdShape,
  name: z.string(),
  parameters: z.record(z.string(), z.unknown()),
  status: z.enum(jobStatuses),
  /** Whose data it is about; null when about nobody's or many people's. */
  person: personIdShape.nullable(),
  requestedBy: z.object({ role: roleShape, person: personIdShape.nullable() }),
  created: z.number(),
  started: z.number().nullable(),
  ended: z.number().nullable(),
  /** How often it was begun: more than once after a crash or a failure that may pass. */
  attempts: z.int().nonnegative(),
  /** When it is begun again after a failure that may pass. */
  retryAt: z.number().nullable(),
  /** Somebody wants it to end. */
  cancelling: z.boolean(),
  progress: z.array(jobStepShape),
  /** What it gave when it is done; its shape is the job's own. */
  result: z.unknown(),
  /** Why it failed, or why its last try did. */
  error: z.object({ code: z.string(), detail: z.string().nullable() }).nullable(),
});
export type Job = z.output<typeof jobShape>;

/** A kind of job. */
export const jobDefinitionShape = z.object({
  name: z.string(),
  description: z.string(),
  /** Who may ask for it; participants for themselves alone. */
  roles: z.array(roleShape),
  /** JSON Schema of its parameters. */
  parameters: z.record(z.string(), z.unknown()),
});
export type JobDefinitionSummary = z.output<typeof jobDefinitionShape>;

const jobParams = z.object({ job: jobIdShape });
const served = { surface: 'public', servedBy: 'analysis-pipeline' } as const;

/** Asking twice with the same key gives the same job. The header `Idempotency-Key` may carry it as well. */
const idempotencyKeyShape = z.string().min(1).max(256);

export const startJob = defineRoute({
  ...served,
  id: 'startJob',
  method: 'POST',
  path: '/v2/jobs',
  summary: 'Ask for a job; it goes on after the answer',
  caller: 'token',
  idempotent: false,
  status: 202,
  body: z.object({
    name: z.string().min(1).max(100),
    /** As the definition of the job says. */
    parameters: z.record(z.string(), z.unknown()).optional(),
    idempotencyKey: idempotencyKeyShape.optional(),
  }),
  response: jobShape,
});

export const listJobs = defineRoute({
  ...served,
  id: 'listJobs',
  method: 'GET',
  path: '/v2/jobs',
  summary: 'Jobs, the newest first: all for operators, else those about the caller',
  caller: 'token',
  idempotent: true,
  query: z.object({
    name: z.string().optional(),
    status: z.enum(jobStatuses).optional(),
    limit: wholeNumberText.optional().meta({ description: `At most so many; default ${DEFAULT_PAGE_SIZE}` }),
    after: jobIdShape.optional(),
  }),
  response: z.object({
    jobs: z.array(jobShape),
    /** Value of `after` for the next page; null after the last. */
    next: jobIdShape.nullable(),
  }),
});

export const listJobDefinitions = defineRoute({
  ...served,
  id: 'listJobDefinitions',
  method: 'GET',
  path: '/v2/jobs/definitions',
  summary: 'Jobs that the caller may ask for, with their parameters',
  caller: 'token',
  idempotent: true,
  response: z.object({ definitions: z.array(jobDefinitionShape) }),
});

export const getJob = defineRoute({
  ...served,
  id: 'getJob',
  method: 'GET',
  path: '/v2/jobs/:job',
  summary: 'How a job is going, and what it gave',
  caller: 'token',
  idempotent: true,
  params: jobParams,
  response: jobShape,
});

/** A job that has ended stays as it is. One that runs ends soon after. */
export const cancelJob = defineRoute({
  ...served,
  id: 'cancelJob',
  method: 'POST',
  path: '/v2/jobs/:job/cancel',
  summary: 'Call a job off',
  caller: 'token',
  idempotent: true,
  params: jobParams,
  response: jobShape,
});

/** Path of the WebSocket that sends the job as JSON text each time it changes, and closes when it has ended. */
export const jobProgressPath = '/v2/jobs/:job/progress';
