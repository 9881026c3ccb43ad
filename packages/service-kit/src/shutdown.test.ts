import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// Signals need a process of their own; it runs a bundle of the source.
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shutdown-'));
  const source = fileURLToPath(new URL('./shutdown.ts', import.meta.url));
  await build({
    logLevel: 'silent',
    configFile: false,
    build: {
      ssr: source,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'shutdown.mjs' } },
    },
  });
  await writeFile(
    join(folder, 'child.mjs'),
    `import { onShutdown } from './shutdown.mjs';
const mode = process.argv[2];
const logger = { info() {}, warn() {}, error() {} };
const steps = [
  () => { process.stdout.write('first '); if (mode === 'fails') throw new Error('x'); },
  () => { process.stdout.write('second'); if (mode === 'hangs') return new Promise(() => {}); },
];
onShutdown(steps, { logger, patience: 50, withStandardInput: true });
setInterval(() => {}, 1000);
process.stdout.write('up ');
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

function start(mode: string) {
  const child = spawn(process.execPath, [join(folder, 'child.mjs'), mode], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  const up = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.startsWith('up ')) resolve();
    });
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, up, result: async () => [await ended, output] };
}

describe('onShutdown', () => {
  it.each([
    ['works', 0],
    ['fails', 1],
    ['hangs', 1],
  ])('runs every step on SIGTERM when one %s', async (mode, status) => {
    const { child, up, result } = start(mode);
    await up;
    child.kill('SIGTERM');
    expect(await result()).toEqual([status, 'up first second']);
  });

  it('stops when standard input ends', async () => {
    const { child, up, result } = start('works');
    await up;
    child.stdin.end();
    expect(await result()).toEqual([0, 'up first second']);
  });
});
