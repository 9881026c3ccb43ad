import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createLocalAuthority, issueCertificate } from '../certificates/index.js';
import {
  eventually,
  routesTo,
  startGateway,
  startService,
  type TestGateway,
  type TestService,
  writeConfiguration,
} from '../testing/index.js';

const authority = createLocalAuthority();
let service: TestService;
let plain: TestGateway;
let secure: TestGateway;

beforeAll(async () => {
  service = await startService();
  plain = await startGateway(routesTo(service.url));
  const { folder } = await writeConfiguration('');
  const { key, cert } = issueCertificate(authority, { names: ['127.0.0.1'] });
  const tls = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  await writeFile(tls.key, key);
  await writeFile(tls.cert, cert);
  secure = await startGateway(routesTo(service.url), tls);
});
afterAll(async () => {
  await plain.close();
  await secure.close();
  await service.close();
});

const open = async (gateway: TestGateway, path = '/api/live/jobs?x=1'): Promise<WebSocket> => {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, { ca: authority.cert });
  await once(socket, 'open');
  return socket;
};
const refused = async (url: string): Promise<number | undefined> => {
  const socket = new WebSocket(url, { ca: authority.cert });
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  return response.statusCode;
};

describe.each([
  ['plain', () => plain],
  ['through TLS', () => secure],
])('%s', (_name, gateway) => {
  test('messages pass both ways', async () => {
    const socket = await open(gateway());
    socket.send('hello');
    const [text] = await once(socket, 'message');
    expect(String(text)).toBe('/live/jobs?x=1 hello');
    const big = Buffer.alloc(1_000_000, 7);
    socket.send(big);
    const [binary] = await once(socket, 'message');
    expect(Buffer.compare(binary as Buffer, big)).toBe(0);
    socket.close();
    const [code] = await once(socket, 'close');
    expect(code).toBe(1005);
  });

  test('a client that vanishes takes its connection to the service with it', async () => {
    const socket = await open(gateway());
    const lines = gateway().lines.length;
    socket.terminate();
    await eventually(() =>
      gateway()
        .lines.slice(lines)
        .find((line) => line.endpoint === 'live'),
    ).toMatchObject({ status: 101, path: '/live/jobs', complete: true });
  });

  test('only routes that say so take WebSockets', async () => {
    expect(await refused(`${gateway().url.replace('http', 'ws')}/data/socket`)).toBe(400);
    expect(await refused(`${gateway().url.replace('http', 'ws')}/v1/socket`)).toBe(404);
    expect(await refused(`${gateway().url.replace('http', 'ws')}/live/..%2f..`)).toBe(400);
  });
});

test('a service that is down refuses with 503', async () => {
  const dead = await startService();
  await dead.close();
  const gateway = await startGateway(routesTo(dead.url));
  expect(await refused(`${gateway.url.replace('http', 'ws')}/live/socket`)).toBe(503);
  await gateway.close();
});

test('a service that never answers the upgrade is a 504', async () => {
  const mute = createServer(() => {}).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  const { port } = mute.address() as AddressInfo;
  const gateway = await startGateway(routesTo(`http://127.0.0.1:${port}`, { settings: 'timeout: 200' }));
  expect(await refused(`${gateway.url.replace('http', 'ws')}/live/socket`)).toBe(504);
  await gateway.close();
  mute.close();
});
