import { afterEach, expect, test } from 'vitest';
import {
  eventually,
  pairForTests,
  type RawConnection,
  rawConnection,
  routesTo,
  statusesIn,
} from '../testing/index.js';

const limits = 'maxConnections: 2, maxRefusals: 2, headersTimeout: 20000, requestTimeout: 20000';
const pair = pairForTests((service) => `metrics: { port: 0 }\n${routesTo(service, { server: limits })}`);
const open: RawConnection[] = [];

afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy();
  await pair.service.idle();
  await eventually(connections).toBe(0);
});

async function figure(name: string): Promise<number> {
  const text = await (await fetch(pair.gateway.gateway.metricsUrl!)).text();
  return Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1]);
}
const connections = () => figure('gateway_connections');

function connection(): RawConnection {
  const made = rawConnection(pair.gateway.port);
  open.push(made);
  return made;
}

/** As many connections as are served at a time, each with a request that is not answered. */
async function fill(): Promise<void> {
  for (let number = 0; number < 2; number++) connection().write('GET /data/hang HTTP/1.1\r\nHost: x\r\n\r\n');
  await eventually(() => pair.service.underWay()).toBe(2);
}

test('a connection beyond the limit is told when to come back, and is let in when there is room', async () => {
  await fill();
  const beyond = connection();
  beyond.write('GET /data/x HTTP/1.1\r\nHost: x\r\n\r\n');
  const answer = await beyond.closed();
  expect(statusesIn(answer)).toEqual([503]);
  expect(answer.toLowerCase()).toMatch(/\r\nretry-after: \d+\r\n/);
  expect(answer.toLowerCase()).toContain('connection: close');
  expect(answer).toContain('"code":"service-unavailable"');
  open.shift()!.socket.destroy();
  await eventually(() => pair.service.underWay()).toBe(1);
  const later = connection();
  later.write('GET /data/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  expect(statusesIn(await later.closed())).toEqual([200]);
});

test('an upload beyond the limit gets its answer, however large it is, and does not reach the service', async () => {
  await fill();
  const before = pair.service.seen.length;
  const response = await fetch(`${pair.gateway.url}/data/put`, {
    method: 'POST',
    body: 'x'.repeat(3_000_000),
  });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '2']);
  expect(((await response.json()) as { code: string }).code).toBe('service-unavailable');
  const socket = connection();
  socket.write(
    'GET /live/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  expect(statusesIn(await socket.closed())).toEqual([503]);
  expect(pair.service.seen.length).toBe(before);
});

test('connections beyond those that are told so are closed, and all are counted', async () => {
  const refused = await figure('gateway_connections_refused');
  await fill();
  connection();
  connection();
  await eventually(connections).toBe(4);
  const closed = connection();
  closed.write('GET /data/x HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await closed.closed()).toBe('');
  expect(await connections()).toBe(4);
  expect((await figure('gateway_connections_refused')) - refused).toBe(3);
});
