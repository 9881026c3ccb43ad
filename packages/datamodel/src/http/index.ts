export {
  type Custody,
  type CustodyChange,
  custodyChangeShape,
  custodyShape,
  type LockState,
  lockStateShape,
  MAXIMUM_UNLOCK_SECONDS,
  type Unlock,
  unlockedShape,
  unlockShape,
} from './custody.js';
export { entryShape, phoneEntryShape } from './entry.js';
export {
  DEFAULT_FORMATTED_TIME_FIELD,
  DEFAULT_LOCAL_DATE_FIELD,
  DEFAULT_PAGE_SIZE,
  DEFAULT_TIME_FIELD,
  type EntrySelection,
  entrySelectionShape,
  type FormattedTimeQuery,
  type FrameSelection,
  fieldPathShape,
  formattedTimeQueryShape,
  frameSelectionShape,
  type GeoQuery,
  geoQueryShape,
  type LocalDateQuery,
  localDateQueryShape,
  MAXIMUM_PAGE_SIZE,
  streamKeyShape,
  type TimeQuery,
  timeQueryShape,
  type Where,
  whereShape,
} from './entry-query.js';
export { FAILING_RUNS, type FailingRun, failingRunShape } from './failing-run.js';
export { cursorShape, dashedPersonId, entryIdShape, personIdShape } from './identifiers.js';
export type {
  Change,
  ChangedPeople,
  Changes,
  Commit,
  InsertOutcome,
  Lease,
  PersonSummary,
  RunBeginning,
  StageState,
  StageStates,
  StoredDocument,
  UsercacheRow,
} from './internal/index.js';
export * as internalRoutes from './internal/index.js';
export { wholeNumberText } from './number-text.js';
export { PENDING_ERASURES } from './pending-erasures.js';
export type { ResetOutcome, RunOutcome, StageOutcome } from './pipeline/index.js';
export * as pipelineRoutes from './pipeline/index.js';
export { errorOfAnswer, problemShape } from './problem.js';
export { type Profile, profileShape } from './profile.js';
export type {
  Job,
  JobDefinitionSummary,
  JobStatus,
  JobStep,
  PersonStorage,
  PersonWaiting,
  Quarantined,
  Setting,
  StageFigures,
  WaitingItem,
} from './public/index.js';
export * as publicRoutes from './public/index.js';
export type { TruncationMethod } from './reference/index.js';
export * as referenceRoutes from './reference/index.js';
export { allRoutes, routeById, routesOf } from './registry.js';
export {
  type Caller,
  type DecodedBody,
  type DecodedParams,
  type DecodedQuery,
  type DecodedResponse,
  defineRoute,
  pathOf,
  type RequestBody,
  type RequestParams,
  type RequestQuery,
  type ResponseBody,
  type Role,
  type Route,
  roles,
  type ServiceScope,
  type Surface,
  serviceScopes,
} from './route.js';
export { keyBytesText } from './secret-text.js';
export { type StreamSummary, storeNameShape, storeNames, streamSummaryShape } from './stream-summary.js';
export { roleShape, type TokenSummary, tokenSummaryShape } from './token.js';
export { UNUSED_POINTS, type UnusedPoints, unusedPointsShape } from './unused-points.js';
