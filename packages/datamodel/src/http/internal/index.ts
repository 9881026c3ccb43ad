export {
  type Backup,
  backupShape,
  type PersonFindings,
  personFindingsShape,
  takeBackup,
  verifyStore,
} from './backup.js';
export {
  type Change,
  type ChangedPeople,
  type Changes,
  changedPeopleShape,
  changeShape,
  changesShape,
  readChangedPeople,
  readChanges,
} from './changes.js';
export { type Commit, commitChanges, commitLists, commitShape, rejectedShape } from './commit.js';
export { changeCustody, lockPerson, unlockPerson } from './custody.js';
export { readPersonDataFrame } from './data-frame.js';
export {
  documentNameShape,
  listDocuments,
  putDocument,
  putPersonDocument,
  readDocument,
  readPersonDocument,
  removeDocument,
  removePersonDocument,
  type StoredDocument,
  storedDocumentShape,
} from './documents.js';
export {
  countPersonEntries,
  extremeEntry,
  getEntry,
  queryPersonEntries,
  serviceSelectionShape,
} from './entries.js';
export {
  countEverybody,
  findEntryOfAnybody,
  peopleWithEntries,
  queryEverybody,
  readDataFrame,
} from './everybody.js';
export { importEntries } from './import.js';
export {
  acquireLease,
  type Lease,
  leaseRequestShape,
  leaseShape,
  releaseLease,
  renewLease,
} from './lease.js';
export {
  type MoveOutcome,
  type MoveProgress,
  migrateStore,
  moveOutcomeShape,
  moveProgressShape,
} from './migration.js';
export {
  erasePerson,
  getPerson,
  listPeople,
  type PersonSummary,
  personSummaryShape,
  registerPerson,
} from './person.js';
export { patchProfile, readProfile } from './profile.js';
export { releaseQuarantine } from './quarantine.js';
export { beginRun, type RunBeginning, runBeginningLists, runBeginningShape } from './run.js';
export {
  readStates,
  type StageState,
  type StageStates,
  stageStateShape,
  stageStatesShape,
} from './states.js';
export { compactStore, readFigures, vacuumStore } from './store.js';
export { issueTokens, listIssuedTokens, withdrawIssuedToken } from './tokens.js';
export { readUsercache, type UsercacheRow, usercacheRowShape } from './usercache.js';
export {
  clearUsercache,
  entryAt,
  type InsertOutcome,
  insertData,
  insertEntries,
  insertError,
  insertModel,
  insertOutcomeShape,
  insertUsercache,
  invalidateEntry,
  listUsercacheKeys,
  readModel,
  updateData,
  updateEntry,
} from './write.js';
