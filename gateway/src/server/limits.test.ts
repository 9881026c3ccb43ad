import { expect, test } from 'vitest';
import { pairForTests, rawConnection, routesTo, sendRaw, statusesIn } from '../testing/index.js';

const server =
  'headersTimeout: 200, requestTimeout: 400, keepAliveTimeout: 100, maxHeaderBytes: 4096, maxHeaders: 20';
const pair = pairForTests((service) => routesTo(service, { server }));

test('headers that do not end are cut off', async () => {
  const connection = rawConnection(pair.gateway.port);
  connection.write('GET /data/x HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  expect(statusesIn(await connection.closed())).toEqual([408]);
  expect(pair.service.seen).toEqual([]);
});

test('a header sent byte by byte gains no time', async () => {
  const connection = rawConnection(pair.gateway.port);
  connection.write('GET /data/x HTTP/1.1\r\nHost: x\r\n');
  const drip = setInterval(() => connection.write('X: y\r\n'), 20);
  const answer = await connection.closed();
  clearInterval(drip);
  expect(statusesIn(answer)).toEqual([408]);
});

test('a body that does not end is cut off, and the service is told', async () => {
  const connection = rawConnection(pair.gateway.port);
  connection.write('POST /data/put HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\npart');
  expect(statusesIn(await connection.closed())).toEqual([408]);
  await pair.service.idle();
});

test('a connection without a request is closed after a while', async () => {
  const connection = rawConnection(pair.gateway.port);
  connection.write('GET /data/x HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(statusesIn(await connection.closed())).toEqual([200]);
});

test('headers above the limit are refused', async () => {
  const big = `GET /data/x HTTP/1.1\r\nHost: x\r\nX-Big: ${'a'.repeat(5000)}\r\n\r\n`;
  expect(statusesIn(await sendRaw(pair.gateway.port, big))).toEqual([431]);
});

test('headers above the number are not passed on', async () => {
  const many = Array.from({ length: 60 }, (_, index) => `X-${index}: 1`).join('\r\n');
  const answer = await sendRaw(
    pair.gateway.port,
    `GET /data/x HTTP/1.1\r\nHost: x\r\n${many}\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).not.toContain('"x-30"');
});

test('a request without Host is refused', async () => {
  expect(
    statusesIn(await sendRaw(pair.gateway.port, 'GET /data/x HTTP/1.1\r\nConnection: close\r\n\r\n')),
  ).toEqual([400]);
});
