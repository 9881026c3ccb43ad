import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhoneEntry } from '@sojourn/datamodel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exitCode, runCommandLine } from '../index.js';
import { type Connections, usePlatform } from '../platform/index.js';
import { createMemoryTerminal } from '../testing/memory-terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-erase-test-'));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

async function sojourn(answers: readonly string[], ...argv: string[]) {
  const terminal = createMemoryTerminal(answers);
  const status = await runCommandLine(argv, terminal);
  return { status, out: terminal.written.out.trim(), err: terminal.written.err };
}

const settingsOf = (data: string) => ({ data, logLevel: 'error', log: 'keep' as const });

/** Somebody with one entry. */
async function newPerson({ timeseries, participant }: Connections): Promise<string> {
  const [made] = await timeseries.issueTokens({ role: 'participant' });
  const { id } = await timeseries.register(made!.token);
  const metadata = { key: 'test/reading', platform: 'android', type: 'message', write_ts: 1.5e9 };
  await participant(made!.token).putUsercache([{ metadata, data: { ts: 1.5e9 } } as unknown as PhoneEntry]);
  return id;
}

const idsOf = async ({ timeseries }: Connections) => {
  const ids: string[] = [];
  for await (const { id } of timeseries.people()) ids.push(id);
  return ids;
};

test('a person is erased once somebody has typed who, and an older backup does not bring them back', async () => {
  const [data, backup, restored] = ['data', 'backup', 'restored'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const snapshot = await usePlatform(settingsOf(data), async (connections) => {
    const [leaves, stays] = [await newPerson(connections), await newPerson(connections)];
    const { snapshot } = await connections.timeseries.backup(backup);
    expect(await sojourn([], 'erase', leaves, '--data', data)).toMatchObject({ status: exitCode.failure });
    expect(await sojourn([stays], 'erase', leaves, '--data', data)).toMatchObject({
      status: exitCode.failure,
      err: expect.stringContaining('has 1 entries'),
    });
    expect(await idsOf(connections)).toHaveLength(2);
    const erased = await sojourn([`${leaves}\n`], 'erase', leaves, '--json', '--data', data);
    expect(erased).toMatchObject({ status: 0 });
    expect(JSON.parse(erased.out)).toEqual({ entries: 1, tokens: 1, archives: 0, jobs: 0 });
    expect(await idsOf(connections)).toEqual([stays]);
    expect((await connections.timeseries.tokens()).map(({ role }) => role)).toEqual(['participant']);
    await connections.timeseries.backup(backup);
    return snapshot;
  });

  await mkdir(restored, { mode: 0o700 });
  await cp(join(data, 'keys'), join(restored, 'keys'), { recursive: true });
  expect(await sojourn([], 'restore', backup, '--snapshot', snapshot, '--data', restored)).toMatchObject({
    status: 0,
    err: expect.stringContaining('1 people have been erased since'),
  });
});

test('who is to be erased has to be an id', async () => {
  expect(await sojourn([], 'erase', 'Ana', '--yes')).toMatchObject({ status: exitCode.usage });
});
