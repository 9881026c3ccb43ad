import { mkdir, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { SojournError } from '@sojourn/datamodel';

const snapshotName = /^[0-9]{8}T[0-9]{9}Z\.snapshot$/;
const blockName = /^([0-9]{8})\.blocks$/;

/** The places of a backup folder. */
export interface BackupFolder {
  readonly root: string;
  /** Names of complete snapshots, oldest first. */
  readonly snapshots: readonly string[];
  /** Numbers of block files, ascending; the latest may belong to no complete snapshot. */
  readonly blockFiles: readonly number[];
}

/** Looks into a backup folder, which may be empty or not there yet. */
export async function readFolder(root: string): Promise<BackupFolder> {
  const names = async (part: string) => {
    try {
      return await readdir(join(root, part));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  };
  const snapshots = (await names('snapshots')).filter((name) => snapshotName.test(name)).sort();
  const numbers = (await names('blocks')).flatMap((name) => blockName.exec(name)?.[1] ?? []).map(Number);
  return { root, snapshots, blockFiles: numbers.sort((a, b) => a - b) };
}

/** Makes the folders, readable by their owner alone. */
export async function makeFolder(root: string): Promise<void> {
  for (const part of ['snapshots', 'blocks']) await mkdir(join(root, part), { recursive: true, mode: 0o700 });
}

/**
 * The snapshot with a name, else the latest.
 * @throws SojournError `backup-unknown`
 */
export function chooseSnapshot({ root, snapshots }: BackupFolder, name?: string): string {
  const chosen = name === undefined ? snapshots.at(-1) : snapshots.find((known) => known === name);
  if (chosen !== undefined) return chosen;
  throw new SojournError('backup-unknown', {
    detail: name === undefined ? `${root} holds no snapshot` : `${root} holds no snapshot of that name`,
  });
}

/** A name that sorts by time. @param time milliseconds since the epoch */
export function nameOfSnapshot(time: number): string {
  return `${new Date(time).toISOString().replaceAll(/[-:.]/g, '')}.snapshot`;
}

export function snapshotPath(root: string, name: string): string {
  return join(root, 'snapshots', name);
}

export function blockFilePath(root: string, number: number): string {
  return join(root, 'blocks', `${String(number).padStart(8, '0')}.blocks`);
}

/** Makes the names in a folder outlast a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
