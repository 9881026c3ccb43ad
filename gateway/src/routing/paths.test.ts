import { beforeEach, expect, test } from 'vitest';
import { eventually, pairForTests, sendRaw, statusesIn } from '../testing/index.js';

const pair = pairForTests();

beforeEach(() => {
  pair.service.seen.length = 0;
});

const ask = async (target: string, method = 'GET') =>
  statusesIn(
    await sendRaw(pair.gateway.port, `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
  );

test.each([
  '/v1/people',
  '/v1',
  '/v1/',
  '//v1/people',
  '///v1//people',
  '/api/v1/people',
  '/api//v1/people',
  '//api/v1/people',
  '/V1/people',
  '/%76%31/people',
  '/%56%31/people',
  '/metrics',
  '/metrics/',
  '/METRICS',
  '/%6detrics',
  '/metrics?x=/data',
  '/healthz',
])('%s is not there', async (target) => {
  expect(await ask(target)).toEqual([404]);
  expect(pair.service.seen).toEqual([]);
});

test.each([
  '/data/../v1/people',
  '/data/%2e%2e/v1/people',
  '/data/.%2e/v1/people',
  '/data/..%2fv1/people',
  '/data/..%5cv1/people',
  '/data/..\\v1\\people',
  '/data/..;/v1/people',
  '/data/%252e%252e/v1/people',
  '/data%2f..%2f..%2fv1',
  '/./v1/people',
  '/;/v1/people',
  '/v1%00/people',
  '/v1%2fpeople',
  'http://127.0.0.1/v1/people',
  'http://elsewhere.test/data/x',
  'v1/people',
])('%s is not a path', async (target) => {
  expect(await ask(target)).toEqual([400]);
  expect(pair.service.seen).toEqual([]);
});

test.each([
  ['/api//data/put?a=1', 'GET /data/put?a=1'],
  ['//data///put', 'GET /data/put'],
  ['/%64ata/%70ut', 'GET /data/put'],
  ['/data/v1/people', 'GET /data/v1/people'],
  ['/api', 'GET /'],
  ['/api/api/v1', 'GET /api/v1'],
])('%s reaches the service as %s', async (target, seen) => {
  expect(await ask(target)).toEqual([200]);
  expect(pair.service.seen).toEqual([seen]);
});

test('OPTIONS * and CONNECT lead nowhere', async () => {
  expect(await ask('*', 'OPTIONS')).toEqual([400]);
  const answer = await sendRaw(pair.gateway.port, 'CONNECT 127.0.0.1:80 HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(statusesIn(answer).every((status) => status >= 400)).toBe(true);
  expect(pair.service.seen).toEqual([]);
});

test('refusals are problem details and are logged without the path', async () => {
  const lines = pair.gateway.lines.length;
  const response = await fetch(`${pair.gateway.url}/data/%2e%2e%2fsecret`);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(await response.json()).toMatchObject({ status: 400, code: 'path-invalid' });
  await eventually(() => pair.gateway.lines.slice(lines).filter((line) => line.status === 400)).toHaveLength(
    1,
  );
  expect(JSON.stringify(pair.gateway.lines.slice(lines))).not.toContain('secret');
});
