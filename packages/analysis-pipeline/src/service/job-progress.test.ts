import { once } from 'node:events';
import type { Job } from '@sojourn/datamodel/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { defineJob, type JobContext } from '../jobs/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { createPipelineService } from './index.js';

let work: (context: JobContext<object>) => Promise<object>;
const scripted = defineJob({
  name: 'scripted',
  description: 'Does what a test says',
  parameters: z.object({ person: z.string().optional() }),
  roles: ['participant'],
  run: (context) => work(context),
});

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform({}, { jobs: [scripted] });
});
afterAll(() => platform.stop());

const follow = (id: string, headers: Record<string, string>, prefix = '/v2') =>
  new WebSocket(`ws://${platform.pipelineAddress}${prefix}/jobs/${id}/progress`, { headers });
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** Everything that is said until the end. */
async function messagesOf(socket: WebSocket): Promise<Job[]> {
  const messages: Job[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  const [code] = await once(socket, 'close');
  expect(code).toBe(1000);
  return messages;
}
/** Status of the answer instead of a WebSocket. */
async function refusal(socket: WebSocket): Promise<number> {
  const [, response] = await once(socket, 'unexpected-response');
  response.resume();
  return response.statusCode;
}

describe('the progress of a job', () => {
  it('is told as it goes, to the end', async () => {
    const { token } = await platform.newPerson();
    let opened = (): void => undefined;
    let seen = (): void => undefined;
    const ready = new Promise<void>((resolve) => {
      opened = resolve;
    });
    const told = new Promise<void>((resolve) => {
      seen = resolve;
    });
    work = async ({ progress }) => {
      await ready;
      progress('step', 1, 2);
      await told;
      progress('step', 2, 2);
      return { answer: 42 };
    };
    const { id } = await platform.pipelineFor(token).startJob({ name: 'scripted' });
    const socket = follow(id, bearer(token));
    socket.on('open', opened);
    socket.on('message', (data) => {
      if (JSON.parse(String(data)).progress.length > 0) seen();
    });
    const messages = await messagesOf(socket);
    expect(messages.map(({ progress }) => progress[0]?.done)).toContain(1);
    expect(messages.at(-1)).toMatchObject({ id, status: 'done', result: { answer: 42 } });
    expect(messages.at(-1)!.progress).toEqual([{ step: 'step', done: 2, total: 2 }]);
  });

  it('of a job that has ended is its end', async () => {
    const { token } = await platform.newPerson();
    work = async () => ({});
    const { id } = await platform.pipelineFor(token).startJob({ name: 'scripted' });
    await platform.service.jobs.worker.idle();
    const messages = await messagesOf(follow(id, bearer(token), ''));
    expect(messages).toEqual([await platform.pipelineFor(token).job(id)]);
  });

  it('is told by a process that does not do the job itself', async () => {
    const { token, id: person } = await platform.newPerson();
    work = async () => ({ by: 'the other' });
    const other = await createPipelineService(
      { ...platform.config, logLevel: 'silent' },
      { clock: platform.clock, jobs: [scripted] },
    );
    const caller = { role: 'participant' as const, person };
    const { id } = await other.jobs.desk.submit({ name: 'scripted', parameters: {} }, caller);
    const messages = await messagesOf(follow(id, bearer(token)));
    expect(messages.at(-1)).toMatchObject({ status: 'done', result: { by: 'the other' } });
    await other.close();
  });

  it('is told to a browser with a session, and to nobody else than may see the job', async () => {
    const [own, other] = [await platform.newPerson(), await platform.newPerson()];
    work = async () => ({});
    const { id } = await platform.pipelineFor(own.token).startJob({ name: 'scripted' });
    const session = await platform.timeseries.public.inject({
      method: 'POST',
      url: '/v2/session',
      payload: { token: own.token },
    });
    const cookie = String(session.headers['set-cookie']).split(';')[0]!;
    expect((await messagesOf(follow(id, { cookie }))).at(-1)).toMatchObject({ id, status: 'done' });
    expect(await refusal(follow(id, {}))).toBe(401);
    expect(await refusal(follow(id, bearer('unknown')))).toBe(403);
    expect(await refusal(follow(id, bearer(other.token)))).toBe(404);
    expect(await refusal(follow('0'.repeat(24), bearer(own.token)))).toBe(404);
    expect(await refusal(follow('none', bearer(own.token)))).toBe(400);
  });
});
