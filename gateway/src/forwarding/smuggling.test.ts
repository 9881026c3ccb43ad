import { beforeEach, describe, expect, test } from 'vitest';
import { pairForTests, sendRaw, statusesIn } from '../testing/index.js';

const pair = pairForTests();

beforeEach(() => {
  pair.service.seen.length = 0;
});

const hidden = 'GET /v1/people HTTP/1.1\r\nHost: x\r\n\r\n';
const size = hidden.length.toString(16);
const chunked = `${size}\r\n${hidden}\r\n0\r\n\r\n`;

/** Sends one request that hides another. */
const send = (first: string, lines: readonly string[], body: string) =>
  sendRaw(pair.gateway.port, `${[first, 'Host: x', ...lines].join('\r\n')}\r\n\r\n${body}`);

describe('two ways to frame one body', () => {
  test('both length and chunks (CL.TE)', async () => {
    const answer = await send(
      'POST /data/put HTTP/1.1',
      ['Content-Length: 5', 'Transfer-Encoding: chunked'],
      `0\r\n\r\n${hidden}`,
    );
    expect(statusesIn(answer)).toEqual([400]);
    expect(pair.service.seen).toEqual([]);
  });

  test('both chunks and length (TE.CL)', async () => {
    const answer = await send(
      'POST /data/put HTTP/1.1',
      ['Transfer-Encoding: chunked', 'Content-Length: 4'],
      chunked,
    );
    expect(statusesIn(answer)).toEqual([400]);
    expect(pair.service.seen).toEqual([]);
  });

  test.each([
    ['two lengths', ['Content-Length: 0', `Content-Length: ${hidden.length}`]],
    ['a list of lengths', [`Content-Length: 0, ${hidden.length}`]],
    ['a length with a sign', [`Content-Length: +${hidden.length}`]],
    ['an unknown coding', ['Transfer-Encoding: xchunked']],
    ['chunks not last', ['Transfer-Encoding: chunked, identity']],
    ['a space before the colon', ['Transfer-Encoding : chunked']],
    ['a folded header', ['X: y', ' Transfer-Encoding: chunked']],
    ['a bare line feed in a header', ['X: y\nTransfer-Encoding: chunked']],
  ])('%s', async (_name, lines) => {
    const answer = await send('POST /data/put HTTP/1.1', [...lines, 'Connection: close'], chunked);
    expect(statusesIn(answer)).toEqual([400]);
    expect(pair.service.seen).toEqual([]);
  });

  test.each(['x', '-1', 'ffffffffffffffffff'])('a chunk of size %s', async (bad) => {
    const answer = await send(
      'POST /data/put HTTP/1.1',
      ['Transfer-Encoding: chunked', 'Connection: close'],
      `${bad}\r\n${hidden}\r\n0\r\n\r\n`,
    );
    expect(statusesIn(answer).every((status) => status >= 400)).toBe(true);
    expect(pair.service.seen.filter((line) => line.includes('v1'))).toEqual([]);
    await pair.service.idle();
  });
});

test.each(['GET', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE'])(
  '%s with a chunked body is refused',
  async (method) => {
    const answer = await send(
      `${method} /data/thing HTTP/1.1`,
      ['Transfer-Encoding: chunked', 'Connection: close'],
      chunked,
    );
    expect(statusesIn(answer)).toEqual([400]);
    expect(pair.service.seen).toEqual([]);
  },
);

test('DELETE with a length keeps its body together', async () => {
  const answer = await send(
    'DELETE /data/thing HTTP/1.1',
    [`Content-Length: ${hidden.length}`, 'Connection: close'],
    hidden,
  );
  expect(statusesIn(answer)).toEqual([200]);
  expect(answer).toContain(`"bytes":${hidden.length}`);
  expect(pair.service.seen).toEqual(['DELETE /data/thing']);
});

test('a chunked POST passes as one request, and the next on the connection is its own', async () => {
  const answer = await sendRaw(
    pair.gateway.port,
    `POST /data/put HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}` +
      'GET /data/next HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
  );
  expect(statusesIn(answer)).toEqual([200, 200]);
  expect(pair.service.seen).toEqual(['POST /data/put', 'GET /data/next']);
});

test('Connection cannot take the framing of a body away', async () => {
  const answer = await send(
    'POST /data/put HTTP/1.1',
    [`Content-Length: ${hidden.length}`, 'Connection: close, content-length, host'],
    hidden,
  );
  expect(statusesIn(answer)).toEqual([200]);
  expect(answer).toContain(`"bytes":${hidden.length}`);
  expect(pair.service.seen).toEqual(['POST /data/put']);
});

test('an upgrade to anything but a WebSocket is refused and ends the connection', async () => {
  const answer = await send(
    'GET /live/socket HTTP/1.1',
    ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAAP__'],
    hidden,
  );
  expect(statusesIn(answer)).toEqual([400]);
  expect(pair.service.seen).toEqual([]);
});

test('a refused WebSocket leaves no open door to the service', async () => {
  // The service answers 400 to the wrong version: what follows must not reach it.
  const answer = await send(
    'GET /live/socket HTTP/1.1',
    [
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 7',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ],
    hidden,
  );
  expect(statusesIn(answer)).toEqual([400]);
  expect(pair.service.seen.filter((line) => line.includes('v1'))).toEqual([]);
});

test('header bytes that HTTP does not allow are refused', async () => {
  const answer = await sendRaw(pair.gateway.port, 'GET /data/x HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n');
  expect(statusesIn(answer)).toEqual([400]);
  expect(answer).toContain('application/problem+json');
  expect(pair.service.seen).toEqual([]);
});
