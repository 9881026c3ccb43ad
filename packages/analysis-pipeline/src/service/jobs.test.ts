import { SojournError } from '@sojourn/datamodel';
import type { SojournClient } from '@sojourn/datamodel/client';
import type { Job } from '@sojourn/datamodel/http';
import { simulate } from '@sojourn/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob, type JobContext, jobDefinitions } from '../jobs/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { createPipelineService, type PipelineService } from './index.js';

/** What the jobs of this test do, one try after the other. */
const script = new Map<string, ((context: JobContext<{ key?: string | undefined }>) => Promise<object>)[]>();
const scripted = defineJob({
  name: 'scripted',
  description: 'Does what a test says',
  parameters: z.object({ key: z.string().optional(), person: z.string().optional() }),
  roles: ['participant', 'operator'],
  run: (context) => script.get(context.parameters.key ?? '')!.shift()!(context),
});

let platform: TestPlatform;
let operator: SojournClient;
beforeAll(async () => {
  platform = await startPlatform({}, { jobs: [...jobDefinitions, scripted] });
  operator = platform.pipelineFor(await platform.operator());
});
afterAll(() => platform.stop());

const code = (code: string) => expect.objectContaining({ code });
let keys = 0;
/** Asks for a job that does these things, one in each try. */
function begin(...tries: ((context: JobContext<object>) => Promise<object>)[]): Promise<Job> {
  const key = `key ${++keys}`;
  script.set(key, tries);
  return operator.startJob({ name: 'scripted', parameters: { key } });
}
/** The job when nothing is being worked on any more. */
async function settled({ id }: Job): Promise<Job> {
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
  return operator.job(id);
}
/** A promise and what fulfils it. */
function gate<T = void>() {
  let open!: (value: T) => void;
  const passed = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

describe('a job', () => {
  it('is done after the answer, and says what it gave', async () => {
    const job = await begin(async ({ progress }) => {
      progress('first', 1, 2);
      progress('second', 0);
      progress('first', 2, 2);
      return { answer: 42 };
    });
    expect(job).toMatchObject({ name: 'scripted', status: 'queued', attempts: 0, result: null });
    expect(await settled(job)).toMatchObject({
      status: 'done',
      attempts: 1,
      result: { answer: 42 },
      error: null,
      progress: [
        { step: 'first', done: 2, total: 2 },
        { step: 'second', done: 0, total: null },
      ],
    });
  });

  it('that fails says why, and nothing of foreign errors but that', async () => {
    const job = await begin(async () => {
      throw new Error('at 48.8,2.3');
    });
    const ended = await settled(job);
    expect(ended).toMatchObject({ status: 'failed', error: { code: 'internal', detail: null } });
    expect(JSON.stringify(ended)).not.toContain('48.8');
    expect(platform.log.join('\n')).toContain('jobs could not be worked on');
  });

  it('is tried again, each time later, when its error may pass', async () => {
    const fail = async () => {
      throw new SojournError('service-unavailable');
    };
    const job = await begin(fail, fail, async () => ({}));
    const first = await settled(job);
    expect(first).toMatchObject({ status: 'queued', attempts: 1, error: { code: 'service-unavailable' } });
    expect((await settled(job)).attempts).toBe(1);
    platform.pass(first.retryAt! - platform.clock() / 1000);
    const second = await settled(job);
    expect(second.attempts).toBe(2);
    expect(second.retryAt! - platform.clock() / 1000).toBeGreaterThan(5);
    platform.pass(3600);
    expect(await settled(job)).toMatchObject({ status: 'done', attempts: 3, error: null, retryAt: null });
  });

  it('is called off before it begins, and while it is done', async () => {
    const begun = gate();
    const job = await begin(({ signal }) => {
      begun.open();
      return aborted(signal);
    });
    await begun.passed;
    expect(await operator.cancelJob(job.id)).toMatchObject({ cancelling: true });
    expect(await settled(job)).toMatchObject({ status: 'cancelled', result: null });
    expect(await operator.cancelJob(job.id)).toMatchObject({ status: 'cancelled' });
  });
});

describe('a request for a job', () => {
  it('with the same key gives the same job, and only the same request may use it', async () => {
    script.set('once', [async () => ({})]);
    const request = { name: 'scripted', parameters: { key: 'once' }, idempotencyKey: 'one' };
    const jobs = await Promise.all(Array.from({ length: 5 }, () => operator.startJob(request)));
    expect(new Set(jobs.map(({ id }) => id)).size).toBe(1);
    expect(await settled(jobs[0]!)).toMatchObject({ status: 'done', attempts: 1 });
    expect(await operator.startJob(request)).toMatchObject({ id: jobs[0]!.id, status: 'done' });
    await expect(operator.startJob({ ...request, parameters: { key: 'twice' } })).rejects.toEqual(
      code('conflict'),
    );
  });

  it('may carry the key in a header, and go to the path without prefix', async () => {
    script.set('header', [async () => ({})]);
    const ask = () =>
      fetch(`http://${platform.pipelineAddress}/jobs`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'idempotency-key': 'two',
        },
        body: JSON.stringify({ name: 'scripted', parameters: { key: 'header' } }),
      });
    const token = await platform.operator();
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.status]).toEqual([202, 202]);
    const { id } = (await first.json()) as Job;
    expect(((await second.json()) as Job).id).toBe(id);
    await platform.service.jobs.worker.idle();
    const read = await fetch(`http://${platform.pipelineAddress}/jobs/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await read.json()).toEqual(await operator.job(id));
  });

  it('has a known name and parameters that fit', async () => {
    const wrong = (name: string, parameters: Record<string, unknown>) =>
      expect(operator.startJob({ name, parameters })).rejects;
    await wrong('no-such', {}).toEqual(code('not-found'));
    await wrong('scripted', { key: 7 }).toMatchObject({
      code: 'request-invalid',
      errors: [{ path: 'parameters.key', code: 'invalid' }],
    });
    await wrong('scripted', { lock: 'x' }).toEqual(code('request-invalid'));
    await wrong('intake', { people: 'some' }).toEqual(code('request-invalid'));
  });

  it('comes from somebody', async () => {
    const answer = await fetch(`http://${platform.pipelineAddress}/v2/jobs`);
    expect(answer.status).toBe(401);
    await expect(platform.pipelineFor('unknown').job('0'.repeat(24))).rejects.toEqual(code('token-invalid'));
  });
});

