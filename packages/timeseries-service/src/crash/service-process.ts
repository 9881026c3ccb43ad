import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseReady } from '@sojourn/service-kit';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** The built service as a process of its own, which can be killed. */
export interface ServiceProcess {
  readonly url: string;
  /** Of the internal listener. */
  readonly internalUrl: string;
  /** Milliseconds from the start of the process to its ready line. */
  readonly readyAfter: number;
  /** What the process has logged so far. */
  log(): string;
  /** SIGKILL: nothing in the process gets a chance to tidy up. */
  kill(): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

/**
 * Starts the service on a data folder and waits until it answers.
 * @param environment more settings
 */
export async function startService(
  data: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<ServiceProcess> {
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      SOJOURN_DATA: data,
      SOJOURN_PUBLIC_ADDRESS: '127.0.0.1:0',
      SOJOURN_INTERNAL_ADDRESS: '127.0.0.1:0',
      SOJOURN_AUTH: 'skip',
      SOJOURN_COMPACT_SECONDS: '0.02',
      SOJOURN_PERSON_BURST: '0',
      SOJOURN_LOG_LEVEL: 'error',
      ...environment,
    },
  });
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const addresses = await readAddresses(child, errors);
  return {
    url: `http://${addresses.public}`,
    internalUrl: `http://${addresses.internal}`,
    readyAfter: performance.now() - started,
    log: () => errors.join(''),
    async kill() {
      if (child.exitCode !== null) throw new Error(`the service ended by itself: ${errors.join('')}`);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}

async function readAddresses(
  child: ChildProcess,
  errors: readonly string[],
): Promise<{ readonly public: string; readonly internal: string }> {
  for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    const addresses = parseReady(line);
    if (addresses?.public !== undefined && addresses.internal !== undefined) {
      return { public: addresses.public, internal: addresses.internal };
    }
  }
  throw new Error(`the service did not start: ${errors.join('')}`);
}
