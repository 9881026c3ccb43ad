export { type MoveOutcome, type MoveProgress, migrateStore } from './migrate-store.js';
export { type MoveMark, readMark, writeMark } from './move-mark.js';
export { Mover, openMovableEngine } from './mover.js';
export { Presence } from './presence.js';
