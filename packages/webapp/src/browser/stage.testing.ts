import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser, openWindow, signIn, type WatchedWindow } from './browser.testing.js';
import { type Stack, startStack } from './stack.testing.js';

/** What all tests in the browser share: starting it takes longer than most of them. */
export interface Stage {
  readonly stack: Stack;
  readonly browser: Browser;
  /** A window of its own for whoever has the token. */
  openAs(token: string, options?: BrowserContextOptions): Promise<WatchedWindow>;
  close(): Promise<void>;
}

/** Without a graphics card, maps that are large or move are most of what a test would wait for. */
const smallAndStill: BrowserContextOptions = {
  viewport: { width: 820, height: 720 },
  reducedMotion: 'reduce',
};

export async function setStage(options: Parameters<typeof startStack>[0] = {}): Promise<Stage> {
  const [stack, browser] = await Promise.all([startStack(options), launchBrowser()]);
  return {
    stack,
    browser,
    async openAs(token, contextOptions) {
      const window = await openWindow(browser, stack.url, { ...smallAndStill, ...contextOptions });
      await signIn(window, token);
      return window;
    },
    async close() {
      await browser.close();
      await stack.stop();
    },
  };
}

/** Gives the stage once it is set. */
export type OnStage = () => Stage;
