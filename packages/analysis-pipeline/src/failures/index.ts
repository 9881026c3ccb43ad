export { FailingRuns, type FailingRunsOptions } from './failing-runs.js';