describe('a participant', () => {
  it('acts on nobody else, and sees nobody else', async () => {
    const [own, other] = [await platform.newPerson(), await platform.newPerson()];
    const client = platform.pipelineFor(own.token);
    await expect(client.startJob({ name: 'intake', parameters: { person: other.id } })).rejects.toEqual(
      code('role-insufficient'),
    );
    const job = await client.startJob({ name: 'intake' });
    expect(job).toMatchObject({ person: own.id, parameters: { person: own.id } });
    await settled(job);
    expect((await client.job(job.id)).status).toBe('done');
    const stranger = platform.pipelineFor(other.token);
    for (const call of [stranger.job(job.id), stranger.cancelJob(job.id)]) {
      await expect(call).rejects.toEqual(code('not-found'));
    }
    const ids = async (list: AsyncIterable<Job>) => {
      const found = [];
      for await (const { id } of list) found.push(id);
      return found;
    };
    expect(await ids(client.jobs())).toEqual([job.id]);
    expect(await ids(stranger.jobs())).toEqual([]);
    expect(await ids(operator.jobs({ name: 'intake' }))).toContain(job.id);
  });

  it('may have so many jobs waiting, and no more', async () => {
    const { token, store } = await platform.newPerson();
    const client = platform.pipelineFor(token);
    const { fence } = await store.acquireLease('somebody else', 3600);
    const asked = [];
    for (let index = 0; index < 20; index++) asked.push(await client.startJob({ name: 'intake' }));
    await expect(client.startJob({ name: 'intake' })).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfter: 30,
    });
    for (const { id } of asked) await client.cancelJob(id);
    await platform.service.jobs.worker.idle();
    await store.releaseLease(fence);
    expect((await settled(await client.startJob({ name: 'intake' }))).status).toBe('done');
  });

  it('may ask for some kinds of jobs only, and calls off only what is their own', async () => {
    const { token, id } = await platform.newPerson();
    const client = platform.pipelineFor(token);
    const names = (await client.jobDefinitions()).map(({ name }) => name);
    expect(names).toContain('intake');
    const [intake] = (await operator.jobDefinitions()).filter(({ name }) => name === 'intake');
    expect(intake).toMatchObject({
      roles: ['participant', 'operator'],
      parameters: { type: 'object', properties: { people: { enum: ['with-new-data', 'all'] } } },
    });
    const begun = gate();
    const end = gate();
    script.set('for them', [
      async () => {
        begun.open();
        await end.passed;
        return {};
      },
    ]);
    const job = await operator.startJob({ name: 'scripted', parameters: { key: 'for them', person: id } });
    await begun.passed;
    expect((await client.job(job.id)).status).toBe('running');
    await expect(client.cancelJob(job.id)).rejects.toEqual(code('role-insufficient'));
    end.open();
    expect((await settled(job)).status).toBe('done');
  });
});

