import { renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where the file that is to take the place of a database file is written. */
export function vacuumDraft(path: string): string {
  return `${path}.vacuum`;
}

/** Puts the draft, which is on disk, in the place of a database file that nobody has open. Durable in the end. */
export async function replaceFile(path: string): Promise<void> {
  renameSync(vacuumDraft(path), path);
  // What it says of readers and transactions is about the file that is gone.
  rmSync(`${path}-lock`, { force: true });
  await syncPath(dirname(path));
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
