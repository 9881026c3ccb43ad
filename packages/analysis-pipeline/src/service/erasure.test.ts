import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PhoneEntry } from '@sojourn/datamodel';
import type { ServiceClient, SojournClient } from '@sojourn/datamodel/client';
import { FAILING_RUNS, PENDING_ERASURES, UNUSED_POINTS } from '@sojourn/datamodel/http';
import { createLogger } from '@sojourn/service-kit';
import { simulate } from '@sojourn/simulator';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { defineJob, type JobContext, jobDefinitions } from '../jobs/index.js';
import { dyingAt } from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { createPipelineService } from './index.js';

const waiting = defineJob({
  name: 'waiting',
  description: 'Goes on until it is called off',
  parameters: z.object({ person: z.string() }),
  roles: ['operator'],
  run: ({ signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    }),
});

let platform: TestPlatform;
let operator: SojournClient;
let filesFolder: string;
beforeEach(async () => {
  filesFolder = await mkdtemp(join(tmpdir(), 'sojourn-files-'));
  const settings = { filesFolder, jobLeaseSeconds: 0.6, aggregateMinimumPeople: 1 };
  platform = await startPlatform(settings, { jobs: [...jobDefinitions, waiting] });
  operator = platform.pipelineFor(await platform.operator());
});
afterEach(async () => {
  await platform.stop();
  await rm(filesFolder, { recursive: true, force: true });
});

type Person = Awaited<ReturnType<TestPlatform['newPerson']>>;

/** Documents that belong to nobody. */
const collections = [
  'aggregate-metrics',
  'aggregate-state',
  'failing-runs',
  'job-keys',
  'jobs-ended',
  'jobs-open',
  'transit-tiles',
  'unused-points',
] as const;

async function done(name: string, parameters: Record<string, unknown> = {}, by = operator) {
  const { id } = await by.startJob({ name, parameters, idempotencyKey: randomBytes(8).toString('hex') });
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
  return await operator.job(id);
}

/** Somebody who has left something everywhere. */
async function resident(seed: string): Promise<Person> {
  const person = await platform.newPerson();
  const [simulated] = simulate({ seed, days: 1, platform: 'android', flights: false });
  await person.phone.putUsercache([...simulated!.entries] as PhoneEntry[]);
  await done('retry', {}, platform.pipelineFor(person.token));
  for (const [name, parameters] of [
    ['export-raw', { person: person.id, days: 1 }],
    ['purge-raw', { person: person.id, olderThanDays: 0 }],
    ['train-trip-model', { person: person.id }],
    ['aggregate-metrics', {}],
  ] as const) {
    expect(await done(name, parameters)).toMatchObject({ status: 'done' });
  }
  return person;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function documents(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const collection of collections) {
    found[collection] = [];
    for await (const document of platform.documents(collection).list()) {
      found[collection].push([document.name, document.value]);
    }
  }
  return found;
}

/** The sums of everybody's days, whenever they were last made. */
async function sumsOfAll(): Promise<unknown> {
  const sums = JSON.stringify((await documents())['aggregate-metrics']);
  return JSON.parse(sums, (name, value) => (name === 'last_updated' ? null : value));
}

/** Where a person is still named: by their id in letters or in bytes, or by their token. */
async function tracesOf({ id, token }: Person): Promise<string[]> {
  const traces: string[] = [];
  for (const file of [...(await filesBelow(platform.data)), ...(await filesBelow(filesFolder))]) {
    const bytes = await readFile(file);
    const named = [id, token, Buffer.from(id, 'hex')].some((trace) => bytes.includes(trace));
    if (named || file.includes(id)) traces.push(file);
  }
  for (const [collection, list] of Object.entries(await documents())) {
    if (JSON.stringify(list).includes(id)) traces.push(collection);
  }
  for await (const person of platform.services.people()) if (person.id === id) traces.push('people');
  return traces;
}

async function lines(person: Person): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of person.store.streamBytes({ keys: null })) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

