import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { MongoClient } from 'mongodb';
import { availableKinds, type ServerKind } from './server-kinds.js';

/** A database server of our own, which may be killed. */
export interface DatabaseServer {
  readonly kind: string;
  /** Connection string without a database. */
  readonly url: string;
  /** SIGKILL: nothing in the process gets a chance to tidy up. */
  kill(): Promise<void>;
  /** Starts it again, on the same folder and port. */
  restart(): Promise<void>;
}

/** Milliseconds until a server must answer. */
const patience = 120_000;

/**
 * Starts a server of the first kind that works here.
 * @param folder empty, for its data
 * @returns undefined where there is none
 */
export async function startDatabaseServer(folder: string): Promise<DatabaseServer | undefined> {
  for (const kind of availableKinds()) {
    const port = await freePort();
    try {
      let process = await start(kind, folder, port);
      return {
        kind: kind.name,
        url: urlOf(port),
        kill: () => killed(process),
        async restart() {
          process = await start(kind, folder, port);
        },
      };
    } catch (error) {
      console.warn(`${kind.name} does not start: ${error instanceof Error ? error.message : error}`);
    }
  }
  return undefined;
}

async function start(kind: ServerKind, folder: string, port: number): Promise<ChildProcess> {
  const child = spawn(kind.command, kind.arguments(folder, port), { stdio: ['pipe', 'ignore', 'pipe'] });
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`it ended with ${code}: ${said}`);
  });
  failed.catch(() => {});
  try {
    await Promise.race([failed, answering(port)]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

async function killed(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = once(process, 'exit');
  process.kill('SIGKILL');
  await ended;
}

async function answering(port: number): Promise<void> {
  const end = performance.now() + patience;
  while (!(await accepts(port))) {
    if (performance.now() > end) throw new Error('it does not answer');
    await setTimeout(20);
  }
  const client = new MongoClient(urlOf(port), { serverSelectionTimeoutMS: patience });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(port, '127.0.0.1');
    connection.once('connect', () => {
      connection.destroy();
      resolve(true);
    });
    connection.once('error', () => resolve(false));
  });
}

/** A port that was free a moment ago: not every server can say which one it chose by itself. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function urlOf(port: number): string {
  return `mongodb://127.0.0.1:${port}/`;
}
