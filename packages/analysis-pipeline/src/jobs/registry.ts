import type { JobDefinition } from './define-job.js';
import { aggregateMetrics } from './definitions/aggregate-metrics.js';
import { intake } from './definitions/intake.js';
import { trainTripModel } from './definitions/train-trip-model.js';

/** Every kind of job. */
export const jobDefinitions: readonly JobDefinition[] = [intake, aggregateMetrics, trainTripModel];
