import type { ChildProcess } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAddress } from '@sojourn/service-kit';
import { type Fault, type FaultyProxy, startFaultyProxy } from '@sojourn/service-kit/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type BenchStore, end, start, startStore } from '../pipeline/services.js';
import { daysOfPhones } from './day-of-a-phone.js';
import { openPhone } from './phone.js';
import { compareStored } from './stored.js';
import { syncAll } from './sync.js';

const PHONES = Number(process.env.SOJOURN_TEST_PHONES ?? 3);
/** Much shorter than usual, so that what must end does so soon. */
const limits = {
  headersTimeout: 500,
  requestTimeout: 1000,
  idleTimeout: 1500,
  keepAliveTimeout: 1000,
};
const serviceLimits = 'timeout: 600\n    connectTimeout: 500';
const patience = 500;

let folder: string;
let store: BenchStore;
/** Between gateway and store, and between phones and gateway. */
let behind: FaultyProxy;
let before: FaultyProxy;
let metricsUrl: string;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-faults-'));
  store = await startStore();
  const address = parseAddress(store.publicAddress);
  behind = await startFaultyProxy(address.kind === 'unix' ? { path: address.path } : address);
  const { gateway = '', metrics = '' } = await start(
    '@sojourn/gateway',
    {
      SOJOURN_GATEWAY_CONFIG: await impatientGateway(),
      SOJOURN_LOG_LEVEL: 'silent',
      SOJOURN_PORT: '0',
      SOJOURN_TIMESERIES_PUBLIC_ADDRESS: `http://127.0.0.1:${behind.port}`,
    },
    processes,
  );
  before = await startFaultyProxy({ host: '127.0.0.1', port: Number(new URL(gateway).port) });
  metricsUrl = metrics;
});
beforeEach(() => {
  behind.fault = 'none';
  before.fault = 'none';
});
afterAll(async () => {
  await before?.close();
  for (const child of processes) await end(child);
  await behind?.close();
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The gateway's own configuration with shorter times. */
async function impatientGateway(): Promise<string> {
  const place = dirname(createRequire(import.meta.url).resolve('@sojourn/gateway/package.json'));
  let text = await readFile(join(place, 'config', 'gateway.config.yml'), 'utf8');
  const replace = (from: RegExp, to: string) => {
    expect(text).toMatch(from);
    text = text.replace(from, to);
  };
  for (const [name, value] of Object.entries(limits))
    replace(new RegExp(`${name}: \\d+`), `${name}: ${value}`);
  replace(/timeout: 120000/, serviceLimits);
  await copyFile(join(place, 'config', 'system.config.yml'), join(folder, 'system.config.yml'));
  const file = join(folder, 'gateway.config.yml');
  await writeFile(file, text);
  return file;
}

const urlOf = ({ port }: FaultyProxy) => `http://127.0.0.1:${port}`;

async function gatewayFigure(name: string): Promise<number> {
  const text = await (await fetch(metricsUrl)).text();
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
}

async function invitePhones(count: number) {
  const tokens = await store.timeseries.issueTokens({ role: 'participant', count });
  return [...daysOfPhones(tokens.map(({ token }) => token))];
}

/** Some connections suffer from each fault in turn, later ones from the last. */
const each =
  (faults: readonly Fault[], times: number, then: Fault) =>
  (connection: number): Fault =>
    connection < faults.length * times ? faults[connection % faults.length]! : then;

test('phones whose network fails on both sides of the gateway send again: nothing is lost, nothing doubled', async () => {
  const phones = await invitePhones(PHONES);
  before.fault = each(
    ['answers cut', 'black hole', 'requests cut', 'half-open', 'trickle'],
    Math.ceil(PHONES / 2),
    'late',
  );
  behind.fault = each(
    ['answers cut', 'half-open', 'requests cut', 'black hole'],
    Math.ceil(PHONES / 3),
    'late',
  );
  const sync = await syncAll(urlOf(before), phones, { random: () => 0.5, patience, again: 10 });
  expect(sync.failed).toBe(0);
  expect(sync.unanswered).toBeGreaterThan(PHONES);
  const stored = await compareStored(phones, store.phone);
  const sent = phones.reduce((sum, { identities }) => sum + identities.size, 0);
  expect(stored).toEqual({ entries: sent, lost: 0, doubled: 0 });

  // Half-open connections and slow requests have been let go of, and the same processes answer as before.
  await expect.poll(() => gatewayFigure('gateway_connections')).toBe(0);
  expect(await gatewayFigure('gateway_requests_under_way')).toBe(0);
  before.fault = 'none';
  behind.fault = 'none';
  const after = await syncAll(urlOf(before), phones.slice(0, 1), { random: () => 0.5 });
  expect(after).toMatchObject({ failed: 0, unanswered: 0 });
  expect(await compareStored(phones, store.phone)).toEqual(stored);
});

test.each([
  ['black hole', 504],
  ['half-open', 504],
  ['answers cut', 502],
] as const)(
  'a store that cannot be heard (%s) is a %i in time, and is there again without a restart',
  async (fault, status) => {
    const [{ token = '' } = {}] = await store.timeseries.issueTokens({ role: 'participant', count: 1 });
    const phone = openPhone(urlOf(before), '127.0.0.1');
    const ask = async () => (await phone.post('/profile/create', JSON.stringify({ user: token }))).status;
    behind.fault = fault;
    // A gateway whose health check has met the same fault says so at once.
    expect([status, 503]).toContain(await ask());
    behind.fault = 'none';
    await expect.poll(ask).toBe(200);
    await phone.close();
  },
);

test('a phone whose request comes byte by byte is told so, or cut off, and holds no connection', async () => {
  const [{ token = '' } = {}] = await store.timeseries.issueTokens({ role: 'participant', count: 1 });
  before.fault = 'trickle';
  const phone = openPhone(urlOf(before), '127.0.0.1');
  const answer = await phone.post('/profile/create', JSON.stringify({ user: token })).catch(() => undefined);
  expect([undefined, 408]).toContain(answer?.status);
  await phone.close();
  await expect.poll(() => gatewayFigure('gateway_connections')).toBe(0);
});
