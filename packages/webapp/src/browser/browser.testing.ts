import { existsSync } from 'node:fs';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
export const hasBrowser = existsSync(executablePath);
export const browserName = hasBrowser ? executablePath : `none at ${executablePath}`;

/** A browser without a graphics card, whose maps are drawn all the same. */
export function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
  return chromium.launch({ executablePath, args });
}

/** A window that writes down what must not happen. */
export interface WatchedWindow {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors on the console, exceptions, and requests to other hosts. */
  readonly faults: string[];
}

export async function openWindow(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedWindow> {
  const context = await browser.newContext({ locale: 'en-IE', baseURL: url, ...options });
  // A page takes its time on a machine that is busy with other tests.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const faults: string[] = [];
  const { origin } = new URL(url);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(`${error.stack ?? error}`));
  context.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${origin}/`))
      faults.push(request.url());
  });
  return { context, page, faults };
}

/** Signs in without the form, as a test of something else does. */
export async function signIn({ context }: WatchedWindow, token: string): Promise<void> {
  const answer = await context.request.post('/v2/session', { data: { token } });
  if (!answer.ok()) throw new Error(`signing in: ${answer.status()}`);
}
