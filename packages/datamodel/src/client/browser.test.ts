import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build, defaultClientConditions } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SojournError } from '../errors.js';
import type { BrowserPage } from './browser.testing.js';
import { createSampleServer, type SampleServer, sampleEntry } from './server.testing.js';

/** Global in the browser, where the functions given to `evaluate` run. */
declare const page: BrowserPage;

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const found = await access(executablePath).then(
  () => true,
  () => false,
);

/** The page's modules as a bundler makes them for an application, by path. */
async function bundle(): Promise<Map<string, { type: string; content: string }>> {
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['@sojourn/source', ...defaultClientConditions] },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: {
        input: fileURLToPath(new URL('./browser.testing.ts', import.meta.url)),
        output: { entryFileNames: 'page.js' },
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((part) =>
    'output' in part ? part.output : [],
  );
  return new Map(
    outputs
      .filter((output) => output.type === 'chunk')
      .map(({ fileName, code }) => [`/${fileName}`, { type: 'text/javascript', content: code }]),
  );
}

describe.skipIf(!found)(`in a real browser (${found ? executablePath : `none at ${executablePath}`})`, () => {
  let browser: Browser;
  let server: SampleServer;
  let tab: Page;

  beforeAll(async () => {
    server = createSampleServer(2500);
    for (const [path, file] of await bundle()) server.files.set(path, file);
    server.files.set('/', { type: 'text/html', content: '<script type="module" src="/page.js"></script>' });
    const baseUrl = await server.listen();
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    tab = await browser.newPage();
    await tab.goto(baseUrl);
    await tab.waitForFunction(() => typeof page === 'object');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('pages through any length in order', async () => {
    const before = server.requests.length;
    const seen = await tab.evaluate(() => page.pageThrough(1000));
    expect(seen).toEqual({ count: 2500, ordered: true, last: sampleEntry(2499) });
    expect(server.requests.length - before).toBe(3);
  });

  it('reads one stream', async () => {
    expect(await tab.evaluate(() => page.streamAll())).toBe(2500);
  });

  it('uploads and hears what was set aside', async () => {
    expect(await tab.evaluate(() => page.put())).toEqual({
      quarantined: [{ index: 1, code: 'entry-field-invalid', path: 'data.bad' }],
    });
    expect(server.entries.at(-1)?.data).toEqual({ label: 'bike' });
  });

  it('turns problems into typed errors', async () => {
    const problem = new SojournError('person-locked', { detail: 'since noon' }).toProblem();
    server.faults.push({ answer: 423, body: JSON.stringify(problem) });
    expect(await tab.evaluate(() => page.fail())).toEqual({ code: 'person-locked', detail: 'since noon' });
  });

  it('keeps to a strict content-security policy', async () => {
    expect(await tab.evaluate(() => page.violations)).toEqual([]);
  });
});
