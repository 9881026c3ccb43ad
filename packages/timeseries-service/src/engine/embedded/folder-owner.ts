import { createHash, randomUUID } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, realpathSync, renameSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SojournError } from '@sojourn/datamodel';

/** Longest path of a unix socket, in bytes; the limit of the smallest system that we run on. */
const longestSocketPath = 103;

/** Ownership of a data folder, held until released or until the process ends in whatever way. */
export interface FolderOwner {
  release(): Promise<void>;
}

/**
 * Becomes the one owner of a data folder: a socket that is bound in `run/` and answers. A socket that a killed
 * process left behind does not answer and is replaced.
 * @throws SojournError `store-in-use`
 */
export async function ownFolder(folder: string): Promise<FolderOwner> {
  const place = socketFolder(folder);
  const socket = join(place, 'owner.sock');
  const own = join(place, `${randomUUID().slice(0, 8)}.sock`);
  const server = await listen(own);
  try {
    // A link either appears as a whole or fails, so of several starters at most one gets the name.
    for (let attempt = 0; ; attempt++) {
      try {
        linkSync(own, socket);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      if (attempt === 5 || (await answers(socket))) throw new SojournError('store-in-use');
      await removeStale(socket, place);
    }
  } catch (error) {
    await close(server);
    removeSocket(own);
    throw error;
  }
  const inode = inodeOf(own);
  removeSocket(own);
  return {
    async release() {
      if (inodeOf(socket) === inode) removeSocket(socket);
      await close(server);
    },
  };
}

// After `lstatSync` or `rmSync` of a socket Node 20 takes the next cached path part for the end of a path, and modules
// that are loaded later are not found: `realpathSync` looks at what the last plain stat call left behind.

/** The inode of a path, undefined when there is nothing. */
function inodeOf(path: string): bigint | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false })?.ino;
}

/** Removes a socket; one that is gone already is no error. */
function removeSocket(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** The name may have passed to a living owner since it was tested; then it is given back. */
async function removeStale(socket: string, place: string): Promise<void> {
  const aside = join(place, `${randomUUID().slice(0, 8)}.old`);
  try {
    renameSync(socket, aside);
  } catch {
    return;
  }
  if (await answers(aside)) {
    try {
      linkSync(aside, socket);
    } catch {
      // Somebody else was faster; that one tests the name as well.
    }
  }
  removeSocket(aside);
}

function socketFolder(folder: string): string {
  const run = join(realpathSync(folder), 'run');
  mkdirSync(run, { recursive: true });
  if (Buffer.byteLength(join(run, 'xxxxxxxx.sock')) <= longestSocketPath) return run;
  const name = createHash('sha256').update(run).digest('hex').slice(0, 16);
  const place = join(tmpdir(), `sojourn-${name}`);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  return place;
}

function listen(path: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((connection) => connection.destroy());
    server.once('error', reject);
    server.listen(path, () => resolve(server));
    server.unref();
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(path);
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}
