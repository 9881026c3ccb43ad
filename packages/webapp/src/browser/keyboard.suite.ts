import type { Locator, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { operatorToken } from './import.testing.js';
import type { OnStage } from './stage.testing.js';

const phone = { viewport: { width: 390, height: 844 } };
/** Presses after which a keyboard does not get anywhere. */
const MOST_PRESSES = 60;

/** What the pages are for, without a pointer. */
export function keyboardTests(on: OnStage): void {
  test('the keyboard alone labels a trip, changes what the dashboard shows, and downloads', async () => {
    const { stack, openAs } = on();
    const { page, context, faults } = await openAs(stack.token, phone);
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
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the keyboard alone makes a token', async () => {
    const { stack, openAs } = on();
    const { page, context, faults } = await openAs(await operatorToken(stack), phone);
    await page.goto('/operator');
    await tabTo(page, page.getByLabel('Label'));
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.locator('.token-text').waitFor();
    await page.getByText('By keyboard').waitFor();
    expect(faults).toEqual([]);
    await context.close();
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
