export { arbitraryDays } from './arbitrary-day.js';
export { expectRawDiary } from './compare.js';
export { type Closeness, exactly, nearly, tripDifferences } from './compare-trips.js';
export { derivedStreams } from './derived-streams.js';
export { TestDiary, testNow, testPerson } from './diary.js';
export { type ComparisonOptions, differences, type Streams } from './differences.js';
export { type Dying, dyingAt } from './dying-at.js';
export {
  inventActivity,
  inventEntry,
  inventPoint,
  inventTransition,
  type PointOptions,
  positionOf,
  type Spot,
  stay,
  travel,
} from './invent.js';
export { deliverLate } from './late-delivery.js';
export { lawBounds } from './law-bounds.js';
export { deliver, entriesOf, type LivedDays, livedDays } from './lived-days.js';
export { MemoryStore, type MemoryStoreHooks } from './memory-store.js';
export { type InventedSection, type InventedTravel, inventRawChain } from './raw-chain.js';
export {
  haveRealDays,
  type ReferenceOutput,
  readDay,
  readExpectedTrips,
  readRecordedTrips,
  readRecording,
  readReferenceOutput,
  readSeedForest,
} from './real-days.js';
export { type RecordedRun, recordedRuns } from './recorded-runs.js';
export { resultsOf } from './results-of.js';
export { runOn } from './run.js';
