export {
  getRun,
  type RunOutcome,
  runOutcomeShape,
  type StageOutcome,
  stageOutcomeShape,
  startRun,
} from './runs.js';
