export type { Archive } from './archive-list.js';
export { type ExportRequest, exportInClear, exportRaw } from './export-raw.js';
export { midnightBefore, type Period } from './periods.js';
export type { ArchivePlace } from './person-archives.js';
export { type PurgeRequest, type PurgeResult, purgeRaw } from './purge-raw.js';
export { type RestoreRequest, type RestoreResult, rederiveRestored, restoreRaw } from './restore-raw.js';
