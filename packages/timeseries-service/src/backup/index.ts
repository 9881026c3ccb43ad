export type { BackupCounts } from './records.js';
export {
  checkSnapshot,
  type RestoreOptions,
  type RestoreOutcome,
  restoreSnapshot,
  type SnapshotChoice,
} from './restore-snapshot.js';
export { type BackupOutcome, type SnapshotOptions, takeSnapshot } from './take-snapshot.js';
