import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type Echo,
  routesTo,
  startGateway,
  startService,
  type TestGateway,
  type TestService,
} from './testing/index.js';

let service: TestService;
let gateway: TestGateway;
beforeEach(async () => {
  service = await startService('first');
  gateway = await startGateway(routesTo(service.url));
});
afterEach(async () => {
  await gateway.close();
  await service.close();
});

const ask = async (path: string) => {
  const response = await fetch(gateway.url + path);
  return response.ok ? ((await response.json()) as Echo).service : response.status;
};

test('a new service is one entry and a reload', async () => {
  const added = await startService('added');
  expect(await ask('/reports/x')).toBe('first');
  const yaml = routesTo(service.url)
    .replace('  page: {', '  reports: { paths: [/reports/*] }\n  page: {')
    .replace('serviceEndpoints:', `serviceEndpoints:\n  reports: { url: '${added.url}' }`)
    .replace(
      'pipelines:',
      'pipelines:\n  reports: { apiEndpoints: [reports], policies: [ { proxy: { action: { serviceEndpoint: reports } } } ] }',
    );
  await gateway.write(yaml);
  await gateway.gateway.reload();
  expect(await ask('/reports/x')).toBe('added');
  expect(await ask('/data/x')).toBe('first');
  await added.close();
});

test('requests under way end as they began', async () => {
  const other = await startService('other');
  const response = await fetch(`${gateway.url}/data/events`);
  const reader = response.body!.getReader();
  await reader.read();
  await gateway.write(routesTo(other.url));
  await gateway.gateway.reload();
  expect(service.underWay()).toBe(1);
  expect(await ask('/data/x')).toBe('other');
  await reader.cancel();
  await service.idle();
  await other.close();
});

test('a limit that a client has used up is not given back by a reload', async () => {
  const limited = routesTo(service.url, {
    policies: '      - rate-limit: { action: { max: 1, windowMs: 60000 } }',
  });
  await gateway.write(limited);
  await gateway.gateway.reload();
  expect(await ask('/data/x')).toBe('first');
  await gateway.gateway.reload();
  expect(await ask('/data/x')).toBe(429);
});

describe('a configuration that is not valid changes nothing', () => {
  const good = () => routesTo(service.url);
  test.each<[string, (yaml: string) => string, string]>([
    ['not YAML', () => 'pipelines: [unclosed', 'end of the stream'],
    ['empty', () => '', 'required'],
    [
      'an unknown policy',
      (yaml) => yaml.replace('{ refuse: }', '{ conjure: }').replace('[proxy,', '[conjure, proxy,'),
      'conjure',
    ],
    ['a policy that is not declared', (yaml) => yaml.replace('{ refuse: }', '{ conjure: }'), 'conjure'],
    [
      'a policy of the host that needs a database',
      (yaml) => yaml.replace('[proxy,', '[key-auth, proxy,'),
      'key-auth',
    ],
    [
      'a misspelt parameter',
      (yaml) => yaml.replace('{ serviceEndpoint: service }', '{ serviceEndpoint: service, wss: true }'),
      'pipelines.',
    ],
    ['a missing parameter', (yaml) => yaml.replace('- log:', '- rate-limit:'), 'pipelines.'],
    [
      'an unknown condition',
      (yaml) => yaml.replace('- log:', '- log: { condition: { name: weather } }'),
      'weather',
    ],
    [
      'an unknown service',
      (yaml) => yaml.replace('serviceEndpoint: service }', 'serviceEndpoint: ghost }'),
      'ghost',
    ],
    [
      'an unknown API endpoint',
      (yaml) => yaml.replace('apiEndpoints: [page]', 'apiEndpoints: [ghost]'),
      'ghost',
    ],
    [
      'an API endpoint without pipeline',
      (yaml) => yaml.replace('  page: { paths', '  extra: { paths: [/x] }\n  page: { paths'),
      'extra',
    ],
    ['a route behind the catch-all', (yaml) => yaml.replace('[/data/*]', '[/*]'), 'live'],
    [
      'a pipeline without an end',
      (yaml) => yaml.replace('policies: [ { refuse: } ]', 'policies: [ { log: } ]'),
      'internal',
    ],
    ['an unknown setting', (yaml) => yaml.replace('drainTimeout', 'drainTimeuot'), 'server'],
    ['a service address that is none', (yaml) => yaml.replace(service.url, 'ftp://x'), 'ftp'],
    [
      'a variable that is not set',
      (yaml) => yaml.replace(service.url, '$' + '{SOJOURN_NOT_SET}'),
      'SOJOURN_NOT_SET',
    ],
    ['the admin API', (yaml) => `admin: { port: 9876 }\n${yaml}`, 'admin'],
  ])('%s', async (_name, broken, reason) => {
    await gateway.write(broken(good()));
    await expect(gateway.gateway.reload()).rejects.toThrow(reason);
    expect(await ask('/data/x')).toBe('first');
    expect(await ask('/v1/people')).toBe(404);
    // And it does not start either.
    await expect(startGateway(broken(good()))).rejects.toThrow();
  });
});
