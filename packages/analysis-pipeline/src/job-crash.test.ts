import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient } from '@sojourn/datamodel/client';
import type { Job } from '@sojourn/datamodel/http';
import { parseUpload } from '@sojourn/datamodel/wire';
import { createLogger, listen, parseReady } from '@sojourn/service-kit';
import { simulate } from '@sojourn/simulator';
import { configOf, createTimeseriesService, type TimeseriesService } from '@sojourn/timeseries-service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

// Built files, as they are run: `npm test` compiles first.
const pipelineMain = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const gatewayMain = fileURLToPath(new URL('../../../gateway/dist/main.js', import.meta.url));
const people = 6;

const children: ChildProcess[] = [];
let data: string;
let timeseries: TimeseriesService;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-jobs-'));
  const config = configOf({ data, compactSeconds: 0 });
  const logger = createLogger({ name: 'test', level: 'silent' });
  timeseries = await createTimeseriesService(config, { logger });
  await listen(timeseries.internal, config.internalAddress);
  await listen(timeseries.public, config.publicAddress);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await timeseries.close();
  await rm(data, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts a service. @returns its addresses, once it listens */
async function start(main: string, environment: Record<string, string>) {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, SOJOURN_DATA: data, SOJOURN_LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, addresses: parseReady(line) as Readonly<Record<string, string>> };
}

const startPipeline = () =>
  start(pipelineMain, {
    SOJOURN_POLL_SECONDS: '0',
    SOJOURN_JOB_SECONDS: '0.2',
    SOJOURN_JOB_LEASE_SECONDS: '1',
    SOJOURN_PIPELINE_THREADS: '2',
  });

async function startGateway(): Promise<string> {
  const socket = (name: string) => `unix:${join(data, 'run', `${name}.sock`)}`;
  const { addresses } = await start(gatewayMain, {
    SOJOURN_PORT: '0',
    SOJOURN_TIMESERIES_PUBLIC_ADDRESS: socket('timeseries-public'),
    SOJOURN_PIPELINE_ADDRESS: socket('pipeline'),
  });
  return addresses.gateway!;
}

async function uploadDays(): Promise<string[]> {
  const [simulated] = simulate({ seed: 'jobs', days: 1, platform: 'ios', flights: false });
  const { entries } = parseUpload(JSON.stringify({ phone_to_server: [...simulated!.entries] }));
  const ids: string[] = [];
  for (let index = 0; index < people; index++) {
    const id = await timeseries.store.createPerson();
    await timeseries.store.person(id).put(entries);
    ids.push(id);
  }
  return ids;
}

describe('a job whose process is killed', () => {
  it('goes on in the next one, and those who follow it through the gateway see its end', async () => {
    const ids = await uploadDays();
    const { token } = await timeseries.store.directory.issue({ role: 'operator' });
    const [first, gateway] = await Promise.all([startPipeline(), startGateway()]);
    const operator = createClient({ baseUrl: gateway, token });
    const follow = (id: string) =>
      new WebSocket(`${gateway.replace('http', 'ws')}/v2/jobs/${id}/progress`, {
        headers: { authorization: `Bearer ${token}` },
      });

    const { id } = await operator.startJob({ name: 'intake', idempotencyKey: 'tonight' });
    const watching = follow(id);
    await new Promise<void>((resolve) => {
      watching.on('message', (text) => {
        if ((JSON.parse(String(text)) as Job).status === 'running') resolve();
      });
    });
    const broken = once(watching, 'close');
    first.child.kill('SIGKILL');
    expect((await broken)[0]).not.toBe(1000);
    await expect(
      createClient({ baseUrl: gateway, token, retry: { attempts: 1 } }).job(id),
    ).rejects.toMatchObject({ code: expect.stringMatching(/-unavailable$/) });

    // Whoever it was working on, the killed process has left leases like these.
    for (const person of ids) await timeseries.store.person(person).beginRun(`job ${id}`, 3_600_000, 0, true);
    await startPipeline();
    // The gateway takes a service back with the first answer.
    await expect.poll(() => operator.job(id).then(({ name }) => name, String)).toBe('intake');
    expect((await operator.startJob({ name: 'intake', idempotencyKey: 'tonight' })).id).toBe(id);
    const again = follow(id);
    const seen: Job[] = [];
    again.on('message', (text) => seen.push(JSON.parse(String(text)) as Job));
    expect((await once(again, 'close'))[0]).toBe(1000);
    expect(seen.at(-1)).toMatchObject({ status: 'done', attempts: 2, result: { failures: 0, failed: [] } });

    for (const person of ids) {
      const series = timeseries.store.person(person);
      const { sequence, processedSequence } = await series.summary();
      expect(processedSequence).toBe(sequence);
      const places = await series.count({ keys: ['segmentation/raw_place'] });
      const travel = await series.count({ keys: ['segmentation/raw_trip', 'segmentation/raw_untracked'] });
      expect([places, travel > 0]).toEqual([travel + 1, true]);
    }
    const plain = await fetch(`${gateway}/api/jobs/${id}`, { headers: { authorization: `Bearer ${token}` } });
    expect(await plain.json()).toEqual(await operator.job(id));
  });

  it('leaves nothing of a person who was being erased, once the next one has ended it', async () => {
    const [person, other] = (await uploadDays()) as [string, string];
    const archives = join(data, 'files', 'archives', person);
    await mkdir(archives, { recursive: true });
    await writeFile(join(archives, 'archive.json.gz.age'), 'sealed');
    const { token } = await timeseries.store.directory.issue({ role: 'operator' });
    const [first, gateway] = await Promise.all([startPipeline(), startGateway()]);
    const operator = createClient({ baseUrl: gateway, token });
    const { id } = await operator.startJob({ name: 'erase', parameters: { person } });
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    await startPipeline();
    const ended = { status: 'done', person: null, parameters: {} };
    await expect.poll(() => operator.job(id).catch(String), { timeout: 180_000 }).toMatchObject(ended);
    expect(await timeseries.store.person(person).exists()).toBe(false);
    expect(await timeseries.store.person(other).exists()).toBe(true);
    for (const entry of await readdir(data, { withFileTypes: true, recursive: true })) {
      expect(entry.name).not.toContain(person);
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect([entry.name, bytes.includes(person) || bytes.includes(Buffer.from(person, 'hex'))]).toEqual([
        entry.name,
        false,
      ]);
    }
  }, 240_000);
});
