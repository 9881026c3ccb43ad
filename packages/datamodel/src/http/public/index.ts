export { countEntries, queryEntries, readOwnDataFrame } from './entries.js';
export {
  cancelJob,
  getJob,
  type Job,
  type JobDefinitionSummary,
  type JobStatus,
  type JobStep,
  jobDefinitionShape,
  jobIdShape,
  jobProgressPath,
  jobShape,
  jobStatuses,
  jobStepShape,
  listJobDefinitions,
  listJobs,
  startJob,
} from './jobs.js';
export { lock, unlock } from './lock.js';
export { listQuarantine, type Quarantined, quarantinedShape } from './quarantine.js';
export { retryOwn, retryPerson } from './retry.js';
export { closeSession, me, openSession } from './session.js';
export {
  listGatewaySettings,
  listPipelineSettings,
  listTimeseriesSettings,
  listWebappSettings,
  type Setting,
  settingShape,
} from './settings.js';
export { DEFAULT_STAGE_PERIOD, readStageFigures, type StageFigures, stageFiguresShape } from './stages.js';
export { listStorage, type PersonStorage, personStorageShape } from './storage.js';
export { listStreams } from './streams.js';
export { listTokens, makeTokens, withdrawToken } from './tokens.js';
export {
  listWaiting,
  listWaitingPeople,
  type PersonWaiting,
  personWaitingShape,
  type WaitingItem,
  waitingItemShape,
} from './waiting.js';
