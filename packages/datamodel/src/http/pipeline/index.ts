export { type ResetOutcome, resetOutcomeShape, resetPerson } from './resets.js';
export {
  getRun,
  type RunOutcome,
  runOutcomeShape,
  type StageOutcome,
  stageOutcomeShape,
  startRun,
} from './runs.js';
