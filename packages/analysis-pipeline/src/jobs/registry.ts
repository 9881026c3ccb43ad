import type { JobDefinition } from './define-job.js';
import { aggregateMetrics } from './definitions/aggregate-metrics.js';
import { autoReset } from './definitions/auto-reset.js';
import { erase } from './definitions/erase.js';
import { exportRawData } from './definitions/export-raw.js';
import { intake } from './definitions/intake.js';
import { lookUpStops } from './definitions/look-up-stops.js';
import { purgeRawData } from './definitions/purge-raw.js';
import { reconvert } from './definitions/reconvert.js';
import { reset } from './definitions/reset.js';
import { restoreRawData } from './definitions/restore-raw.js';
import { retry } from './definitions/retry.js';
import { trainTripModel } from './definitions/train-trip-model.js';

/** Every kind of job. */
export const jobDefinitions: readonly JobDefinition[] = [
  intake,
  retry,
  lookUpStops,
  reconvert,
  reset,
  autoReset,
  exportRawData,
  purgeRawData,
  restoreRawData,
  aggregateMetrics,
  trainTripModel,
  erase,
];
