import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exitCode, runCommandLine } from '../index.js';
import { createMemoryTerminal } from '../testing/memory-terminal.js';

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const program = fileURLToPath(new URL('../../bin/sojourn.js', import.meta.url));

let data: string;
let running: ChildProcess | undefined;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-up-test-'));
});
afterEach(async () => {
  running?.kill('SIGKILL');
  await rm(data, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts the command as a person would and waits for the address on its stdout. */
async function up(...argv: string[]) {
  const child = spawn(process.execPath, [program, 'up', '--port', '0', '--data', data, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const ended = once(child, 'exit').then(([status]) => status as number | null);
  const address = once(createInterface({ input: child.stdout }), 'line').then(([line]) => String(line));
  const url = await Promise.race([
    address,
    ended.then((status) => Promise.reject(new Error(`${status}: ${err}`))),
  ]);
  return { url, child, ended, said: () => err };
}

async function findTrips(url: string, token: string): Promise<{ data: { start_ts: number } }[]> {
  const answer = await fetch(`${url}/datastreams/find_entries/timestamp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      user: token,
      key_list: ['segmentation/raw_trip'],
      key_time: 'data.start_ts',
      start_time: 0,
      end_time: 4_102_444_800,
    }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { phone_data: { data: { start_ts: number } }[] }).phone_data;
}

test('up --demo serves two weeks of trips behind one port, again after a restart, and ends when asked', async () => {
  const first = await up('--demo');
  const token = /token: (\S+)/.exec(first.said())?.[1] ?? '';
  const trips = await findTrips(first.url, token);
  expect(trips.length).toBeGreaterThan(20);
  if (existsSync(chromiumPath)) await signIn(first.url, token);
  else process.stderr.write(`no browser at ${chromiumPath}: the page was not opened in one\n`);
  const page = await fetch(first.url);
  expect(await page.text()).toContain('<title>Sojourn</title>');
  expect((await fetch(`${first.url}/v1/people`)).status).toBe(404);

  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  await expect(fetch(first.url)).rejects.toThrow();

  const second = await up('--demo');
  expect(second.said()).toContain(token);
  expect(second.said()).not.toContain('Uploading');
  expect(await findTrips(second.url, token)).toEqual(trips);
  second.child.kill('SIGINT');
  expect(await second.ended).toBe(0);
});

test('tokens are made, listed and withdrawn beside a running service and without one', async () => {
  const sojourn = async (...argv: string[]) => {
    const terminal = createMemoryTerminal();
    const status = await runCommandLine([...argv, '--data', data], terminal);
    expect(terminal.written.err).not.toContain('sojourn:');
    expect(status).toBe(0);
    return terminal.written.out.trim();
  };
  const token = await sojourn('tokens', 'create', '--label', 'Ana');
  const { url, child, ended } = await up();
  const register = () =>
    fetch(`${url}/profile/create`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ user: token }),
    });
  expect((await register()).status).toBe(200);
  const terminal = createMemoryTerminal();
  expect(await runCommandLine(['up', '--data', data], terminal)).toBe(exitCode.process);
  expect(terminal.written.err).toContain('running already');
  const listed = (await sojourn('tokens', 'list', '--json')).split('\n').map((line) => JSON.parse(line));
  expect(listed).toEqual([expect.objectContaining({ label: 'Ana', role: 'participant' })]);
  expect(JSON.stringify(listed)).not.toContain(token);
  await sojourn('tokens', 'revoke', listed[0].id.slice(0, 8));
  expect((await register()).status).toBe(403);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

/** What a person sees who opens the address and signs in with what was printed. */
async function signIn(url: string, token: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto(url);
    await page.getByLabel('Token or opcode').fill(token);
    await page.getByRole('button', { name: 'Open my diary' }).click();
    await page.locator('.trip-card').first().waitFor();
    expect(page.url()).not.toContain(token);
  } finally {
    await browser.close();
  }
}
