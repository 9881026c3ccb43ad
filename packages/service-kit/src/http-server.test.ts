import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SojournError } from '@sojourn/datamodel';
import { Agent, fetch as fetchBy, type RequestInit } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createHttpServer, type HttpServer } from './http-server.js';
import { listen } from './listen.js';
import { createLogger } from './logger.js';
import { schemaOf } from './schema.js';

let folder: string;
let app: HttpServer;
let lines: string[];
let socket: Agent;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kit-'));
  lines = [];
  const logger = createLogger({ name: 'test', destination: { write: (line) => lines.push(line) } });
  app = createHttpServer({ logger, bodyLimit: 1000, trustGateway: true });
  app.route({
    method: 'POST',
    url: '/v1/people/:id/echo',
    schema: {
      body: schemaOf(z.strictObject({ count: z.int(), deep: z.object({ name: z.string() }).optional() })),
    },
    handler: async (request) => ({ count: request.body.count }),
  });
  app.route({
    method: 'POST',
    url: '/either',
    schema: { body: schemaOf(z.object({ value: z.union([z.string().min(1), z.literal('')]).nullable() })) },
    handler: async () => ({}),
  });
  app.post('/close', async () => ({ closed: true }));
  app.get('/locked', async () => {
    throw new SojournError('rate-limited', { retryAfter: 1.2 });
  });
  app.get('/broken', async () => {
    throw new Error('something unforeseen');
  });
  await listen(app, `unix:${folder}/a.sock`);
  socket = new Agent({ connect: { socketPath: `${folder}/a.sock` } });
});

afterEach(async () => {
  await socket.close();
  await app.close();
  await rm(folder, { recursive: true });
});

const call = (path: string, init: RequestInit = {}) =>
  fetchBy(`http://localhost${path}`, { ...init, dispatcher: socket });
const post = (body: string, headers: Record<string, string> = {}) =>
  call('/v1/people/p/echo', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });

async function problemOf(answer: Response) {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  const problem = (await answer.json()) as Record<string, unknown>;
  expect(problem.status).toBe(answer.status);
  return problem;
}

describe('createHttpServer', () => {
  it('answers over a socket that only the owner may use', async () => {
    expect((await stat(join(folder, 'a.sock'))).mode & 0o777).toBe(0o600);
    const answer = await post('{"count":3}', { 'content-type': 'application/json; charset=UTF-8' });
    expect([answer.status, await answer.json()]).toEqual([200, { count: 3 }]);
  });

  it('hands the request id of the gateway on, and makes one otherwise', async () => {
    expect((await post('{"count":3}', { 'x-request-id': 'abc-1' })).headers.get('x-request-id')).toBe(
      'abc-1',
    );
    expect((await post('{"count":3}', { 'x-request-id': 'a b' })).headers.get('x-request-id')).toMatch(
      /^[\w-]{36}$/,
    );
  });

  it.each([
    ['a missing member', '{}', 'count', 'missing'],
    ['a text in place of a number', '{"count":"3"}', 'count', 'invalid'],
    ['a nested fault', '{"count":3,"deep":{"name":4}}', 'deep.name', 'invalid'],
    ['an unexpected member', '{"count":3,"more":1}', 'more', 'unexpected'],
  ])('answers %s with its path', async (_, body, path, code) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await problemOf(answer)).toMatchObject({ code: 'request-invalid', errors: [{ path, code }] });
  });

  it.each([
    ['malformed JSON', '{"count":', {}, 400, 'request-invalid'],
    ['__proto__', '{"__proto__":{"count":3}}', {}, 400, 'request-invalid'],
    ['an empty body', '', {}, 400, 'request-invalid'],
    ['another content type', 'count=3', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['a long body', `{"count":${'3'.repeat(1000)}}`, {}, 413, 'too-large'],
  ])('refuses %s', async (_, body, headers, status, code) => {
    const answer = await post(body, headers);
    expect(answer.status).toBe(status);
    expect(await problemOf(answer)).toMatchObject({ code });
  });

  it('takes nothing as JSON where no body is expected', async () => {
    const answer = await call('/close', { method: 'POST', headers: { 'content-type': 'application/json' } });
    expect([answer.status, await answer.json()]).toEqual([200, { closed: true }]);
  });

  it('names a place once that fits none of several shapes', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await call('/either', { method: 'POST', headers, body: '{"value":5}' });
    expect((await problemOf(answer)).errors).toEqual([{ path: 'value', code: 'invalid' }]);
  });

  it('tells a wrong method from a wrong path', async () => {
    const wrongMethod = await call('/v1/people/p/echo?x=1');
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await problemOf(wrongMethod)).toMatchObject({ code: 'method-not-allowed' });
    const wrongPath = await call('/v1/people/p/q/echo', { method: 'POST' });
    expect(await problemOf(wrongPath)).toMatchObject({ status: 404, code: 'not-found' });
  });

  it('says after how long a retry makes sense', async () => {
    const answer = await call('/locked');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2']);
  });

  it('keeps the particulars of a surprise in the log', async () => {
    const answer = await call('/broken');
    const problem = await problemOf(answer);
    expect(problem).toMatchObject({ status: 500, code: 'internal' });
    expect(JSON.stringify(problem)).not.toContain('unforeseen');
    expect(lines.join()).toContain('unforeseen');
  });

  it('logs the route, not the path or the body', async () => {
    await post('{"count":987654}', { 'x-request-id': 'abc-2' });
    const line = lines.map((text) => JSON.parse(text)).find(({ request }) => request === 'abc-2');
    expect(line).toMatchObject({ method: 'POST', route: '/v1/people/:id/echo', status: 200 });
    expect(lines.join()).not.toContain('987654');
    expect(lines.join()).not.toContain('people/p/');
  });

  it('is healthy', async () => {
    const answer = await call('/healthz');
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });
});

