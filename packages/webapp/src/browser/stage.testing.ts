import type { Browser, BrowserContextOptions } from 'playwright-core';
import { expect } from 'vitest';
import { launchBrowser, openWindow, signIn, type WatchedWindow } from './browser.testing.js';
import { operatorToken } from './import.testing.js';
import { type Stack, startStack } from './stack.testing.js';

/** What all tests in the browser share: starting it takes longer than most of them. */
export interface Stage {
  readonly stack: Stack;
  readonly browser: Browser;
  /** A window of its own for whoever has the token. */
  openAs(token: string, options?: BrowserContextOptions): Promise<WatchedWindow>;
  /**
   * The windows that tests share, with scripts that the browser has compiled already: the demo person's, the same on a
   * phone, and the operator's.
   */
  window(whose: Shared): Promise<WatchedWindow>;
  close(): Promise<void>;
}

type Shared = 'person' | 'phone' | 'operator';

/** Without a graphics card, maps that are large or move are most of what a test would wait for. */
const smallAndStill: BrowserContextOptions = {
  viewport: { width: 820, height: 720 },
  reducedMotion: 'reduce',
};
/** The size of a phone. */
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 } };

export async function setStage(options: Parameters<typeof startStack>[0] = {}): Promise<Stage> {
  const [stack, browser] = await Promise.all([startStack(options), launchBrowser()]);
  const shared = new Map<Shared, Promise<WatchedWindow>>();
  const openAs = async (token: string, contextOptions?: BrowserContextOptions) => {
    const window = await openWindow(browser, stack.url, { ...smallAndStill, ...contextOptions });
    await signIn(window, token);
    return window;
  };
  const open: Record<Shared, () => Promise<WatchedWindow>> = {
    person: () => openAs(stack.token),
    phone: () => openAs(stack.token, phone),
    operator: async () => openAs(await operatorToken(stack)),
  };
  return {
    stack,
    browser,
    openAs,
    window(whose) {
      const window = shared.get(whose) ?? open[whose]();
      shared.set(whose, window);
      return window;
    },
    async close() {
      await browser.close();
      await stack.stop();
    },
  };
}

/** Nothing went wrong in a window since this was last asked. */
export function expectNoFaults({ faults }: WatchedWindow): void {
  expect(faults.splice(0)).toEqual([]);
}

/** Gives the stage once it is set. */
export type OnStage = () => Stage;
