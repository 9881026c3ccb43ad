import { readFile, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createLocalAuthority, issueCertificate } from './certificates/index.js';
import {
  type Echo,
  eventually,
  type GatewayProcess,
  rawConnection,
  routesTo,
  startProcess,
  startService,
  statusesIn,
  type TestService,
  writeConfiguration,
} from './testing/index.js';

const shipped = fileURLToPath(new URL('../config/gateway.config.yml', import.meta.url));
let service: TestService;
let running: GatewayProcess | undefined;

beforeAll(async () => {
  service = await startService();
});
afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.exited;
  running = undefined;
});
afterAll(() => service.close());

const start = async (environment: Record<string, string>): Promise<GatewayProcess> => {
  running = await startProcess(environment);
  return running;
};
const withRoutes = async (yaml: string) => {
  const { folder, file } = await writeConfiguration(`http: { port: 0 }\n${yaml}`);
  return { folder, file, process: await start({ SOJOURN_GATEWAY_CONFIG: file }) };
};
const everything = () => ({
  SOJOURN_PORT: '0',
  SOJOURN_TIMESERIES_PUBLIC_ADDRESS: service.url,
  SOJOURN_PIPELINE_ADDRESS: service.url,
  SOJOURN_WEBAPP_ADDRESS: service.url,
});

