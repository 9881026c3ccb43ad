export { createJobs, type Jobs } from './create-jobs.js';
export {
  defineJob,
  type JobCaller,
  type JobContext,
  type JobDefinition,
  type JobTools,
  parameterSchema,
} from './define-job.js';
export type { JobDesk, JobFilter, JobRequest } from './job-desk.js';
export { hasEnded, type JobRecord, jobOf } from './job-record.js';
export type { JobWorker } from './job-worker.js';
export { jobsOpenApi } from './open-api.js';
export { jobDefinitions } from './registry.js';
