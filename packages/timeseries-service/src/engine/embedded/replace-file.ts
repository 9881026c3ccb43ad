import { renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where the file that is to take the place of a database file is written. */
export function vacuumDraft(path: string): string {
  return `${path}.vacuum`;
}

/** Removes what an exchange that did not take place has left. */
export function removeDraft(path: string): void {
  for (const file of filesOf(vacuumDraft(path))) rmSync(file, { force: true });
}

/** Puts the draft, which is on disk, in the place of a database file that nobody has open. Durable in the end. */
export async function replaceFile(path: string): Promise<void> {
  renameSync(vacuumDraft(path), path);
  // What they say of readers and transactions is about files that are gone.
  for (const [, lock] of [filesOf(path), filesOf(vacuumDraft(path))]) rmSync(lock, { force: true });
  await syncPath(dirname(path));
}

function filesOf(path: string): readonly [database: string, lock: string] {
  return [path, `${path}-lock`];
}

/** Waits until a file, or the names in a folder, are on disk. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