describe('the configuration that is shipped', () => {
  test('starts with one line on standard output and leads to the services', async () => {
    const { ready, output } = await start(everything());
    expect(Object.keys(ready)).toEqual(['gateway', 'metrics']);
    expect(output().trim().split('\n')).toHaveLength(1);
    for (const path of [
      '/usercache/put',
      '/api//usercache/put',
      '/datastreams/find_entries/timestamp',
      '/profile/create',
      '/pipeline/get_range_ts',
      '/customlabel/get',
      '/result/metrics/timestamp',
      '/timeline/getTrips/2026-03-01',
      '/result/heatmap/pop.route/timestamp',
      '/redirect/join',
      '/v2/streams',
      '/jobs/1',
      '/v2/jobs/1',
      '/v2/retry',
      '/v2/people/1/retry',
      '/v2/stages',
      '/v2/storage/people',
      '/v2/settings/pipeline',
      '/v2/settings/timeseries',
      '/',
      '/assets/page.js',
    ]) {
      const response = await fetch(ready.gateway + path, { method: 'POST', body: '{}' });
      expect((await response.json()) as Echo).toMatchObject({ url: path.replace('/api//', '/') });
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    for (const path of ['/v2/settings/gateway', '/v2/settings/webapp']) {
      expect((await fetch(ready.gateway + path)).status).toBe(401);
      const asOperator = { headers: { authorization: 'Bearer operator' } };
      expect((await fetch(ready.gateway + path, asOperator)).status).toBe(200);
    }
    for (const path of ['/v1/people', '/metrics', '/healthz', '/-/metrics']) {
      expect((await fetch(ready.gateway + path)).status).toBe(404);
    }
    expect(await (await fetch(`${ready.gateway}/-/health`)).json()).toEqual({
      status: 'ok',
      services: { timeseries: 'up', pipeline: 'up', webapp: 'up' },
    });
    const metrics = await (await fetch(ready.metrics!)).text();
    expect(metrics).toContain('gateway_requests_total{endpoint="timeseries",status="200"} 10');
  });

  test('keeps the web page last and names no internal listener', async () => {
    const yaml = await readFile(shipped, 'utf8');
    expect(yaml).not.toContain('INTERNAL');
    const endpoints = [...yaml.slice(yaml.indexOf('apiEndpoints:')).matchAll(/^ {2}([\w-]+):/gm)].map(
      ([, name]) => name,
    );
    expect(endpoints.slice(0, endpoints.indexOf('webapp') + 1)).toEqual([
      'health',
      'internal',
      'gateway-settings',
      'webapp-settings',
      'results',
      'jobs',
      'timeseries',
      'webapp',
    ]);
  });
});

describe('signals', () => {
  test('SIGHUP takes a new configuration, and keeps the old one when the new one is broken', async () => {
    const { folder, file, process } = await withRoutes(routesTo(service.url));
    const said = (message: string) =>
      eventually(() => process.lines.some((line) => line.msg === message)).toBe(true);
    await writeFile(file, 'http: { port: 0 }\npolicies: [conjure]\n');
    process.child.kill('SIGHUP');
    await said('configuration not valid, the old one stays');
    expect((await fetch(`${process.ready.gateway}/data/x`)).status).toBe(200);
    const refusing = routesTo(service.url).replace('[/v1, ', '[/data/*, /v1, ');
    await writeFile(file, `http: { port: 0 }\n${refusing}`);
    process.child.kill('SIGHUP');
    await said('configuration reloaded');
    expect((await fetch(`${process.ready.gateway}/data/x`)).status).toBe(404);
    await rm(folder, { recursive: true });
  });

  test('SIGTERM under load loses no request', async () => {
    // However long a client takes to send its next request: the connection must not look idle before.
    const patient = routesTo(service.url).replace('drainGrace: 50', 'drainGrace: 20000');
    const { folder, process } = await withRoutes(
      patient.replace('drainTimeout: 5000', 'drainTimeout: 60000'),
    );
    const { port } = new URL(process.ready.gateway);
    let answered = 0;
    const lost: string[] = [];
    let terminated = false;
    /** One connection that asks as fast as it is answered, until it is told to close. */
    const client = async (): Promise<void> => {
      const connection = new http.Agent({ keepAlive: true, maxSockets: 1 });
      for (;;) {
        const outcome = await new Promise<'again' | 'closed' | 'refused' | 'lost'>((resolve) => {
          const request = http.request(
            { port, host: '127.0.0.1', path: '/data/put', method: 'POST', agent: connection },
            async (response) => {
              const text = (await response.toArray().catch(() => [])).join('');
              if (response.statusCode !== 200 || !text.endsWith('}')) resolve('lost');
              else resolve(response.headers.connection === 'close' ? 'closed' : 'again');
            },
          );
          request.once('error', (error: Error & { code?: string; syscall?: string }) =>
            resolve(error.code === 'ECONNREFUSED' && error.syscall === 'connect' ? 'refused' : 'lost'),
          );
          request.end('x'.repeat(1000));
        });
        if (outcome === 'lost') lost.push('request');
        if (outcome !== 'again') break;
        answered += 1;
        if (answered === 500 && !terminated) {
          terminated = true;
          process.child.kill('SIGTERM');
        }
      }
      connection.destroy();
    };
    await Promise.all(Array.from({ length: 16 }, client));
    expect(await process.exited).toBe(0);
    expect(lost).toEqual([]);
    expect(answered).toBeGreaterThanOrEqual(500);
    await service.idle();
    await rm(folder, { recursive: true });
  });

  test('SIGTERM waits for an answer under way and for a request that is still being sent', async () => {
    const { folder, process } = await withRoutes(routesTo(service.url));
    const port = Number(new URL(process.ready.gateway).port);
    const connection = rawConnection(port);
    connection.write('POST /data/put HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nfirst');
    await eventually(() => service.underWay()).toBe(1);
    process.child.kill('SIGTERM');
    // Refused from now on: the drain has begun.
    await eventually(() =>
      fetch(`${process.ready.gateway}/data/x`).then(
        () => 'open',
        () => 'refused',
      ),
    ).toBe('refused');
    connection.write('-last');
    const answer = await connection.closed();
    expect(statusesIn(answer)).toEqual([200]);
    expect(answer).toContain('"bytes":10');
    expect(await process.exited).toBe(0);
    await rm(folder, { recursive: true });
  });

  test('a supervised gateway ends with its supervisor', async () => {
    const process = await start({ ...everything(), SOJOURN_SUPERVISED: '1' });
    process.child.stdin?.end();
    expect(await process.exited).toBe(0);
  });

  test('SIGTERM does not wait for connections that ask for nothing', async () => {
    const yaml = routesTo(service.url).replace('drainTimeout: 5000', 'drainTimeout: 600000');
    const { folder, process } = await withRoutes(yaml);
    const port = Number(new URL(process.ready.gateway).port);
    const [silent, served, socket] = [rawConnection(port), rawConnection(port), rawConnection(port)];
    served.write('GET /data/x HTTP/1.1\r\nHost: x\r\n\r\n');
    await served.received(/\}$/);
    socket.write(
      'GET /live/x HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    await socket.received(/101 Switching/);
    process.child.kill('SIGTERM');
    await Promise.all([silent.closed(), served.closed(), socket.closed()]);
    expect(await process.exited).toBe(0);
    await rm(folder, { recursive: true });
  });

  test('what does not end is cut when the drain time is over', async () => {
    const yaml = routesTo(service.url).replace('drainTimeout: 5000', 'drainTimeout: 200');
    const { folder, process } = await withRoutes(yaml);
    const connection = rawConnection(Number(new URL(process.ready.gateway).port));
    connection.write('GET /data/hang HTTP/1.1\r\nHost: x\r\n\r\n');
    await eventually(() => service.underWay()).toBe(1);
    process.child.kill('SIGTERM');
    expect(await connection.closed()).toBe('');
    expect(await process.exited).toBe(0);
    await service.idle();
    await rm(folder, { recursive: true });
  });
});

describe('a start that fails', () => {
  test.each([
    ['broken YAML', 'policies: [unclosed'],
    ['an unknown policy', routesTo('http://127.0.0.1:1').replace('[proxy,', '[conjure, proxy,')],
    ['a port that is taken', 'taken'],
  ])('%s', async (_name, yaml) => {
    const text =
      yaml === 'taken'
        ? `http: { port: ${service.port} }\n${routesTo(service.url)}`
        : `http: { port: 0 }\n${yaml}`;
    const { folder, file } = await writeConfiguration(text);
    await expect(start({ SOJOURN_GATEWAY_CONFIG: file })).rejects.toThrow('exit 1');
    await rm(folder, { recursive: true });
  });

  test('one TLS file without the other', async () => {
    await expect(start({ ...everything(), SOJOURN_TLS_KEY: '/tmp/key' })).rejects.toThrow('exit 1');
  });
});

test('with a certificate the port speaks TLS', async () => {
  const authority = createLocalAuthority();
  const { folder } = await writeConfiguration('');
  const { key, cert } = issueCertificate(authority, { names: ['127.0.0.1'] });
  await writeFile(join(folder, 'key.pem'), key);
  await writeFile(join(folder, 'cert.pem'), cert);
  const { ready } = await start({
    ...everything(),
    SOJOURN_TLS_KEY: join(folder, 'key.pem'),
    SOJOURN_TLS_CERTIFICATE: join(folder, 'cert.pem'),
  });
  expect(ready.gateway).toMatch(/^https:/);
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    https.get(`${ready.gateway}/v2/streams`, { ca: authority.cert }, resolve).once('error', reject);
  });
  expect(response.statusCode).toBe(200);
  expect(response.headers['strict-transport-security']).toContain('max-age');
  response.resume();
  await rm(folder, { recursive: true });
});

