import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { location, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const health = async () => expect((await service.call('/healthz')).status).toBe(200);

/** Sends an upload, and counts how often the service says that it is well between the last byte and the answer. */
async function healthAmid(body: Buffer): Promise<{ readonly status: number; readonly answers: number }> {
  const upload = request(`${service.baseUrl}/usercache/put`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  });
  const answered = once(upload, 'response') as Promise<[IncomingMessage]>;
  upload.write(body.subarray(0, -1));
  // Long enough for the service to have read all of it: at least a buffer of the socket for each answer.
  for (let read = 0; read < body.length; read += 65_536) await health();
  upload.end(body.subarray(-1));
  let done = false;
  const ended = answered.then(([response]) => {
    done = true;
    response.resume();
    return response.statusCode!;
  });
  let answers = 0;
  while (!done) {
    await health();
    answers++;
  }
  return { status: await ended, answers };
}

it('sees to others while it handles a long upload', async () => {
  const { token } = await service.participant();
  const entries = Array.from({ length: 20_000 }, (_, second) => location(SOME_TIME + second));
  const body = Buffer.from(JSON.stringify({ user: token, phone_to_server: entries }));
  expect((await service.post('/usercache/put', body)).status).toBe(200);
  // The second time nothing is written, so that nothing but the work itself lets others have their turn.
  const { status, answers } = await healthAmid(body);
  expect(status).toBe(200);
  expect(answers).toBeGreaterThan(8);
});
