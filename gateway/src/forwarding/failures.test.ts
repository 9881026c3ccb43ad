import { mkdtemp, rm } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type Echo, eventually, routesTo, startGateway, startService } from '../testing/index.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const kept = <T extends { close(): Promise<unknown> }>(thing: T): T => {
  closing.push(() => thing.close());
  return thing;
};

const problem = async (url: string, init?: RequestInit) => {
  const response = await fetch(url, init);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return { response, problem: (await response.json()) as Record<string, unknown> };
};

test('a dead service is a 503 that says when to come back', async () => {
  const service = await startService();
  await service.close();
  const gateway = kept(await startGateway(routesTo(service.url)));
  const { response, problem: details } = await problem(`${gateway.url}/data/x`);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(details).toEqual({
    type: 'urn:sojourn:error:service-unavailable',
    title: 'The service cannot answer now',
    status: 503,
    code: 'service-unavailable',
  });
});

test('a service that breaks the connection is a 502', async () => {
  const service = kept(await startService());
  const gateway = kept(await startGateway(routesTo(service.url)));
  for (const init of [{}, { method: 'POST' }, { method: 'POST', body: 'x'.repeat(100_000) }]) {
    const { response, problem: details } = await problem(`${gateway.url}/data/reset`, init);
    expect(response.status).toBe(502);
    expect(details).toMatchObject({ status: 502, code: 'upstream-unavailable' });
  }
});

test.each([
  ['not HTTP', '220 mail ready\r\n'],
  ['a status that is none', 'HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n'],
  ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ['nothing', ''],
])('an answer that is %s is a 502', async (_name, bytes) => {
  const server = net.createServer((socket) => socket.once('data', () => socket.end(bytes, 'latin1')));
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(async () => server.close());
  const gateway = kept(
    await startGateway(routesTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );
  const { response } = await problem(`${gateway.url}/data/x`);
  expect(response.status).toBe(502);
});

test('an odd reason phrase is replaced', async () => {
  const server = net.createServer((socket) =>
    socket.once('data', () =>
      socket.end('HTTP/1.1 200 caf\u00e9\u0001\r\nContent-Length: 2\r\n\r\nok', 'latin1'),
    ),
  );
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  closing.push(async () => server.close());
  const gateway = kept(
    await startGateway(routesTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)),
  );
  const response = await fetch(`${gateway.url}/data/x`);
  expect([response.status, response.statusText, await response.text()]).toEqual([200, 'OK', 'ok']);
});

test('a service that takes too long is a 504, and its request is ended', async () => {
  const service = kept(await startService());
  const gateway = kept(await startGateway(routesTo(service.url, { settings: 'timeout: 200' })));
  const upload = await problem(`${gateway.url}/data/hang`, { method: 'POST', body: 'x'.repeat(100_000) });
  expect(upload.response.status).toBe(504);
  const { response, problem: details } = await problem(`${gateway.url}/data/hang`);
  expect(response.status).toBe(504);
  expect(details).toMatchObject({ status: 504, code: 'upstream-timeout' });
  await service.idle();
});

test('an answer that is cut in the middle is cut for the client too', async () => {
  const service = kept(await startService());
  const gateway = kept(await startGateway(routesTo(service.url)));
  const response = await fetch(`${gateway.url}/data/half`);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
});

test('more requests than a replica may have are refused at once', async () => {
  const service = kept(await startService());
  const gateway = kept(await startGateway(routesTo(service.url, { settings: 'maxConnections: 1' })));
  const leave = new AbortController();
  const first = fetch(`${gateway.url}/data/hang`, { signal: leave.signal }).catch(() => 'left');
  await eventually(() => service.underWay()).toBe(1);
  const { response } = await problem(`${gateway.url}/data/x`);
  expect(response.status).toBe(503);
  leave.abort();
  expect(await first).toBe('left');
  await service.idle();
  await eventually(async () => (await fetch(`${gateway.url}/data/x`)).status).toBe(200);
});

test('a connection that the service has closed meanwhile is not an error for a GET', async () => {
  const first = await startService('first');
  const gateway = kept(await startGateway(routesTo(first.url)));
  await (await fetch(`${gateway.url}/data/x`)).text();
  await first.close();
  kept(await startService('second', { port: first.port }));
  const answer = (await (await fetch(`${gateway.url}/data/x`)).json()) as Echo;
  expect(answer.service).toBe('second');
});

test('a service behind a unix socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sojourn-socket-'));
  closing.push(() => rm(folder, { recursive: true }));
  const service = kept(await startService('local', { path: join(folder, 'service.sock') }));
  const gateway = kept(await startGateway(routesTo(service.url)));
  const response = await fetch(`${gateway.url}/data/put`, { method: 'POST', body: 'hello' });
  expect((await response.json()) as Echo).toMatchObject({ service: 'local', bytes: 5 });
});

describe('replicas', () => {
  const twoReplicas = (one: string, two: string) =>
    routesTo('placeholder', {
      settings: 'health: { interval: 50, timeout: 1000 }, connectTimeout: 500',
    }).replace("url: 'placeholder'", `urls: ['${one}', '${two}']`);
  const ask = async (url: string, body?: string): Promise<string> => {
    const init = body === undefined ? {} : { method: 'POST', body };
    const response = await fetch(`${url}/data/x`, init);
    return response.ok ? ((await response.json()) as Echo).service : String(response.status);
  };

  test('take turns', async () => {
    const [a, b] = [kept(await startService('a')), kept(await startService('b'))];
    const gateway = kept(await startGateway(twoReplicas(a.url, b.url)));
    const asked: string[] = [];
    for (let round = 0; round < 4; round += 1) asked.push(await ask(gateway.url));
    expect(asked).toEqual(['a', 'b', 'a', 'b']);
  });

  test('one that dies is left out without a failed request, uploads included, until it is back', async () => {
    const a = kept(await startService('a'));
    const b = await startService('b');
    const gateway = kept(await startGateway(twoReplicas(a.url, b.url)));
    await b.close();
    for (let round = 0; round < 3; round += 1) {
      expect(await ask(gateway.url, 'x'.repeat(100_000))).toBe('a');
      expect(await ask(gateway.url)).toBe('a');
    }
    expect(gateway.lines.filter((line) => line.msg === 'replica is down')).toMatchObject([
      { replica: b.url },
    ]);
    kept(await startService('b', { port: b.port }));
    await eventually(() => ask(gateway.url)).toBe('b');
  });

  test('one that says it is not well is left out too', async () => {
    const [a, b] = [kept(await startService('a')), kept(await startService('b'))];
    const gateway = kept(await startGateway(twoReplicas(a.url, b.url)));
    b.healthy = false;
    await eventually(() => gateway.lines.some((line) => line.msg === 'replica is down')).toBe(true);
    expect([await ask(gateway.url), await ask(gateway.url)]).toEqual(['a', 'a']);
    b.healthy = true;
    await eventually(() => ask(gateway.url)).toBe('b');
  });
});
