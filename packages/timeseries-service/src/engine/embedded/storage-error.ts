import { statfs } from 'node:fs/promises';
import { isSojournError, SojournError } from '@sojourn/datamodel';

/** Below this many free bytes a failed write is put down to the full disk. */
const scarce = 4 * 1024 * 1024;

/** errno of ENOSPC and EDQUOT, and LMDB's own "map full". */
const fullCodes: readonly unknown[] = [28, 122, -30792, 'ENOSPC', 'EDQUOT'];

/** Free bytes of the file system that holds a folder. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether the file system that holds a folder has hardly any space left. */
export async function isFull(folder: string): Promise<boolean> {
  return (await freeBytes(folder)) < scarce;
}

/**
 * The typed form of what a failed commit threw. A short write at the end of the disk is reported as an input/output
 * error, so that the free space decides.
 */
export async function storageError(thrown: unknown, folder: string): Promise<SojournError> {
  if (isSojournError(thrown)) return thrown;
  const cause = await commitCause(thrown);
  const code = (cause as { code?: unknown } | undefined)?.code;
  if (fullCodes.includes(code) || (await isFull(folder))) return new SojournError('storage-full', { cause });
  return new SojournError('service-unavailable', { detail: 'the disk failed', cause });
}

/** The typed form of what a read threw: the pages of the file are not what they should be. */
export function readError(thrown: unknown): unknown {
  const { message = '', code } = thrown as { message?: string; code?: unknown };
  if (isSojournError(thrown)) return thrown;
  if (message.startsWith('MDB_')) {
    return new SojournError('store-damaged', { detail: message.split(':')[0], cause: thrown });
  }
  // LMDB passes on the system's errors by number, Node by name.
  if (typeof code !== 'number') return thrown;
  return new SojournError('service-unavailable', { detail: 'the disk failed', cause: thrown });
}

/** The typed form of what the system says of a folder that it does not let be written to. */
export function folderError(thrown: unknown, folder: string): unknown {
  const { code } = thrown as NodeJS.ErrnoException;
  if (code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM' && code !== 'ENOTDIR') return thrown;
  return new SojournError('config-invalid', {
    detail: `the data folder ${folder} cannot be written to (${code})`,
    cause: thrown,
  });
}

/** lmdb rejects with a general error that holds a promise of the particular one, which may never settle. */
async function commitCause(thrown: unknown): Promise<unknown> {
  const particular = (thrown as { commitError?: Promise<unknown> } | undefined)?.commitError;
  if (!particular) return thrown;
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, 200, thrown);
  });
  const cause = await Promise.race([particular.catch((error: unknown) => error), patience]);
  clearTimeout(timer);
  return cause;
}