test('a service behind TLS is reached when its authority is trusted', async () => {
  const authority = createLocalAuthority();
  const server = https.createServer(
    issueCertificate(authority, { names: ['localhost'] }),
    (request, response) => {
      let bytes = 0;
      request.on('data', (part: Buffer) => {
        bytes += part.length;
      });
      request.on('end', () => response.end(`${request.url} ${bytes}`));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  const { folder, file } = await writeConfiguration(
    `http: { port: 0 }\n${routesTo(`https://localhost:${port}`)}`,
  );
  await writeFile(join(folder, 'authority.pem'), authority.cert);
  const trusting = await start({
    SOJOURN_GATEWAY_CONFIG: file,
    NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
  });
  for (let round = 0; round < 2; round += 1) {
    const response = await fetch(`${trusting.ready.gateway}/data/put`, {
      method: 'POST',
      body: 'x'.repeat(100_000),
    });
    expect(await response.text()).toBe('/data/put 100000');
  }
  trusting.child.kill('SIGKILL');
  await trusting.exited;
  const doubting = await start({ SOJOURN_GATEWAY_CONFIG: file });
  expect((await fetch(`${doubting.ready.gateway}/data/put`, { method: 'POST', body: 'x' })).status).toBe(502);
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

describe('large bodies pass without being kept', () => {
  const bytes = 200 * 1024 * 1024;
  /** What may lie about until it is collected, which is later on a busy machine. */
  const room = 100 * 1024 * 1024;

  test.each(['up', 'down'])('200 MB %s', async (way) => {
    const { folder, process } = await withRoutes(routesTo(service.url));
    // The first requests load code and grow the heap to its working size.
    for (let round = 0; round < 20; round += 1) await (await fetch(`${process.ready.gateway}/data/x`)).text();
    const before = await process.memory();
    if (way === 'down') {
      const response = await fetch(`${process.ready.gateway}/data/download?bytes=${bytes}`);
      let received = 0;
      for await (const part of response.body!) received += part.length;
      expect(received).toBe(bytes);
    } else {
      const part = Buffer.alloc(65_536, 'sojourn ');
      async function* body() {
        for (let sent = 0; sent < bytes; sent += part.length) yield part;
      }
      const response = await fetch(`${process.ready.gateway}/data/put`, {
        method: 'POST',
        body: body(),
        duplex: 'half',
      } as RequestInit);
      expect(((await response.json()) as Echo).bytes).toBe(bytes);
    }
    const after = await process.memory();
    if (before !== undefined && after !== undefined) expect(after.peak - before.now).toBeLessThan(room);
    await rm(folder, { recursive: true });
  });

  test('a client that does not read stops the service from sending', async () => {
    const { folder, process } = await withRoutes(routesTo(service.url));
    for (let round = 0; round < 20; round += 1) await (await fetch(`${process.ready.gateway}/data/x`)).text();
    const before = await process.memory();
    const connection = rawConnection(Number(new URL(process.ready.gateway).port));
    connection.write(`GET /data/download?bytes=${bytes} HTTP/1.1\r\nHost: x\r\n\r\n`);
    await connection.received(/octet-stream/);
    connection.socket.pause();
    // As long as it takes for others to be served many times over: without back-pressure it would all be here.
    for (let round = 0; round < 300; round += 1)
      await (await fetch(`${process.ready.gateway}/data/x`)).text();
    expect(service.underWay()).toBe(1);
    const after = await process.memory();
    if (before !== undefined && after !== undefined) expect(after.peak - before.now).toBeLessThan(room);
    connection.socket.destroy();
    await service.idle();
    await rm(folder, { recursive: true });
  });
});
