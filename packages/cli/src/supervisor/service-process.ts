import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { parseReady, runtimeFlags } from '@sojourn/service-kit';
import { CommandError, exitCode } from '../exit-code.js';

/** How to start one of the platform's processes. */
export interface ServiceCommand {
  readonly name: string;
  /** File that Node runs. */
  readonly main: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Working folder. */
  readonly folder: string;
  /** What becomes of its log: passed on as it comes, or kept and shown only if it fails. */
  readonly log: 'forward' | 'keep';
}

/** A running process that has said that it is ready. */
export interface ServiceProcess {
  readonly name: string;
  readonly pid: number;
  /** The addresses of its ready line. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Settles when the process has ended, with what happened. */
  readonly ended: Promise<string>;
  /** The last lines of its log, when it is kept. */
  log(): string;
  /** Asks it to drain and end; kills it when it takes longer than `patience` milliseconds. */
  stop(patience?: number): Promise<void>;
}

const KEPT_LOG_LINES = 40;
const START_LIMIT = 60_000;
const STOP_LIMIT = 15_000;

/**
 * Starts a process and waits for its ready line.
 *
 * @throws CommandError with the process status when it ends or stays silent instead
 */
export async function startService(command: ServiceCommand): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [...runtimeFlags, command.main], {
    cwd: command.folder,
    env: { ...process.env, ...command.environment, SOJOURN_SUPERVISED: '1' },
    // A group of its own: Ctrl-C reaches this process alone, which then ends the others in order.
    detached: true,
    // Its stdin stays open as long as this process lives: at its end a supervised process ends too, even after a kill.
    stdio: ['pipe', 'pipe', command.log === 'forward' ? 'inherit' : 'pipe'],
  });
  // A process that has ended closes its side first.
  child.stdin?.on('error', () => {});
  const log = keepLog(child);
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) =>
      resolve(signal ? `ended by ${signal}` : `ended with status ${code}`),
    );
  });
  const addresses = await waitUntilReady(command.name, child, ended, log);
  return {
    name: command.name,
    pid: child.pid!,
    addresses,
    ended,
    log,
    async stop(patience = STOP_LIMIT) {
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), patience);
      await ended;
      clearTimeout(kill);
    },
  };
}

async function waitUntilReady(
  name: string,
  child: ChildProcess,
  ended: Promise<string>,
  log: () => string,
): Promise<Readonly<Record<string, string>>> {
  const ready = new Promise<Readonly<Record<string, string>>>((resolve) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const addresses = parseReady(line);
      if (addresses) resolve(addresses);
    });
  });
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`was not ready after ${START_LIMIT / 1000} seconds`), START_LIMIT);
  });
  const failed = Promise.race([ended, silent]).then((reason) => {
    child.kill('SIGKILL');
    throw new CommandError(exitCode.process, [`${name} ${reason}`, log()].filter(Boolean).join('\n'));
  });
  try {
    return await Promise.race([ready, failed]);
  } finally {
    clearTimeout(timer);
    failed.catch(() => {});
  }
}

function keepLog(child: ChildProcess): () => string {
  const lines: string[] = [];
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > KEPT_LOG_LINES) lines.shift();
    });
  }
  return () => lines.join('\n');
}
