import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  eventually,
  routesTo,
  startGateway,
  startService,
  type TestGateway,
  type TestService,
} from '../testing/index.js';

let service: TestService;
let gateway: TestGateway;
beforeAll(async () => {
  service = await startService();
});
afterEach(() => gateway.close());
afterAll(() => service.close());

const start = async (...policies: string[]) => {
  gateway = await startGateway(
    routesTo(service.url, { policies: policies.map((policy) => `      - ${policy}`).join('\n') }),
  );
};
const get = async (path: string, init?: RequestInit) => {
  const response = await fetch(gateway.url + path, init);
  await response.arrayBuffer();
  return response;
};

describe('rate-limit', () => {
  test('refuses beyond the limit and says when to come back', async () => {
    await start('rate-limit: { action: { max: 5, windowMs: 10000 } }');
    const statuses: number[] = [];
    for (let request = 0; request < 5; request += 1) statuses.push((await get('/data/x')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    const response = await fetch(`${gateway.url}/data/x`);
    expect(response.status).toBe(429);
    expect(await response.json()).toMatchObject({ code: 'rate-limited', status: 429 });
    // One of five in ten seconds is earned back every two.
    expect(response.headers.get('retry-after')).toBe('2');
  });

  test('what is used is earned back', async () => {
    await start('rate-limit: { action: { max: 2, windowMs: 100 } }');
    await Promise.all([get('/data/x'), get('/data/x')]);
    await eventually(async () => (await get('/data/x')).status, { interval: 60 }).toBe(200);
  });

  test('scopes count apart, one scope counts together', async () => {
    await start(
      'rate-limit: { action: { max: 100, scope: wide } }',
      'rate-limit: { action: { max: 1, scope: narrow } }',
    );
    expect([(await get('/data/x')).status, (await get('/data/x')).status]).toEqual([200, 429]);
  });

  test('clients behind a trusted proxy count apart, addresses of one IPv6 network together', async () => {
    const policies = '      - rate-limit: { action: { max: 1 } }';
    gateway = await startGateway(`trustedProxies: [127.0.0.1]\n${routesTo(service.url, { policies })}`);
    const from = async (client: string) =>
      (await get('/data/x', { headers: { 'x-forwarded-for': client } })).status;
    expect([await from('192.0.2.1'), await from('192.0.2.2'), await from('192.0.2.1')]).toEqual([
      200, 200, 429,
    ]);
    expect([
      await from('2001:db8::1'),
      await from('2001:db8:0:0:9::1'),
      await from('2001:db8:0:1::1'),
    ]).toEqual([200, 429, 200]);
  });
});

describe('cors', () => {
  const origin = 'https://dashboard.test';

  test('no origin is allowed by default', async () => {
    await start('cors:');
    const response = await get('/data/x', { headers: { origin } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a preflight of a listed origin is answered without the service', async () => {
    await start(`cors: { action: { origins: ['${origin}'], credentials: true } }`);
    const before = service.seen.length;
    const response = await get('/data/x', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(response.headers.get('access-control-allow-credentials')).toBe('true');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    expect(response.headers.get('vary')).toBe('origin');
    expect(service.seen.length).toBe(before);
  });

  test.each([
    'https://dashboard.test.evil.test',
    'http://dashboard.test',
    'https://dashboard.test:444',
    'null',
  ])('%s is another origin', async (other) => {
    await start(`cors: { action: { origins: ['${origin}'] } }`);
    const response = await get('/data/x', { headers: { origin: other } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    expect(response.headers.get('vary')).toBe('origin');
  });

  test('refusals of later policies carry the headers too, so that a page can read them', async () => {
    await start(`cors: { action: { origins: ['${origin}'] } }`, 'max-body: { action: { bytes: 1 } }');
    const response = await get('/data/x', { method: 'POST', body: 'long', headers: { origin } });
    expect(response.status).toBe(413);
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
  });

  test('a wildcard is not an origin', async () => {
    await expect(start("cors: { action: { origins: ['*'] } }")).rejects.toThrow('origins');
    await start('cors:');
  });
});

test('headers replaces what the service says', async () => {
  await start('headers: { action: { set: { X-Frame-Options: DENY, content-type: application/x-test } } }');
  const response = await get('/data/x');
  expect(response.headers.get('x-frame-options')).toBe('DENY');
  expect(response.headers.get('content-type')).toBe('application/x-test');
});

test('log has one line per request and nothing of what passes', async () => {
  await start();
  await get('/data/place/48.8566,2.3522/2026-03-01?token=secret-token&lat=48.8566', {
    method: 'POST',
    headers: { authorization: 'Bearer secret-token', cookie: 'session=secret-token' },
    body: '{"user":"secret-token","loc":[2.3522,48.8566]}',
  });
  await eventually(() => gateway.lines.filter((line) => line.endpoint === 'data')).toHaveLength(1);
  const [line] = gateway.lines.filter((each) => each.endpoint === 'data');
  expect(line).toMatchObject({ method: 'POST', path: '/data/place/*/*', status: 200, complete: true });
  expect(line!.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(JSON.stringify(gateway.lines)).not.toMatch(/secret|48\.85|2\.35|2026-03/);
});

test('metrics are served beside the port only', async () => {
  gateway = await startGateway(`metrics: { port: 0 }\n${routesTo(service.url)}`);
  await get('/data/x');
  await get('/data/a%2fb');
  const text = await (await fetch(gateway.gateway.metricsUrl!)).text();
  expect(text).toContain('gateway_requests_total{endpoint="data",status="200"} 1');
  expect(text).toContain('gateway_requests_total{endpoint="unrouted",status="400"} 1');
  expect(text).toContain(`gateway_replica_up{service="service",replica="${service.url}"} 1`);
  expect((await get('/metrics')).status).toBe(404);
  const other = await fetch(gateway.gateway.metricsUrl!.replace('/metrics', '/'));
  expect(other.status).toBe(404);
});

describe('health', () => {
  const withHealth = (extra = '') =>
    routesTo(service.url)
      .replace('apiEndpoints:', 'apiEndpoints:\n  health: { paths: [/-/health] }')
      .replace(
        'pipelines:',
        `pipelines:\n  health: { apiEndpoints: [health], policies: [ { health: { action: { maxAge: 0${extra} } } } ] }`,
      );
  const health = async () => {
    const response = await fetch(`${gateway.url}/-/health`);
    return [response.status, await response.json()];
  };

  test('is that of the services', async () => {
    gateway = await startGateway(withHealth());
    expect(await health()).toEqual([200, { status: 'ok', services: { service: 'up' } }]);
    service.healthy = false;
    expect(await health()).toEqual([503, { status: 'degraded', services: { service: 'down' } }]);
    service.healthy = true;
    expect(await health()).toEqual([200, { status: 'ok', services: { service: 'up' } }]);
  });

  test('a service that is not named does not count', async () => {
    const other = await startService('other');
    await other.close();
    const yaml = withHealth(', services: [service]').replace(
      'serviceEndpoints:',
      `serviceEndpoints:\n  other: { url: '${other.url}' }`,
    );
    gateway = await startGateway(yaml);
    expect(await health()).toEqual([200, { status: 'ok', services: { service: 'up' } }]);
  });
});

describe('operators and settings', () => {
  const as = (role: string) => ({ headers: { authorization: `Bearer ${role}` } });
  const read = async (init?: RequestInit) => {
    const response = await fetch(`${gateway.url}/data/x`, init);
    return {
      status: response.status,
      body: (await response.json()) as { code?: string; settings?: object[] },
    };
  };

  test('operators go on; others are told why not, and what they asked for does not reach a service', async () => {
    await start('operators: { action: { serviceEndpoint: service } }');
    const before = service.seen.length;
    expect(await read()).toEqual({ status: 401, body: { code: 'token-missing' } });
    expect(await read(as('participant'))).toMatchObject({ status: 403, body: { code: 'role-insufficient' } });
    expect(service.seen.slice(before)).toEqual(['GET /v2/me', 'GET /v2/me']);
    expect((await read(as('operator'))).status).toBe(200);
    expect(service.seen.at(-1)).toBe('GET /data/x');
  });

  test('without the service that knows them nobody is an operator', async () => {
    const gone = await startService();
    gateway = await startGateway(
      routesTo(gone.url, { policies: '      - operators: { action: { serviceEndpoint: service } }' }),
    );
    await gone.close();
    expect(await read(as('operator'))).toMatchObject({ status: 502, body: { code: 'upstream-unavailable' } });
  });

  test('the settings are those in force, beside what they are by default', async () => {
    await start('max-body: { action: { bytes: 7 } }', 'settings:');
    const { settings } = (await read()).body;
    const named = (wanted: string) =>
      settings!.find((setting) => (setting as { name: string }).name === wanted);
    expect(named('logLevel')).toEqual({
      name: 'logLevel',
      value: 'debug',
      isDefault: false,
      variable: 'SOJOURN_LOG_LEVEL',
    });
    expect(named('pipelines.data.max-body.bytes')).toMatchObject({ value: 7, isDefault: false });
    expect(named('server.drainGrace')).toMatchObject({ value: 50, isDefault: false });
    expect(named('server.requestTimeout')).toMatchObject({ value: 300_000, isDefault: true });
    expect(named('serviceEndpoints.service.url')).toMatchObject({ value: service.url });
    expect((await read({ method: 'DELETE' })).status).toBe(405);
  });
});
