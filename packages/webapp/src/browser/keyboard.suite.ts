import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findLivelyDay } from './days.testing.js';
import { expectNoFaults, type OnStage } from './stage.testing.js';

/** Presses after which a keyboard does not get anywhere. */
const MOST_PRESSES = 60;

/** What the pages are for, without a pointer. */
export function keyboardTests(on: OnStage): void {
  test('the keyboard alone opens trips, one after the other, on a phone as well', async () => {
    const window = await on().window('phone');
    const { page, context } = window;
    const { day } = await findLivelyDay(context);
    await page.goto(`/?day=${day}`);
    await page.locator('.trip-open').first().waitFor();
    await page.locator('.trip-open').first().focus();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.trip);
    const second = await page.locator('.trip-open').nth(1).getAttribute('data-trip');
    await page.waitForFunction(
      (trip) => (document.activeElement as HTMLElement).dataset.trip === trip,
      second,
    );
    await page.keyboard.press('Enter');
    await page.locator('.trip-card.selected').waitFor();
    expect(new URL(page.url()).searchParams.get('trip')).toBe(await focused());
    expectNoFaults(window);
  });

  test('the keyboard alone labels a trip, changes what the dashboard shows, and downloads', async () => {
    const window = await on().window('phone');
    const { page } = window;
    await page.goto('/labels');
    await tabTo(page, page.getByRole('button', { name: /^Instead of/ }).first());
    await page.keyboard.press('Enter');
    await page.getByRole('listbox').waitFor();
    const stored = page.waitForRequest(/usercache\/put/);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await stored;
    // The focus comes back to where it was, not to the beginning of the page.
    await page.waitForFunction(() => document.activeElement?.matches('.label-chip'));

    await pressTo(page, 'Shift+Tab', page.getByRole('link', { name: 'Dashboard' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('radio', { name: 'Distance' }));
    await pressTo(page, 'ArrowRight', page.getByRole('radio', { name: 'Energy' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/measure=energy/);

    await tabTo(page, page.getByRole('link', { name: 'My data' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('radio', { name: /GeoJSON/ }));
    await page.keyboard.press('ArrowDown');
    await tabTo(page, page.getByRole('button', { name: 'Download' }));
    const started = page.waitForEvent('download');
    await page.keyboard.press('Enter');
    expect((await started).suggestedFilename()).toMatch(/\.gpx$/);
    expectNoFaults(window);
  });

  test('the keyboard alone makes a token', async () => {
    const window = await on().window('operator');
    const { page } = window;
    await page.goto('/operator');
    await tabTo(page, page.getByLabel('Label'));
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.locator('.token-text').waitFor();
    await page.getByText('By keyboard').waitFor();
    expectNoFaults(window);
  });
}

function tabTo(page: Page, target: Locator): Promise<void> {
  return pressTo(page, 'Tab', target);
}

/** Presses a key until something has the focus. */
async function pressTo(page: Page, key: string, target: Locator): Promise<void> {
  await target.waitFor();
  for (let press = 0; press < MOST_PRESSES; press++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead there`);
}
