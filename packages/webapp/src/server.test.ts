import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, listen } from '@sojourn/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWebappServer } from './index.js';

let app: Awaited<ReturnType<typeof createWebappServer>>;
let scripts: string;
let origin: string;

beforeAll(async () => {
  scripts = await mkdtemp(join(tmpdir(), 'sojourn-webapp-'));
  await writeFile(join(scripts, 'main.js'), 'export {};\n');
  await writeFile(join(scripts, 'main.d.ts'), 'export {};\n');
  app = await createWebappServer({ logger: createLogger({ name: 'webapp', level: 'silent' }), scripts });
  origin = `http://${await listen(app, '127.0.0.1:0')}`;
});
afterAll(async () => {
  await app.close();
  await rm(scripts, { recursive: true });
});

test('the page comes with a policy that allows its own origin only', async () => {
  const answer = await fetch(`${origin}/`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const page = await answer.text();
  expect(page).toContain('<title>Sojourn</title>');
  expect(page).not.toMatch(/https?:|style=| on\w+=/);
});

test('the styles name no other origin', async () => {
  const answer = await fetch(`${origin}/style.css`);
  expect(answer.headers.get('content-type')).toContain('text/css');
  expect(await answer.text()).not.toMatch(/https?:|@import/);
});

test('scripts are served as scripts', async () => {
  const answer = await fetch(`${origin}/page/main.js`);
  expect(answer.headers.get('content-type')).toContain('/javascript');
});

test('an unchanged file is not sent twice', async () => {
  const first = await fetch(`${origin}/style.css`);
  const tag = first.headers.get('etag')!;
  const second = await fetch(`${origin}/style.css`, {
    headers: { 'if-none-match': tag, 'cache-control': 'max-age=0' },
  });
  expect(second.status).toBe(304);
});

test('it says that it is well', async () => {
  const answer = await fetch(`${origin}/healthz`);
  expect(answer.status).toBe(200);
});

test.each([
  '/page/main.d.ts',
  '/page/style.css',
  '/package.json',
  '/..%2fpackage.json',
  '/page/..%2f..%2fpackage.json',
])('%s is not served', async (path) => {
  const answer = await fetch(`${origin}${path}`);
  expect([400, 403, 404]).toContain(answer.status);
  expect(answer.headers.get('content-type')).toContain('problem+json');
});
