import { expect, test } from 'vitest';
import { violationsInBothThemes } from './accessibility.testing.js';
import { openWindow } from './browser.testing.js';
import { expectNoFaults, type OnStage } from './stage.testing.js';

/** Coming in, going out, and being away from the network in between. */
export function sessionTests(on: OnStage): void {
  test('a token opens the diary, is kept nowhere that scripts or others could read, and the door is accessible', async () => {
    const { browser, stack } = on();
    const window = await openWindow(browser, stack.url);
    const { page, context, faults } = window;
    expect(await violationsInBothThemes(window, '/', '.sign-in-card')).toEqual([]);
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
    const readable = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    );
    expect(readable).not.toContain(stack.token);
    expect(await context.cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Strict' }]);
    expectNoFaults(window);
    await context.close();
  });

  test('what was read once can be read without a network, and not after signing out', async () => {
    const { stack, openAs } = on();
    const { page, context } = await openAs(stack.token);
    await page.goto('/');
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.reload();
    await page.locator('.trip-card').first().waitFor();
    const before = await page.locator('.trip-open').count();
    await context.setOffline(true);
    await page.reload();
    await page.locator('.trip-card').first().waitFor();
    expect(await page.locator('.trip-open').count()).toBe(before);
    await page.getByText('You are offline. What was loaded before can still be read.').waitFor();
    await context.setOffline(false);
    await page.locator('.offline-notice').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Token or opcode').waitFor();
    await page.waitForFunction(async () => !(await caches.keys()).includes('answers'));
    await context.close();
  });
}
