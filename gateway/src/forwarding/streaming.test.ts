import http from 'node:http';
import { describe, expect, test } from 'vitest';
import {
  type Echo,
  eventually,
  pairForTests,
  rawConnection,
  routesTo,
  sendRaw,
  statusesIn,
} from '../testing/index.js';

const policies = '      - max-body: { action: { bytes: 1000000 } }';
const pair = pairForTests((service) => routesTo(service, { policies }));

describe('bodies pass as they come', () => {
  test('the first event arrives while the answer is still open', async () => {
    const connection = rawConnection(pair.gateway.port);
    connection.write('GET /data/events HTTP/1.1\r\nHost: x\r\n\r\n');
    expect(await connection.received(/data: first/)).toContain('text/event-stream');
    expect(pair.service.underWay()).toBe(1);
    connection.socket.destroy();
    await pair.service.idle();
  });

  test('the service sees the first part of an upload before the client has sent the last', async () => {
    const connection = rawConnection(pair.gateway.port);
    connection.write(
      'POST /data/put HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nConnection: close\r\n\r\nfirst',
    );
    await eventually(() => pair.service.underWay()).toBe(1);
    connection.write('-last');
    expect(await connection.closed()).toContain('"bytes":10');
  });

  test('an empty body, a HEAD and a 304-like answer keep their shape', async () => {
    const post = await fetch(`${pair.gateway.url}/data/put`, { method: 'POST' });
    const { headers, bytes } = (await post.json()) as Echo;
    expect(bytes).toBe(0);
    expect(headers['content-length']).toBe('0');
    expect(headers).not.toHaveProperty('transfer-encoding');
    const head = await fetch(`${pair.gateway.url}/data/x`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
    expect(await head.text()).toBe('');
  });

  test('Expect: 100-continue is answered before the body is sent', async () => {
    const request = http.request(`${pair.gateway.url}/data/put`, {
      method: 'POST',
      headers: { expect: '100-continue', 'content-length': 4 },
    });
    await new Promise((resolve) => request.once('continue', resolve).flushHeaders());
    const answered = new Promise<http.IncomingMessage>((resolve) => request.once('response', resolve));
    request.end('body');
    const response = await answered;
    const text = (await response.toArray()).join('');
    expect((JSON.parse(text) as Echo).bytes).toBe(4);
  });
});

test('an HTTP/1.0 client gets the plain bytes and the end of the connection', async () => {
  const answer = await sendRaw(pair.gateway.port, 'GET /data/download?bytes=16 HTTP/1.0\r\nHost: x\r\n\r\n');
  expect(statusesIn(answer)).toEqual([200]);
  expect(answer.split('\r\n\r\n')[1]).toBe('sojourn sojourn ');
  expect(answer.toLowerCase()).not.toContain('chunked');
});

describe('a client that leaves takes its request with it', () => {
  test.each(['hang', 'events'])('%s', async (what) => {
    const connections = Array.from({ length: 10 }, () => rawConnection(pair.gateway.port));
    for (const connection of connections) connection.write(`GET /data/${what} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await eventually(() => pair.service.underWay()).toBe(10);
    for (const connection of connections) connection.socket.destroy();
    await pair.service.idle();
    expect(pair.service.underWay()).toBe(0);
  });

  test('in the middle of an upload', async () => {
    const connection = rawConnection(pair.gateway.port);
    connection.write('POST /data/put HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\npart');
    await eventually(() => pair.service.underWay()).toBe(1);
    connection.socket.destroy();
    await pair.service.idle();
  });
});

describe('bodies above the limit', () => {
  test('are refused by their announced length before they are sent', async () => {
    const before = pair.service.seen.length;
    const connection = rawConnection(pair.gateway.port);
    connection.write('POST /data/put HTTP/1.1\r\nHost: x\r\nContent-Length: 1000001\r\n\r\n');
    const answer = await connection.received(/\}$/);
    expect(statusesIn(answer)).toEqual([413]);
    expect(answer).toContain('"code":"too-large"');
    expect(answer.toLowerCase()).toContain('connection: close');
    expect(pair.service.seen.length).toBe(before);
    connection.socket.destroy();
  });

  test('a client that sends it all before it reads still gets the answer', async () => {
    const response = await fetch(`${pair.gateway.url}/data/put`, {
      method: 'POST',
      body: Buffer.alloc(1_000_001),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ code: 'too-large', status: 413 });
  });

  test('are cut when they come in chunks of unknown number', async () => {
    const connection = rawConnection(pair.gateway.port);
    connection.write('POST /data/put HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    const part = `10000\r\n${'x'.repeat(65_536)}\r\n`;
    connection.write(part.repeat(20));
    const answer = await connection.received(/\}$/);
    expect(statusesIn(answer)).toEqual([413]);
    connection.socket.destroy();
    await pair.service.idle();
  });

  test('exactly at the limit they pass', async () => {
    const response = await fetch(`${pair.gateway.url}/data/put`, {
      method: 'POST',
      body: Buffer.alloc(1_000_000),
    });
    expect(((await response.json()) as Echo).bytes).toBe(1_000_000);
  });
});

test('a service that answers before it has read leaves the connection usable', async () => {
  const connection = rawConnection(pair.gateway.port);
  connection.write(
    `POST /data/early HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n${'x'.repeat(500_000)}`,
  );
  expect(statusesIn(await connection.received(/early/))).toEqual([409]);
  connection.write('GET /data/next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(statusesIn(await connection.closed())).toEqual([409, 200]);
});
