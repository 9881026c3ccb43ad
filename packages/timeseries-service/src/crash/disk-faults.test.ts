import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Every so many calls one is let fail; all of them in the long mode. */
const STEP = Number(process.env.SOJOURN_TEST_FAULT_STEP ?? 31);

const folder = mkdtempSync(join(tmpdir(), 'sojourn-faults-'));
const library = join(folder, 'failing-calls.so');
const source = fileURLToPath(new URL('./failing-calls.c', import.meta.url));
const compiled =
  process.platform === 'linux' &&
  spawnSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']).status === 0;
if (!compiled) console.warn('SKIPPED: calls of the disk cannot be let fail: no C compiler, or not Linux');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const engine = JSON.stringify(new URL('../../dist/engine/index.js', import.meta.url).href);

/** Commits one block after the other and says of each what came of it. Runs from the built files. */
const commitProgram = `
import { openEmbeddedEngine } from ${engine};
const [folder, first, last] = process.argv.slice(1);
const person = 'a'.repeat(32);
const tell = (line) => process.stdout.write(JSON.stringify(line) + '\\n');
const engine = await openEmbeddedEngine(folder).catch(({ code }) => (tell({ open: code ?? 'untyped' }), process.exit(0)));
for (let number = Number(first); number < Number(last); number++) {
  try {
    const head = await engine.readHead(person);
    await engine.commit(person, {
      expectVersion: head?.version ?? null,
      head: Buffer.from('head ' + number),
      put: [{ id: number.toString(16).padStart(32, '0'), header: Buffer.from('h'), body: Buffer.alloc(9000, number) }],
    });
    tell({ kept: number });
  } catch ({ code }) {
    tell({ refused: number, code: typeof code === 'string' ? code : 'untyped' });
  }
}
await engine.close().catch(() => {});
tell({ closed: true });
`;

/** Says what is stored, and whether it is what was committed. */
const readProgram = `
import { openEmbeddedEngine } from ${engine};
const person = 'a'.repeat(32);
const engine = await openEmbeddedEngine(process.argv[1]);
const ids = (await engine.headers(person)).map(({ id }) => id);
const bodies = await engine.bodies(person, ids);
const isWhole = (id) => bodies.get(id)?.length === 9000 && bodies.get(id).every((byte) => byte === (Number.parseInt(id, 16) & 255));
process.stdout.write(JSON.stringify({ stored: ids.map((id) => Number.parseInt(id, 16)), whole: ids.every(isWhole) }));
await engine.close();
`;

const COMMITS = 4;

interface Line {
  readonly open?: string;
  readonly kept?: number;
  readonly refused?: number;
  readonly code?: string;
  readonly closed?: boolean;
}

async function node(program: string, args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, '--', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { out, err, status: child.exitCode };
}

async function commit(data: string, first: number, environment: Record<string, string> = {}) {
  const preload = { LD_PRELOAD: library, FAILING_FILE: '/store.mdb', ...environment };
  const args = [data, String(first), String(first + COMMITS)];
  const { out, err, status } = await node(commitProgram, args, preload);
  const lines = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  return { lines, failed: err.includes('failing call'), status, err };
}

async function read(data: string): Promise<{ stored: number[]; whole: boolean }> {
  const { out, err } = await node(readProgram, [data]);
  expect(out, err).not.toBe('');
  return JSON.parse(out) as { stored: number[]; whole: boolean };
}

describe.skipIf(!compiled)('when a call of the disk fails', () => {
  const kinds = [
    ['a write with an input/output error', { FAILING_WAY: 'eio' }],
    ['a write for lack of space', { FAILING_WAY: 'enospc' }],
    ['a write half way', { FAILING_WAY: 'short' }],
    ['a sync', { FAILING_WAY: 'eio', FAILING_ONLY: 'sync' }],
  ] as const;

  const filled = join(folder, 'filled');
  let copies = 0;
  const copyOf = (original: string | undefined) => {
    const copy = join(folder, `copy-${copies++}`);
    if (original) cpSync(original, copy, { recursive: true, filter: (file) => !file.endsWith('.sock') });
    return copy;
  };

  beforeAll(async () => {
    const { lines } = await commit(filled, 0);
    expect(lines.filter(({ kept }) => kept !== undefined)).toHaveLength(COMMITS);
    expect(await read(filled)).toMatchObject({ whole: true });
  });

  /** Lets one call after the other fail. @returns how many did */
  async function sweep(
    original: string | undefined,
    environment: Record<string, string>,
    check: (run: Awaited<ReturnType<typeof commit>>, place: string) => void,
  ): Promise<number> {
    let tried = 0;
    for (let call = 1; ; call += STEP) {
      const data = copyOf(original);
      const run = await commit(data, COMMITS, { ...environment, FAILING_CALL: String(call) });
      const place = `call ${call}: ${JSON.stringify(run.lines)} ${run.err}`;
      const before = original === undefined ? [] : Array.from({ length: COMMITS }, (_, number) => number);
      const kept = run.lines.flatMap((line) => line.kept ?? []);
      if (run.failed) {
        tried += 1;
        check(run, place);
      }
      // A store that could not even be made holds nothing that was promised.
      if (original !== undefined || kept.length > 0) {
        const { stored, whole } = await read(data);
        expect(whole, place).toBe(true);
        expect(stored, place).toEqual(expect.arrayContaining([...before, ...kept]));
      }
      rmSync(data, { recursive: true, force: true });
      if (!run.failed) return tried;
    }
  }

  it.each(kinds)(
    '%s: an error or the data, never neither',
    async (_, environment) => {
      const tried = await sweep(filled, environment, ({ lines, status }, place) => {
        // After a failed write LMDB may have damaged its heap, which shows when everything is closed and the process ends.
        if (!lines.some(({ closed }) => closed)) expect(status, place).toBe(0);
        const refused = lines.filter((line) => line.refused !== undefined);
        const kept = lines.flatMap((line) => line.kept ?? []);
        for (const line of lines) expect(line.open ?? line.code, place).not.toBe('untyped');
        if (lines[0]?.open === undefined) expect(kept.length + refused.length, place).toBe(COMMITS);
        // After a failed sync nobody knows what is on the disk, until the file has been opened anew.
        const [failure] = refused;
        if ('FAILING_ONLY' in environment && failure) {
          expect(Math.max(-1, ...kept), place).toBeLessThan(failure.refused!);
        }
      });
      expect(tried).toBeGreaterThan(0);
    },
    600_000,
  );

  // LMDB may end the process when it cannot write a new file's first pages.
  it.each(kinds)(
    '%s while a store is made: nothing is promised that is not kept',
    async (_, environment) => {
      expect(await sweep(undefined, environment, () => {})).toBeGreaterThan(0);
    },
    600_000,
  );
});
