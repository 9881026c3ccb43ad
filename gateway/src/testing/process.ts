import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A gateway in a process of its own, from the built files. */
export interface GatewayProcess {
  readonly child: ChildProcess;
  readonly ready: { readonly gateway: string; readonly metrics?: string };
  /** Everything on standard output. */
  readonly output: () => string;
  /** Log lines as objects. */
  readonly lines: Record<string, unknown>[];
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  /** Resident memory in bytes: now, and at most so far; undefined where the system does not tell. */
  memory(): Promise<{ readonly now: number; readonly peak: number } | undefined>;
}

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Starts the built gateway; rejects with its log when it does not come up. */
export async function startProcess(environment: Record<string, string>): Promise<GatewayProcess> {
  if (!existsSync(main)) throw new Error('the gateway is not built: npx tsc -b gateway');
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const lines: Record<string, unknown>[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => lines.push(JSON.parse(line)));
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      output += String(part);
      if (output.includes('\n')) resolve();
    });
    exited.then((code) => reject(new Error(`exit ${code}: ${JSON.stringify(lines)}`)));
  });
  const { ready } = JSON.parse(output) as { ready: GatewayProcess['ready'] };
  return {
    child,
    ready,
    output: () => output,
    lines,
    exited,
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => undefined);
      const figure = (name: string) =>
        Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status ?? '')?.[1]) * 1024;
      return status === undefined ? undefined : { now: figure('VmRSS'), peak: figure('VmHWM') };
    },
  };
}
