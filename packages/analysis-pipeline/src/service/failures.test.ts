import type { SojournClient } from '@sojourn/datamodel/client';
import type { Job, WaitingItem } from '@sojourn/datamodel/http';
import { simulate } from '@sojourn/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSettings } from '../settings/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { createPipelineService, type PipelineService } from './index.js';

/** A forest without trees: the stage fails for everybody. */
const broken = createSettings({ 'intake.alternatives': { MODE_INFERENCE: 'forest' } });

let platform: TestPlatform;
let operator: SojournClient;
beforeAll(async () => {
  platform = await startPlatform({ settings: broken });
  operator = platform.pipelineFor(await platform.operator());
});
afterAll(() => platform.stop());

const code = (code: string) => expect.objectContaining({ code });
const [{ entries } = { entries: [] }] = simulate({
  seed: 'failures',
  days: 1,
  platform: 'ios',
  flights: false,
});

async function uploaded() {
  const person = await platform.newPerson();
  await person.phone.putUsercache([...entries]);
  return person;
}
async function poll(service: PipelineService): Promise<void> {
  await service.poller.poll();
  await service.poller.idle();
}
const failuresOf = async (client: SojournClient): Promise<WaitingItem[]> =>
  (await client.waiting()).filter(({ what }) => what === 'run');
/** A pipeline of other settings and another release on the same store. */
const repaired = () =>
  createPipelineService(
    { ...platform.config, settings: createSettings({}), logLevel: 'silent' },
    { clock: platform.clock, software: 'repaired' },
  );
/** How a job is once it was looked for. */
async function ended({ jobs }: PipelineService, { id }: Pick<Job, 'id'>): Promise<Job> {
  await jobs.worker.look();
  await jobs.worker.idle();
  return operator.job(id);
}
/** How a job ends that may have to wait for others about the same person, such as those that a new release asks for. */
async function endedAtLast(service: PipelineService, { id }: Pick<Job, 'id'>): Promise<Job> {
  for (;;) {
    const job = await ended(service, { id });
    if (job.status !== 'queued') return job;
    platform.pass(5);
  }
}

describe('a stage that fails', () => {
  it('is shown, tried again each time later, and forgotten when other software succeeds', async () => {
    const { id, phone, store } = await uploaded();
    await poll(platform.service);
    const [failure] = await failuresOf(phone);
    expect(failure).toMatchObject({ stage: 'MODE_INFERENCE', count: 1, since: expect.any(Number) });
    // All other stages have done their work.
    expect((await phone.waiting()).map(({ what }) => what)).toEqual(['run']);
    expect(await store.count({ keys: ['analysis/cleaned_section'] })).toBeGreaterThan(0);
    await poll(platform.service);
    expect((await failuresOf(phone))[0]!.count).toBe(1);
    const { body } = await platform.service.api.inject('/metrics');
    expect(body).toContain('sojourn_pipeline_failing_people 1');
    platform.pass(31);
    await poll(platform.service);
    const [second] = await failuresOf(phone);
    expect(second).toMatchObject({ count: 2, since: failure!.since });
    expect(second!.retryAt! - platform.clock() / 1000).toBeGreaterThan(50);

    const service = await repaired();
    await poll(service);
    expect(await failuresOf(phone)).toEqual([]);
    expect(await store.count({ keys: ['analysis/inferred_section'] })).toBeGreaterThan(0);
    await service.close();
    expect(await platform.documents('failing-runs').get(id)).toBeUndefined();
  });

  it('writes its statistics only with a run that changed something', async () => {
    const { store } = await uploaded();
    const errors = () => store.count({ keys: ['stats/pipeline_error'] });
    await poll(platform.service);
    expect(await errors()).toBe(1);
    for (let turn = 0; turn < 3; turn++) {
      platform.pass(3600);
      await poll(platform.service);
    }
    expect(await errors()).toBe(1);
  });
});

