import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Echo, eventually, startGateway, startService, type TestService } from '../testing/index.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

/** A table of plain routes; `first` goes before them all. */
const table = (first: { endpoint: string; pipeline: string } = { endpoint: '', pipeline: '' }) => `
server: { drainGrace: 20 }
apiEndpoints:
${first.endpoint}
  exact: { paths: [/exact, /other/exact] }
  open: { paths: ['/open/*'] }
  page: { paths: ['/*'] }
serviceEndpoints: { service: { url: '${service.url}' } }
policies: [headers, proxy, refuse, terminate, log]
pipelines:
${first.pipeline}
  exact: { apiEndpoints: [exact], policies: [ { headers: { action: { set: { x-route: exact } } } }, { proxy: { action: { serviceEndpoint: service } } } ] }
  open: { apiEndpoints: [open], policies: [ { headers: { action: { set: { x-route: open } } } }, { proxy: { action: { serviceEndpoint: service } } } ] }
  page: { apiEndpoints: [page], policies: [ { headers: { action: { set: { x-route: page } } } }, { refuse: } ] }
`;
const requests = [
  '/exact',
  '/exact/',
  '/EXACT',
  '/exact/more',
  '/other/exact?x=1',
  '/open',
  '/open/',
  '/open/a/b',
  '/Open/a',
  '/openly',
  '/',
  '/exactly',
];
const routesOf = async (yaml: string): Promise<string[]> => {
  const gateway = await startGateway(yaml);
  const found: string[] = [];
  for (const path of requests) {
    const response = await fetch(gateway.url + path);
    await response.text();
    found.push(`${path} → ${response.headers.get('x-route')} ${response.status}`);
  }
  await gateway.close();
  return found;
};

test('routes are found alike with and without Express', async () => {
  const direct = await routesOf(table());
  // A route with a pattern that needs Express leaves the whole table to it.
  const host = await routesOf(
    table({
      endpoint: '  never: { paths: [/never/:id/here] }',
      pipeline: '  never: { apiEndpoints: [never], policies: [ { refuse: } ] }',
    }),
  );
  expect(host).toEqual(direct);
  expect(direct).toContain('/open/a/b → open 200');
  expect(direct).toContain('/openly → page 404');
});

describe('what only the host knows', () => {
  const routes = (endpoint: string, policies: string) =>
    table({
      endpoint: `  special: ${endpoint}`,
      pipeline: `  special: { apiEndpoints: [special], policies: ${policies} }`,
    });

  test('methods', async () => {
    const gateway = await startGateway(
      routes(
        '{ paths: [/exact], methods: [DELETE] }',
        '[ { terminate: { action: { statusCode: 405, message: no } } } ]',
      ),
    );
    const response = await fetch(`${gateway.url}/exact`, { method: 'DELETE' });
    expect(response.status).toBe(405);
    expect(response.headers.get('x-request-id')).not.toBeNull();
    expect(response.headers.get('x-powered-by')).toBeNull();
    expect((await fetch(`${gateway.url}/exact`)).headers.get('x-route')).toBe('exact');
    await gateway.close();
  });

  test('conditions, with our policies around them', async () => {
    const gateway = await startGateway(
      routes(
        '{ paths: [/guarded/*] }',
        `[ { log: }, { headers: { action: { set: { x-route: guarded } } } },
           { terminate: { condition: { name: pathMatch, pattern: closed }, action: { statusCode: 410, message: gone } } },
           { proxy: { action: { serviceEndpoint: service } } } ]`,
      ),
    );
    const closed = await fetch(`${gateway.url}/guarded/closed`);
    expect(closed.status).toBe(410);
    expect(closed.headers.get('x-route')).toBe('guarded');
    const open = await fetch(`${gateway.url}/guarded/open`, { method: 'POST', body: 'streamed' });
    expect((await open.json()) as Echo).toMatchObject({ url: '/guarded/open', bytes: 8 });
    expect(open.headers.get('x-route')).toBe('guarded');
    await eventually(() =>
      gateway.lines.filter((line) => line.endpoint === 'special').map((line) => line.status),
    ).toEqual([410, 200]);
    await gateway.close();
  });
});
