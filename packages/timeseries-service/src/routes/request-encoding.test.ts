import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { fastify } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptCompressedBodies } from './request-encoding.js';

const app = fastify({ bodyLimit: 100_000 });
let address: string;
beforeAll(async () => {
  acceptCompressedBodies(app);
  app.setErrorHandler((error: { code?: string; status?: number; statusCode?: number }, _request, reply) =>
    reply.code(error.status ?? error.statusCode ?? 500).send({ code: error.code }),
  );
  app.post('/', async (request) => request.body);
  address = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

async function post(body: Uint8Array, encoding: string) {
  const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
  const response = await fetch(address, { method: 'POST', headers, body: new Uint8Array(body) });
  return { status: response.status, body: (await response.json()) as unknown };
}

const text = JSON.stringify({ text: 'x'.repeat(50_000) });

describe('acceptCompressedBodies', () => {
  it.each([
    ['gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', Buffer.from(text)],
  ])('takes %s', async (encoding, body) => {
    expect(await post(body, encoding)).toEqual({ status: 200, body: JSON.parse(text) });
  });

  it.each([
    ['a truncated body', gzipSync(text).subarray(0, 60), 'gzip'],
    ['an empty body', new Uint8Array(0), 'gzip'],
    ['a body that is not compressed', Buffer.from(text), 'gzip'],
    ['an encoding nobody knows', Buffer.from(text), 'zip'],
    ['a name from the prototype', Buffer.from(text), 'constructor'],
  ])('refuses %s', async (_what, body, encoding) => {
    expect((await post(body, encoding)).status).toBe(400);
  });

  it('refuses what expands beyond the body limit', async () => {
    const bomb = gzipSync(JSON.stringify({ text: 'x'.repeat(5_000_000) }));
    expect(await post(bomb, 'gzip')).toEqual({ status: 413, body: { code: 'FST_ERR_CTP_BODY_TOO_LARGE' } });
    expect((await post(gzipSync(text), 'gzip')).status).toBe(200);
  });
});
