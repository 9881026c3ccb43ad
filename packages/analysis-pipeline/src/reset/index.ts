export { type ResetPlan, type ResetReading, resetToPlace, resetToStart } from './plan-reset.js';
export { resetModes } from './reset-modes.js';
export { type ResetResult, resetPerson } from './reset-person.js';
export { autoResetTime, stuckAfter } from './stuck-runs.js';
