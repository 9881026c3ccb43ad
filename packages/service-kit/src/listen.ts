import { chmod, lstat, unlink } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { SojournError } from '@sojourn/datamodel';
import type { FastifyInstance } from 'fastify';
import { formatAddress, parseAddress, socketPath } from './address.js';

/** Anything that can be told to listen; every fastify instance can. */
type Listener = Pick<FastifyInstance, 'listen' | 'server'>;

/**
 * Listens on an address and gives back the real one: port 0 becomes the port that was taken. A socket
 * left behind by a killed process is replaced; one that somebody answers on is not. Only the owner may
 * connect to a socket.
 * @throws SojournError `config-invalid` when the address is malformed or taken
 */
export async function listen(app: Listener, address: string): Promise<string> {
  const parsed = parseAddress(address);
  if (parsed.kind === 'unix') {
    const path = socketPath(parsed.path);
    await removeStaleSocket(path);
    await orTaken(address, app.listen({ path }));
    await chmod(path, 0o600);
    return formatAddress(parsed);
  }
  await orTaken(address, app.listen({ host: parsed.host, port: parsed.port }));
  const bound = app.server.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  return formatAddress({ ...parsed, port: bound.port });
}

/** Removes a socket file that nobody answers on. */
async function removeStaleSocket(path: string): Promise<void> {
  const answer = await new Promise<'answers' | 'stale' | 'absent'>((resolve, reject) => {
    const socket = connectSocket({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve('answers');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') resolve('absent');
      else if (error.code === 'ECONNREFUSED') resolve('stale');
      else reject(taken(path, error));
    });
  });
  if (answer === 'answers') throw taken(path);
  if (answer === 'absent') return;
  // The kernel refuses a connection to any file; only a socket may be removed.
  if (!(await lstat(path)).isSocket()) throw taken(path);
  await unlink(path);
}

async function orTaken(address: string, listening: Promise<unknown>): Promise<void> {
  try {
    await listening;
  } catch (error) {
    if (['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOENT', 'ENOTFOUND'].includes(codeOf(error))) {
      throw taken(address, error);
    }
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function taken(address: string, cause?: unknown): SojournError {
  const reason = cause === undefined ? 'it is in use' : codeOf(cause);
  return new SojournError('config-invalid', { detail: `cannot listen on ${address}: ${reason}`, cause });
}
