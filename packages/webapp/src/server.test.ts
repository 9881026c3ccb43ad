import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createLogger, listen } from '@sojourn/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWebappConfig } from './config.js';
import { createWebappServer, pagePaths } from './index.js';

let app: Awaited<ReturnType<typeof createWebappServer>>;
let folder: string;
let origin: string;

const files: Record<string, string | Buffer> = {
  'page/index.html': '<!doctype html><title>Sojourn</title>',
  'page/icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'page/assets/main-abc.js': 'export {};\n',
  'page/assets/main-abc.js.gz': gzipSync('export {};\n'),
  'page/assets/main-abc.js.map': '{}',
  'geography/basemap/0/0/0.pbf': 'tile',
  'secret.json': '{}',
  'maps/bremen.pmtiles': 'PMTiles 0123456789',
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sojourn-webapp-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  app = await createWebappServer({
    logger: createLogger({ name: 'webapp', level: 'silent' }),
    page: join(folder, 'page'),
    geography: join(folder, 'geography'),
    config: await readWebappConfig({ SOJOURN_STREETS: join(folder, 'maps', 'bremen.pmtiles') }),
  });
  origin = `http://${await listen(app, '127.0.0.1:0')}`;
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test.each(pagePaths)('%s is the page, with a policy that allows its own origin only', async (path) => {
  const answer = await fetch(`${origin}${path}?view=week`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/html');
  const policy = answer.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toMatch(/https?:|\*/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-cache');
  expect(await answer.text()).toContain('<title>Sojourn</title>');
});

test('scripts are served as scripts, compressed, and kept for ever', async () => {
  const answer = await fetch(`${origin}/assets/main-abc.js`, { headers: { 'accept-encoding': 'gzip' } });
  expect(answer.headers.get('content-type')).toContain('/javascript');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(await answer.text()).toBe('export {};\n');
});

test('tiles of the map are served', async () => {
  const answer = await fetch(`${origin}/geography/basemap/0/0/0.pbf`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe('tile');
});

test('pieces of the street archive are served, and the page is told that there is one', async () => {
  const sources = await fetch(`${origin}/geography/sources.json`);
  expect(await sources.json()).toEqual({ streets: true });
  const piece = await fetch(`${origin}/geography/streets.pmtiles`, { headers: { range: 'bytes=8-11' } });
  expect(piece.status).toBe(206);
  expect(await piece.text()).toBe('0123');
});

test('an unchanged file is not sent twice', async () => {
  const first = await fetch(`${origin}/icon.svg`);
  const tag = first.headers.get('etag')!;
  const second = await fetch(`${origin}/icon.svg`, {
    headers: { 'if-none-match': tag, 'cache-control': 'max-age=0' },
  });
  expect(second.status).toBe(304);
});

test('it says what it was told to do', async () => {
  const answer = await fetch(`${origin}/v2/settings/webapp`);
  expect(await answer.json()).toEqual({
    settings: [
      { name: 'address', value: '127.0.0.1:0', isDefault: true, variable: 'SOJOURN_WEBAPP_ADDRESS' },
      { name: 'logLevel', value: 'info', isDefault: true, variable: 'SOJOURN_LOG_LEVEL' },
      {
        name: 'streets',
        value: join(folder, 'maps', 'bremen.pmtiles'),
        isDefault: false,
        variable: 'SOJOURN_STREETS',
      },
    ],
  });
});

test('it says that it is well', async () => {
  const answer = await fetch(`${origin}/healthz`);
  expect(answer.status).toBe(200);
});

test.each([
  '/nowhere',
  '/assets/main-abc.js.map',
  '/package.json',
  '/secret.json',
  '/..%2fsecret.json',
  '/assets/..%2f..%2fsecret.json',
  '/geography/..%2fsecret.json',
  '/geography/',
])('%s is not served', async (path) => {
  const answer = await fetch(`${origin}${path}`);
  expect([400, 403, 404, 405]).toContain(answer.status);
  expect(answer.headers.get('content-type')).toContain('problem+json');
});