describe('health', () => {
  it('is 503 while a check fails, and says which', async () => {
    const failing = createHttpServer({
      logger: createLogger({ name: 'test', level: 'silent' }),
      health: {
        good: () => {},
        storage: async () => {
          throw new Error('no such disk');
        },
      },
    });
    const answer = await failing.inject('/healthz');
    expect([answer.statusCode, answer.json()]).toEqual([503, { status: 'failing', failed: ['storage'] }]);
    await failing.close();
  });
});

describe('listen', () => {
  const silent = () => createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }) });

  it('takes a free port and says which', async () => {
    const other = silent();
    const address = await listen(other, '127.0.0.1:0');
    expect(address).toMatch(/^127\.0\.0\.1:[1-9]\d*$/);
    expect((await fetch(`http://${address}/healthz`)).status).toBe(200);
    const third = silent();
    await expect(listen(third, address)).rejects.toMatchObject({ code: 'config-invalid' });
    await third.close();
    await other.close();
  });

  it('refuses a socket that somebody answers on', async () => {
    const other = silent();
    await expect(listen(other, `unix:${folder}/a.sock`)).rejects.toMatchObject({ code: 'config-invalid' });
    await other.close();
    expect((await call('/healthz')).status).toBe(200);
  });

  it('does not overwrite a file that is no socket', async () => {
    await writeFile(join(folder, 'file'), 'precious');
    const other = silent();
    await expect(listen(other, `unix:${folder}/file`)).rejects.toThrow();
    await other.close();
  });

  it('answers what is not HTTP with a problem', async () => {
    const other = silent();
    const address = await listen(other, '127.0.0.1:0');
    const { connect: dial } = await import('node:net');
    const answer = await new Promise<string>((resolve) => {
      const socket = dial(Number(address.split(':')[1]), '127.0.0.1', () => socket.end('nonsense\r\n\r\n'));
      let text = '';
      socket.on('data', (chunk) => (text += chunk));
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('application/problem+json');
    await other.close();
  });
});

describe('stale sockets', () => {
  it('replaces one that a killed process left behind', async () => {
    const { spawn } = await import('node:child_process');
    const path = join(folder, 'stale.sock');
    const child = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(path)}, () => process.stdout.write('up'))`,
    ]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect((await stat(path)).isSocket()).toBe(true);
    const other = createHttpServer({ logger: createLogger({ name: 'test', level: 'silent' }) });
    await listen(other, `unix:${path}`);
    await other.close();
    // A closed server removes its own socket.
    const probe = createServer();
    await new Promise<void>((resolve) => probe.listen(path, resolve));
    await new Promise((resolve) => probe.close(resolve));
  });
});

describe('collapseSlashes', () => {
  it('finds a route, and its methods, whatever slashes are repeated', async () => {
    const tolerant = createHttpServer({
      logger: createLogger({ name: 'test', level: 'silent' }),
      collapseSlashes: true,
    });
    tolerant.post('/usercache/put', async (request) => ({ query: request.query }));
    const baseUrl = `http://${await listen(tolerant, '127.0.0.1:0')}`;
    const answer = await fetch(`${baseUrl}//usercache///put?a=//`, { method: 'POST' });
    const wrongMethod = await fetch(`${baseUrl}//usercache//put`);
    await tolerant.close();
    expect(await answer.json()).toEqual({ query: { a: '//' } });
    expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
  });
});