describe('the list of jobs', () => {
  it('is the newest first, in pages, by name and status', async () => {
    const made = [];
    for (let index = 0; index < 5; index++) {
      platform.pass(1);
      made.unshift((await settled(await begin(async () => ({})))).id);
    }
    const token = await platform.operator();
    const page = async (query: string) =>
      (await (
        await fetch(`http://${platform.pipelineAddress}/v2/jobs?${query}`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).json()) as { jobs: Job[]; next: string | null };
    const first = await page('limit=2&name=scripted&status=done');
    expect(first.jobs.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const second = await page(`limit=3&name=scripted&status=done&after=${first.next}`);
    expect(second.jobs.map(({ id }) => id)).toEqual(made.slice(2));
    expect((await page('status=running')).jobs).toEqual([]);
  });

  it('forgets what ended long ago, and keys with it', async () => {
    script.set('old', [async () => ({}), async () => ({ again: true })]);
    const request = { name: 'scripted', parameters: { key: 'old' }, idempotencyKey: 'old' };
    const old = await settled(await operator.startJob(request));
    platform.pass(31 * 24 * 3600);
    const fresh = await settled(await begin(async () => ({})));
    expect(await platform.service.jobs.forget()).toBeGreaterThan(0);
    await expect(operator.job(old.id)).rejects.toEqual(code('not-found'));
    expect((await operator.job(fresh.id)).status).toBe('done');
    const again = await operator.startJob(request);
    expect(again.id).not.toBe(old.id);
    expect((await settled(again)).result).toEqual({ again: true });
  });
});

describe('several processes', () => {
  const others: PipelineService[] = [];
  const another = async (): Promise<PipelineService> => {
    const surroundings = { clock: platform.clock, jobs: [...jobDefinitions, scripted] };
    const service = await createPipelineService({ ...platform.config, logLevel: 'silent' }, surroundings);
    others.push(service);
    return service;
  };
  afterAll(() => Promise.all(others.map((service) => service.close())));

  it('do a job once, and take it over only when its lease has ended', async () => {
    const begun = gate();
    const end = gate();
    const job = await begin(
      async () => {
        begun.open();
        await end.passed;
        return { by: 'the first' };
      },
      async () => ({ by: 'the second' }),
    );
    await begun.passed;
    const second = await another();
    await second.jobs.worker.look();
    expect(await operator.job(job.id)).toMatchObject({ status: 'running', attempts: 1 });
    platform.pass(platform.config.jobLeaseSeconds + 1);
    await second.jobs.worker.look();
    await second.jobs.worker.idle();
    expect(await operator.job(job.id)).toMatchObject({
      status: 'done',
      attempts: 2,
      result: { by: 'the second' },
    });
    // What the first one says afterwards counts no more.
    end.open();
    expect(await settled(job)).toMatchObject({ attempts: 2, result: { by: 'the second' } });
  });

  it('go on with what one of them puts back when it stops', async () => {
    const begun = gate();
    script.set('put back', [
      ({ signal }) => {
        begun.open();
        return aborted(signal);
      },
      async ({ attempt }) => ({ attempt }),
    ]);
    const first = await another();
    const job = await first.jobs.desk.submit(
      { name: 'scripted', parameters: { key: 'put back' } },
      { role: 'operator', person: null },
    );
    await begun.passed;
    await first.jobs.close();
    expect(await operator.job(job.id)).toMatchObject({ status: 'queued', attempts: 0 });
    expect((await settled(await operator.job(job.id))).result).toEqual({ attempt: 1 });
  });

  it('give up a job whose process always dies', async () => {
    const begun = gate();
    const died = gate<object>();
    const job = await begin(() => {
      begun.open();
      return died.passed;
    });
    await begun.passed;
    // As if nine processes had taken it over after the first, and died.
    const open = platform.documents('jobs-open');
    const { value, version } = (await open.get(job.id))!;
    await open.put(job.id, { ...(value as Job), attempts: 10 }, version);
    platform.pass(platform.config.jobLeaseSeconds + 1);
    const service = await another();
    await service.jobs.worker.look();
    await service.jobs.worker.idle();
    expect(await operator.job(job.id)).toMatchObject({ status: 'failed', error: { code: 'job-abandoned' } });
    // What the first one says afterwards counts no more.
    died.open({});
    expect(await settled(job)).toMatchObject({ status: 'failed' });
  });
});

describe('intake', () => {
  const [{ entries } = { entries: [] }] = simulate({
    seed: 'jobs',
    days: 1,
    platform: 'ios',
    flights: false,
  });
  const upload = async () => {
    const person = await platform.newPerson();
    await person.phone.putUsercache([...entries]);
    return person;
  };

  it('runs one person, stage by stage', async () => {
    const { id, token, store } = await upload();
    const job = await settled(await platform.pipelineFor(token).startJob({ name: 'intake' }));
    expect(job).toMatchObject({ status: 'done', person: id, result: { changed: 1, failures: 0 } });
    expect(job.progress).toContainEqual({ step: 'TRIP_SEGMENTATION', done: 1, total: 1 });
    expect(await store.count({ keys: ['segmentation/raw_trip'] })).toBeGreaterThan(0);
  });

  it('runs those with new data, and tells who was left out', async () => {
    const [first, second, locked] = [await upload(), await upload(), await upload()];
    await locked.store.changeCustody({ custody: 'presented', passphrase: 'correct horse battery' });
    await locked.store.lock();
    const job = await settled(await operator.startJob({ name: 'intake' }));
    expect(job).toMatchObject({
      status: 'done',
      person: null,
      result: { changed: 2, unchanged: 0, skipped: { locked: 1, dormant: 0 }, failures: 0, failed: [] },
    });
    expect(job.progress).toContainEqual({ step: 'people', done: 2, total: 2 });
    for (const { store } of [first, second]) {
      const { sequence, processedSequence } = await store.summary();
      expect(processedSequence).toBe(sequence);
    }
    const again = await settled(await operator.startJob({ name: 'intake', parameters: { people: 'all' } }));
    const { changed, unchanged } = again.result as { changed: number; unchanged: number };
    expect(changed).toBe(0);
    expect(unchanged).toBeGreaterThan(1);
  });

  it('leaves dormant people alone, unless they are asked for', async () => {
    const { id, phone } = await upload();
    await settled(await operator.startJob({ name: 'intake', parameters: { person: id } }));
    const last = [...entries].findLast(({ metadata }) => metadata.key === 'background/location')!;
    const later = structuredClone(last);
    later.metadata.write_ts += 60;
    later.data.ts = (later.data.ts as number) + 60;
    await phone.putUsercache([later]);
    const service = await createPipelineService(
      { ...platform.config, dormantSeconds: 21_600, logLevel: 'silent' },
      { clock: platform.clock },
    );
    const ask = async (parameters: Record<string, unknown>) => {
      const caller = { role: 'operator', person: null } as const;
      const job = await service.jobs.desk.submit({ name: 'intake', parameters }, caller);
      await service.jobs.worker.idle();
      return (await operator.job(job.id)).result;
    };
    expect(await ask({})).toMatchObject({ changed: 0, skipped: { dormant: 1 } });
    await service.poller.poll();
    await service.poller.idle();
    expect((await phone.waiting()).map(({ what }) => what)).toEqual(['entries']);
    expect(await ask({ person: id })).toMatchObject({ changed: 1 });
    expect(await phone.waiting()).toEqual([]);
    await service.close();
  });
});
