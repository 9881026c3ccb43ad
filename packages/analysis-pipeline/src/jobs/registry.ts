import type { JobDefinition } from './define-job.js';
import { intake } from './definitions/intake.js';

/** Every kind of job. */
export const jobDefinitions: readonly JobDefinition[] = [intake];
