import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode, runCommandLine } from '../index.js';
import { createMemoryTerminal } from '../testing/memory-terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-backup-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

async function sojourn(...argv: string[]) {
  const terminal = createMemoryTerminal();
  const status = await runCommandLine(argv, terminal);
  return { status, out: terminal.written.out.trim(), err: terminal.written.err };
}

test('what was backed up is put back, with its keys, and found whole', async () => {
  const [original, restored, backup] = ['original', 'restored', 'backup'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  await sojourn('tokens', 'create', '--label', 'Ana', '--data', original);
  const taken = await sojourn('backup', backup, '--data', original);
  expect(taken).toMatchObject({ status: 0 });
  expect(await readdir(join(backup, 'snapshots'))).toEqual([taken.out]);

  const withoutKeys = await sojourn('restore', backup, '--data', join(folder, 'keyless'));
  expect(withoutKeys).toMatchObject({ status: exitCode.process, err: expect.stringContaining('root-key') });

  await mkdir(restored, { mode: 0o700 });
  await cp(join(original, 'keys'), join(restored, 'keys'), { recursive: true });
  expect(await sojourn('restore', backup, '--data', restored)).toMatchObject({
    status: 0,
    err: expect.stringContaining('Everything is whole'),
  });
  expect((await sojourn('tokens', 'list', '--json', '--data', restored)).out).toContain('"label":"Ana"');

  expect(await sojourn('restore', backup, '--data', restored)).toMatchObject({
    status: exitCode.failure,
    err: expect.stringContaining('holds data already'),
  });
  expect(await sojourn('restore', folder, '--data', join(folder, 'other'))).toMatchObject({
    status: exitCode.failure,
    err: expect.stringContaining('no snapshot'),
  });
});
