import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where the file that is to take the place of a database file is written. */
export function vacuumDraft(path: string): string {
  return `${path}.vacuum`;
}

/** Puts the draft in the place of a database file that nobody has open. Durable when it returns. */
export function replaceFile(path: string): void {
  const draft = vacuumDraft(path);
  syncPath(draft);
  renameSync(draft, path);
  // What it says of readers and transactions is about the file that is gone.
  rmSync(`${path}-lock`, { force: true });
  syncPath(dirname(path));
}

function syncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
