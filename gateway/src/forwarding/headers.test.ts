import { expect, test } from 'vitest';
import { type Echo, pairForTests, routesTo, sendRaw, startGateway } from '../testing/index.js';

const pair = pairForTests();

const echoed = async (lines: readonly string[], to = pair.gateway): Promise<Echo['headers']> => {
  const request = ['GET /data/x HTTP/1.1', 'Host: diary.test', 'Connection: close', ...lines].join('\r\n');
  const answer = await sendRaw(to.port, `${request}\r\n\r\n`);
  return (JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as Echo).headers;
};

test('what a client claims about itself does not reach a service', async () => {
  const headers = await echoed([
    'X-Forwarded-For: 6.6.6.6',
    'X-Forwarded-Host: evil.test',
    'X-Forwarded-Proto: https',
    'X-Forwarded-User: root',
    'Forwarded: for=6.6.6.6',
    'X-Real-IP: 6.6.6.6',
    'X-Request-Id: chosen',
    'eg-consumer-id: admin',
    'eg-request-id: chosen',
    'x-consumer-id: admin',
    'x-sojourn-person: someone',
    'X-Original-URL: /v1/people',
    'X-Rewrite-URL: /v1/people',
    'X-HTTP-Method-Override: DELETE',
    'x_forwarded_for: 6.6.6.6',
    'Proxy: http://evil.test',
    'Authorization: Bearer kept',
    'Accept: application/json',
  ]);
  const { 'x-request-id': id, ...rest } = headers;
  expect(id).toMatch(/^[0-9a-f]{8}-/);
  expect(rest).toEqual({
    host: 'diary.test',
    authorization: 'Bearer kept',
    accept: 'application/json',
    connection: 'keep-alive',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'diary.test',
    'x-forwarded-proto': 'http',
  });
});

test('hop-by-hop headers end at the gateway, also those that Connection names', async () => {
  const headers = await echoed([
    'Connection: x-secret-hop, keep-alive',
    'X-Secret-Hop: 1',
    'Keep-Alive: timeout=1',
    'TE: trailers',
    'Trailer: x-late',
    'Proxy-Authorization: Basic eA==',
    'Proxy-Connection: keep-alive',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQAAP__',
  ]);
  for (const name of [
    'x-secret-hop',
    'keep-alive',
    'te',
    'trailer',
    'proxy-authorization',
    'proxy-connection',
  ]) {
    expect(headers).not.toHaveProperty(name);
  }
  expect(headers).not.toHaveProperty('upgrade');
  expect(headers).not.toHaveProperty('http2-settings');
});

test('a proxy in front is believed only when it is listed', async () => {
  const trusting = await startGateway(
    `trustedProxies: [127.0.0.0/8, 10.0.0.1]\n${routesTo(pair.service.url)}`,
  );
  try {
    const headers = await echoed(
      ['X-Forwarded-For: 6.6.6.6, 203.0.113.7, 10.0.0.1', 'X-Forwarded-Proto: https'],
      trusting,
    );
    // 6.6.6.6 is what the client itself wrote.
    expect(headers['x-forwarded-for']).toBe('203.0.113.7');
    expect(headers['x-forwarded-proto']).toBe('https');
  } finally {
    await trusting.close();
  }
});

test('the answer shows neither hop-by-hop headers nor what runs behind', async () => {
  const response = await fetch(`${pair.gateway.url}/data/x`);
  await response.text();
  expect(response.headers.get('x-powered-by')).toBeNull();
  expect(response.headers.get('server')).toBeNull();
  // The gateway's own, not the service's 60 seconds.
  expect(response.headers.get('keep-alive')).toBe('timeout=15');
  expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
});

test('an unlisted word in trustedProxies is refused', async () => {
  await expect(startGateway(`trustedProxies: [nginx]\n${routesTo(pair.service.url)}`)).rejects.toThrow(
    'trustedProxies',
  );
});
