export { FailingRuns, type FailingRunsOptions } from './failing-runs.js';
export { UnusedPointsNotes } from './unused-points.js';