describe('a retry that is asked for', () => {
  it('does not wait for its time, and is one job however often it is asked for', async () => {
    const { token, phone, store } = await uploaded();
    const client = platform.pipelineFor(token);
    await poll(platform.service);
    expect(await failuresOf(phone)).toMatchObject([{ count: 1 }]);
    const { fence } = await store.acquireLease('somebody else', 3600);
    const job = await client.retry();
    expect(await ended(platform.service, job)).toMatchObject({
      status: 'queued',
      error: { code: 'run-in-progress' },
    });
    expect((await client.retry()).id).toBe(job.id);
    // However often it looks, waiting for its turn is no failed try.
    for (let looks = 0; looks < 12; looks++) {
      platform.pass(6);
      expect(await ended(platform.service, job)).toMatchObject({ status: 'queued', attempts: 0 });
    }
    await store.releaseLease(fence);
    platform.pass(6);
    expect(await ended(platform.service, job)).toMatchObject({
      status: 'done',
      result: { tried: 0, released: 0, failed: [{ stage: 'MODE_INFERENCE', code: expect.any(String) }] },
    });
    expect(await failuresOf(phone)).toMatchObject([{ count: 2 }]);
    expect((await client.retry()).id).not.toBe(job.id);
    await platform.service.jobs.worker.idle();
  });

  it('takes quarantine along', async () => {
    const { id, store, phone } = await uploaded();
    const [row] = entries;
    await store.commit({
      quarantine: [
        {
          raw: { ...row, metadata: { ...row!.metadata, write_ts: row!.metadata.write_ts - 1 } },
          code: 'zone-unknown',
        },
      ],
    });
    const job = await ended(platform.service, await operator.retry(id));
    expect(job).toMatchObject({ status: 'done', result: { tried: 1, released: 1, changed: true } });
    expect((await phone.waiting()).filter(({ what }) => what !== 'run')).toEqual([]);
  });

  it('is for operators and for oneself', async () => {
    const [own, other] = [await platform.newPerson(), await platform.newPerson()];
    const client = platform.pipelineFor(own.token);
    await expect(client.retry(other.id)).rejects.toEqual(code('role-insufficient'));
    await expect(operator.retry()).rejects.toEqual(code('person-unknown'));
  });
});

describe('a new release', () => {
  it('tries the quarantine of everybody again, once', async () => {
    const { store, phone } = await uploaded();
    const [row] = entries;
    await store.commit({ quarantine: [{ raw: row, code: 'zone-unknown' }] });
    const service = await createPipelineService(
      {
        ...platform.config,
        settings: createSettings({}),
        jobSeconds: 1,
        pollSeconds: 3600,
        logLevel: 'silent',
      },
      { clock: platform.clock, software: 'a new release' },
    );
    service.startPolling();
    service.startPolling();
    const reconvert = async () => {
      const found: Job[] = [];
      for await (const job of operator.jobs({ name: 'reconvert' })) found.push(job);
      return found;
    };
    await expect.poll(async () => (await reconvert())[0]?.status).toBe('done');
    expect(await reconvert()).toMatchObject([{ result: { tried: 1, released: 1 } }]);
    expect((await phone.waiting()).filter(({ what }) => what === 'quarantine')).toEqual([]);
    await service.close();
  });
});

describe('points that do not say how they were collected', () => {
  it('are named with the reason, until the settings say it and somebody asks for a retry', async () => {
    const { id, phone } = await platform.newPerson();
    const old = [...entries].map((entry) => {
      const { filter: _, ...data } = entry.data as { filter?: unknown };
      return { ...entry, data };
    });
    const half = Math.floor(old.length / 2);
    const unused = async () => (await phone.waiting()).filter(({ what }) => what === 'points');
    await phone.putUsercache(old.slice(0, half) as never);
    await poll(platform.service);
    const [item] = await unused();
    expect(item).toEqual({
      what: 'points',
      why: 'collection-mode-unknown',
      count: expect.any(Number),
      since: expect.any(Number),
    });
    await phone.putUsercache(old.slice(half) as never);
    platform.pass(3600);
    await poll(platform.service);
    const [more] = await unused();
    expect(more!.count).toBeGreaterThan(item!.count!);
    expect(more!.since).toBe(item!.since);

    const settings = createSettings({ 'intake.segmentation.missing_filter': 'distance' });
    const service = await createPipelineService(
      { ...platform.config, settings, logLevel: 'silent' },
      { clock: platform.clock },
    );
    const caller = { role: 'operator', person: null } as const;
    const retry = await service.jobs.desk.submit({ name: 'retry', parameters: { person: id } }, caller);
    expect(await endedAtLast(service, retry)).toMatchObject({ status: 'done', result: { changed: true } });
    expect(await phone.waiting()).toEqual([]);
    await service.close();
  });
});
