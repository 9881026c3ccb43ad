import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserName, hasBrowser, launchBrowser, openWindow, signIn } from './browser.testing.js';
import { findLivelyDay } from './days.testing.js';
import { drawnTrips } from './map.testing.js';
import { type Stack, startStack } from './stack.testing.js';

describe.skipIf(!hasBrowser)(`the page in a real browser (${browserName})`, () => {
  let stack: Stack;
  let browser: Browser;

  beforeAll(async () => {
    [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  test('a token opens the diary, and is kept nowhere that scripts or others could read', async () => {
    const { page, context, faults } = await openWindow(browser, stack.url);
    await page.goto('/');
    const field = page.getByLabel('Token or opcode');
    await field.fill('not a token');
    await field.press('Enter');
    await page.getByText('This token is not known here.').waitFor();
    // The browser itself reports refused calls; from here on there must be none.
    faults.length = 0;
    await field.fill(stack.token);
    await field.press('Enter');
    await page.locator('.trip-card').first().waitFor();
    expect(page.url()).not.toContain(stack.token);
    expect(
      await page.evaluate(() =>
        JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
      ),
    ).not.toContain(stack.token);
    const [cookie] = await context.cookies();
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a day shows every trip of the API, as cards and on the map, and the address says what is open', async () => {
    const window = await openWindow(browser, stack.url);
    const { page, faults, context } = window;
    await signIn(window, stack.token);
    const { day, trips } = await findLivelyDay(context);
    await page.goto(`/?day=${day}`);
    const cards = page.locator('.trip-open');
    await cards.first().waitFor();
    const shown = await cards.evaluateAll((buttons) => buttons.map((button) => button.dataset.trip));
    expect(shown.sort()).toEqual(trips.map(({ id }) => id).sort());
    await page.waitForFunction(drawnTrips);
    expect((await page.evaluate(drawnTrips))!.sort()).toEqual(trips.map(({ id }) => id).sort());

    await cards.first().click();
    const open = new URL(page.url()).searchParams.get('trip');
    expect(trips.map(({ id }) => id)).toContain(open);
    await page.reload();
    await page.locator('.trip-card.selected .section-list').waitFor();
    await page.getByRole('radio', { name: 'Week' }).click();
    await page.locator('.day-heading').first().waitFor();
    expect(new URL(page.url()).searchParams.get('span')).toBe('week');
    expect(faults).toEqual([]);
    await context.close();
  });
});
