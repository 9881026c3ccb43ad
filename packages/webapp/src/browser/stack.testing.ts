import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Everything behind one port, with the demo person in it. */
export interface Stack {
  readonly url: string;
  readonly data: string;
  /** The demo person's. */
  readonly token: string;
  stop(): Promise<void>;
}

export const program = fileURLToPath(new URL('../../../cli/bin/sojourn.js', import.meta.url));

/** Starts the platform as `npm start` does, in a folder of its own and on a free port. @param streets a PMTiles archive */
export async function startStack({ streets }: { streets?: Uint8Array } = {}): Promise<Stack> {
  const data = await mkdtemp(join(tmpdir(), 'sojourn-page-'));
  const archive = join(data, 'streets.pmtiles');
  if (streets) await writeFile(archive, streets);
  const child = spawn(process.execPath, [program, 'up', '--demo', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...(streets ? { SOJOURN_STREETS: archive } : {}) },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const exit = once(child, 'exit');
  const address = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
  const url = await Promise.race([address, exit.then(() => Promise.reject(new Error(said)))]);
  const token = /token: (\S+)/.exec(said)?.[1];
  if (token === undefined) throw new Error(`no token was printed:\n${said}`);
  return {
    url,
    data,
    token,
    async stop() {
      child.kill('SIGTERM');
      await exit;
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