describe('a person who is erased', () => {
  it('is named nowhere any more, and everybody else is as before', async () => {
    const stays = await resident('stays');
    const sums = await sumsOfAll();
    const before = await lines(stays);
    const leaves = await resident('leaves');
    for (const notes of [FAILING_RUNS, UNUSED_POINTS])
      await platform.documents(notes).put(leaves.id, { since: 1 });
    expect(await tracesOf(leaves)).toEqual(
      expect.arrayContaining([
        'jobs-ended',
        'failing-runs',
        'people',
        join(platform.data, 'store', 'store.mdb'),
      ]),
    );
    expect(await sumsOfAll()).not.toEqual(sums);
    // Nobody but the person could open their data; erasing it needs no key.
    await leaves.store.changeCustody({ custody: 'presented', passphrase: 'correct horse battery' });
    await leaves.store.lock();

    expect(await done('erase', { person: leaves.id })).toMatchObject({
      status: 'done',
      person: null,
      parameters: {},
      result: { tokens: 1, archives: 2, jobs: expect.any(Number) },
    });
    expect(await tracesOf(leaves)).toEqual([]);
    await expect(leaves.phone.putUsercache([])).rejects.toMatchObject({ code: 'token-invalid' });
    await expect(leaves.store.summary()).rejects.toMatchObject({ code: 'not-found' });
    expect(await sumsOfAll()).toEqual(sums);
    expect(await lines(stays)).toBe(before);
    expect(await readdir(join(filesFolder, 'archives'))).toEqual([stays.id]);
    await stays.phone.putUsercache([]);
    expect(await done('erase', { person: leaves.id })).toMatchObject({
      result: { tokens: 0, archives: 0, jobs: 0 },
    });
  });

  it('is not in the way of others: a job about them is called off before their files are removed', async () => {
    const { id, store } = await platform.newPerson();
    const job = await operator.startJob({ name: 'waiting', parameters: { person: id } });
    await platform.service.jobs.worker.look();
    const erasure = await operator.startJob({ name: 'erase', parameters: { person: id } });
    await platform.service.jobs.worker.look();
    await platform.service.jobs.worker.idle();
    expect(await operator.job(job.id)).toMatchObject({ status: 'cancelled' });
    expect(await operator.job(erasure.id)).toMatchObject({
      status: 'queued',
      error: { code: 'run-in-progress' },
    });
    await expect(store.summary()).rejects.toMatchObject({ code: 'not-found' });
    platform.pass(6);
    await platform.service.jobs.worker.look();
    await platform.service.jobs.worker.idle();
    expect(await operator.job(erasure.id)).toMatchObject({ status: 'done', result: { jobs: 1 } });
    await expect(operator.job(job.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is erased again where a restored backup still names them', async () => {
    const person = await platform.newPerson();
    await platform.services.erase(person.id);
    await platform.documents(FAILING_RUNS).put(person.id, { since: 1 });
    await platform.documents(PENDING_ERASURES).put(person.id, { request: 'a' });
    const logger = createLogger({ name: 'test', level: 'silent' });
    const restarted = await createPipelineService({ ...platform.config, jobSeconds: 1 }, { logger });
    restarted.startPolling();
    await vi.waitFor(async () => expect(await tracesOf(person)).toEqual([]), 20_000);
    await restarted.close();
  });

  it('is erased although somebody asked twice', async () => {
    const person = await platform.newPerson();
    const ask = () => operator.startJob({ name: 'erase', parameters: { person: person.id } });
    const jobs = [await ask(), await ask()];
    await platform.service.jobs.worker.look();
    await platform.service.jobs.worker.idle();
    for (const { id } of jobs) expect(await operator.job(id)).toMatchObject({ status: 'done', person: null });
    expect(await tracesOf(person)).toEqual([]);
  });

  it('is gone in the end, wherever the first tries were cut off', async () => {
    const person = await resident('cut off');
    await platform.documents(FAILING_RUNS).put(person.id, { since: 1 });
    const definition = jobDefinitions.find(({ name }) => name === 'erase')!;
    const attempt = (cutAt: number) =>
      definition.run(contextOf(person, clientDyingAt(platform.services, cutAt)));
    let cuts = 0;
    for (;;) {
      const outcome = await attempt(++cuts).then(
        () => 'done',
        (error: Error) => error.message,
      );
      if (outcome === 'done') break;
      expect(outcome).toBe('killed');
    }
    expect(cuts).toBeGreaterThan(4);
    expect(await tracesOf(person)).toEqual([]);
  });
});

/** A client that dies at its n-th change, before or after the service has made it, as its process would. */
function clientDyingAt(services: ServiceClient, count: number): ServiceClient {
  const dying = dyingAt(count);
  return {
    ...services,
    erase: dying(services.erase),
    vacuum: dying(services.vacuum),
    documents(collection) {
      const given = services.documents(collection);
      return { ...given, put: dying(given.put), remove: dying(given.remove) };
    },
  };
}

function contextOf({ id }: Person, store: ServiceClient): JobContext<Record<string, unknown>> {
  return {
    id: '0'.repeat(24),
    work: 'an erasure',
    attempt: 1,
    parameters: { person: id },
    caller: { role: 'operator', person: null },
    signal: new AbortController().signal,
    progress: () => undefined,
    store,
    run: () => Promise.reject(new Error('nothing is run')),
    settings: platform.config.settings,
    transitStops: { lookUp: async (boxes) => boxes.map(() => undefined) },
    threads: 1,
    clock: platform.clock,
    filesFolder,
    isDormant: async () => false,
  };
}
