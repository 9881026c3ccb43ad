import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { WatchedWindow } from './browser.testing.js';

const script = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Axe {
  run(
    context: Document,
    options: { runOnly: string[] },
  ): Promise<{
    violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
  }>;
}

/** What a page does wrong by WCAG 2.2 AA and good practice, in words. */
async function violationsOf(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which no content-security policy concerns.
  await page.evaluate(script);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe };
    const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run(document, { runOnly });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${help}: ${html.slice(0, 200)} ${failureSummary ?? ''}`,
      ),
    );
  });
}

/** The same of an address, in light and in dark. @param landmark what is there when the page is */
export async function violationsInBothThemes(
  { page }: WatchedWindow,
  path: string,
  landmark: string,
): Promise<string[]> {
  await page.goto(path);
  await page.locator(landmark).first().waitFor();
  const violations: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    violations.push(...(await violationsOf(page)).map((text) => `${colorScheme}: ${text}`));
  }
  return violations;
}

/** Pixels by which a page is wider than its window. */
export function overflowOf({ page }: Pick<WatchedWindow, 'page'>): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}
