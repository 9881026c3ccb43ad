export { withModes } from './composite-objects/index.js';
export { sectionsOfTrips } from './confirmed-objects/index.js';
export { createEntryMaker, type EntryMaker, type EntryMakerSource, zoneOf } from './entry-maker.js';
export { compareBy, type TimeField, type TimeRange, timeOf } from './entry-order.js';
export { earliestLate, type LateEntries, lateEntries } from './late-entries.js';
export { idOf } from './link.js';
export { boxAround, type MapElement, stopsOfElements } from './mode-inference/index.js';
export { noRederivation, type Rederivation } from './rederivation.js';
export { parseSpan, type StageSlot, type StageSpan, stageSlots, stagesOf } from './registry.js';
export { resultKeys } from './result-streams.js';
export type {
  EntryNeed,
  FailedRow,
  RunScope,
  Stage,
  StageInput,
  StageOutput,
  UsercacheRow,
} from './stage.js';
export {
  errorStatisticKey,
  type StageOutcome,
  StageRun,
  type StageRunInput,
  timeStatisticKey,
} from './stage-run.js';
export {
  markSeconds,
  purgedUpTo,
  type StageName,
  type StageRange,
  type StageState,
  type StageStates,
  stageNumbers,
  stageRange,
  stateAfterFailure,
  stateAfterSuccess,
} from './state.js';
export {
  cleanedPlaceKey,
  cleanedSectionKey,
  cleanedUntrackedKey,
  compositeTripKey,
  confirmedPlaceKey,
  confirmedTripKey,
  filteredLocationKey,
  inferredSectionKey,
  locationKey,
  modePredictionKey,
  motionActivityKey,
  rawPlaceKey,
  rawSectionKey,
  rawTripKey,
  rawUntrackedKey,
  smoothingKey,
  transitionKey,
  tripModelKey,
} from './stream-keys.js';
export {
  type BoundingBox,
  noTransitStops,
  type Tags,
  type TransitRoute,
  type TransitStop,
  type TransitStopLookup,
} from './transit-stops.js';
export {
  type BinModel,
  modelData,
  parseBinModel,
  parseTripModelConfiguration,
  trainTripModel,
} from './trip-model/index.js';
export { nextTripGap, openPlaceOf } from './trip-segmentation/index.js';
export {
  type DiaryStatistics,
  goneComposites,
  noStatistics,
  statisticsAfter,
  statisticsIn,
  statisticsKeys,
  statisticsOf,
} from './user-statistics/index.js';
export { type EntryChanges, type EntryView, type NetChanges, WorkingSet } from './working-set.js';
