import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode, runCommandLine } from '../index.js';
import { useStore } from '../platform/index.js';
import { createMemoryTerminal } from '../testing/memory-terminal.js';

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-keys-test-'));
});
afterAll(() => rm(data, { recursive: true, force: true, maxRetries: 5 }));

async function sojourn(...argv: string[]) {
  const terminal = createMemoryTerminal();
  const status = await runCommandLine([...argv, '--data', data], terminal);
  return { status, ...terminal.written };
}

const rootKey = () => readFile(join(data, 'keys', 'root.key'), 'utf8');

test('keys are exchanged while nothing runs, and only then', async () => {
  const before = await useStore({ data, logLevel: 'silent', log: 'keep' }, async ({ timeseries }) => {
    const [made] = await timeseries.issueTokens({ role: 'participant', label: 'Ana' });
    await timeseries.register(made!.token);
    expect(await sojourn('keys', 'rotate')).toMatchObject({
      status: exitCode.failure,
      err: expect.stringContaining('Another process'),
    });
    return rootKey();
  });
  expect(await sojourn('keys', 'rotate')).toMatchObject({
    status: exitCode.success,
    err: expect.stringContaining('The keys of 1 people are wrapped anew'),
  });
  expect(await rootKey()).not.toBe(before);
  const { out } = await sojourn('tokens', 'list', '--json');
  expect(JSON.parse(out)).toMatchObject({ label: 'Ana', person: expect.stringMatching(/^[0-9a-f]{32}$/) });
});
