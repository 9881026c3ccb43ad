import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Entry } from '@sojourn/datamodel';
import { createPipelineClient, createServiceClient, type PersonClient } from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { parseUpload } from '@sojourn/datamodel/wire';
import { type Connection, connect, createLogger, listen, parseReady } from '@sojourn/service-kit';
import { simulate } from '@sojourn/simulator';
import { configOf, createTimeseriesService, type TimeseriesService } from '@sojourn/timeseries-service';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { differences } from '../testing/index.js';
import { type KillingProxy, type KillPoint, startKillingProxy } from '../testing/killing-proxy.js';

/** How many of the moments of a run are tried: those around its commit; all of them in a long test. */
const moments = Number(process.env.SOJOURN_TEST_KILL_MOMENTS ?? 2);
// The built file: `npm test` compiles first.
const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

let data: string;
let timeseries: TimeseriesService;
let proxy: KillingProxy;
let internal: Connection;
let skew = 0;
const children: ChildProcess[] = [];

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'sojourn-kill-'));
  const config = configOf({ data, internalAddress: '127.0.0.1:0', compactSeconds: 0 });
  const logger = createLogger({ name: 'test', level: 'silent' });
  timeseries = await createTimeseriesService(config, { logger, clock: () => Date.now() + skew });
  const address = await listen(timeseries.internal, config.internalAddress);
  internal = connect(address);
  proxy = await startKillingProxy(address);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await proxy.close();
  await internal.close();
  await timeseries.close();
  await rm(data, { recursive: true, force: true });
});

const tokenFor = (audience: string) =>
  timeseries.authority.source({ subject: 'test', audience, scope: serviceScopes, ttl: 1e9 });
const storeOf = (person: string) =>
  createServiceClient({ ...internal, serviceToken: tokenFor('timeseries') }).person(person);

/** A pipeline of its own process, which reaches the store through the proxy. */
async function startPipeline() {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH,
      SOJOURN_DATA: data,
      SOJOURN_TIMESERIES_ADDRESS: proxy.address,
      SOJOURN_PIPELINE_ADDRESS: '127.0.0.1:0',
      SOJOURN_POLL_SECONDS: '0',
      SOJOURN_PIPELINE_THREADS: '0',
      SOJOURN_LOG_LEVEL: 'silent',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const address = await new Promise<string>((resolve) => {
    createInterface(child.stdout!).on('line', (line) => {
      const addresses = parseReady(line);
      if (addresses) resolve(addresses.pipeline!);
    });
  });
  const connection = connect(address);
  const client = createPipelineClient({ ...connection, serviceToken: tokenFor('pipeline') });
  return {
    run: (person: string) => client.run({ person }),
    kill: () => child.kill('SIGKILL'),
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
      await connection.close();
    },
  };
}

const [simulated] = simulate({ seed: 'kill', days: 2, platform: 'android', flights: false });
const all = [...simulated!.entries];
const halves = [all.slice(0, all.length / 2), all.slice(all.length / 2)];

async function upload(person: string, half: 0 | 1): Promise<void> {
  const { entries } = parseUpload(JSON.stringify({ phone_to_server: halves[half] }));
  await timeseries.store.person(person).put(entries);
}

/** Everything that is stored of a person but statistics, by stream, and how far stages are. */
async function stateOf(store: PersonClient) {
  const streams: Record<string, Entry[]> = {};
  for await (const list of store.streamEntries({ keys: null })) {
    for (const entry of list) {
      const { key } = entry.metadata;
      if (key.startsWith('stats/')) continue;
      streams[key] ??= [];
      streams[key].push(entry);
    }
  }
  const { states } = await store.states();
  const marks = Object.entries(states).map(([stage, { last_processed_ts }]) => [stage, last_processed_ts]);
  return { streams, marks: Object.fromEntries(marks) as Record<string, number | null> };
}

type State = Awaited<ReturnType<typeof stateOf>>;

function stateDifferences(one: State, other: State): unknown[] {
  const keys = [...new Set([...Object.keys(one.streams), ...Object.keys(other.streams)])].sort();
  const options = { ignored: ['user_id', 'metadata'] };
  const found: unknown[] = differences(one.streams, other.streams, keys, options);
  return JSON.stringify(one.marks) === JSON.stringify(other.marks)
    ? found
    : [...found, one.marks, other.marks];
}

it('a pipeline that is killed at any moment of a run leaves nothing or everything, and the next run ends the same', async () => {
  let pipeline = await startPipeline();
  const whole = await timeseries.store.createPerson();
  await upload(whole, 0);
  await pipeline.run(whole);
  const before = await stateOf(storeOf(whole));
  await upload(whole, 1);
  const waiting = await stateOf(storeOf(whole));
  proxy.arm(whole);
  await pipeline.run(whole);
  const after = await stateOf(storeOf(whole));
  const requests = [...proxy.seen];
  expect(stateDifferences(before, after)).not.toEqual([]);

  for (const point of chosen(requests)) {
    const person = await timeseries.store.createPerson();
    await upload(person, 0);
    proxy.arm(person);
    await pipeline.run(person);
    await upload(person, 1);
    proxy.arm(person, point, pipeline.kill);
    await expect(pipeline.run(person)).rejects.toThrow();
    await pipeline.stop();
    proxy.arm(person);
    pipeline = await startPipeline();
    const left = await stateOf(storeOf(person));
    const isDone = stateDifferences(left, after).length === 0;
    if (!isDone) expect(stateDifferences(left, waiting), JSON.stringify(point)).toEqual([]);
    const isCommitted = requests.findIndex((path) => path.endsWith('/commit')) + 1;
    expect(isDone).toBe(
      point.request > isCommitted || (point.request === isCommitted && point.when === 'after'),
    );
    const isLeased = point.request > 1 || point.when === 'after';
    const isReleased = point.request === requests.length && point.when === 'after';
    if (isLeased && !isReleased)
      await expect(pipeline.run(person)).rejects.toMatchObject({ code: 'run-in-progress' });
    // By now the lease of the pipeline that died has run out.
    skew = 61_000;
    await pipeline.run(person);
    skew = 0;
    expect(stateDifferences(await stateOf(storeOf(person)), after), JSON.stringify(point)).toEqual([]);
  }
  await pipeline.stop();
}, 600_000);

/** Moments to kill at: just before and just after the commit, then any others. */
function chosen(requests: readonly string[]): KillPoint[] {
  const commit = requests.findIndex((path) => path.endsWith('/commit')) + 1;
  const every = requests.flatMap((_, index): KillPoint[] => [
    { request: index + 1, when: 'before' },
    { request: index + 1, when: 'after' },
  ]);
  const first = every.filter(({ request }) => request === commit);
  const others = every.filter(({ request }) => request !== commit);
  const step = Math.max(1, Math.floor(others.length / Math.max(1, moments - first.length)));
  return [...first, ...others.filter((_, index) => index % step === 0)].slice(0, moments);
}
