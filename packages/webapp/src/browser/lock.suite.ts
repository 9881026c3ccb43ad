import { expect, test } from 'vitest';
import { violationsInBothThemes } from './accessibility.testing.js';
import { addPerson, holdKey } from './import.testing.js';
import { manyTrips } from './many-trips.testing.js';
import type { OnStage } from './stage.testing.js';

const passphrase = 'correct horse battery staple';
const wrong = 'a guess that is wrong';
const DAY = '2025-03-03';

/** Opening and closing the diary of somebody who alone holds its key. */
export function lockTests(on: OnStage): void {
  test('a locked diary says so, opens with the passphrase by keyboard, and is closed again', async () => {
    const { stack, openAs } = on();
    const token = await addPerson(
      stack,
      manyTrips({ count: 5, start: Date.parse(`${DAY}T07:00Z`) / 1000, points: 20 }),
    );
    await holdKey(stack, token, passphrase);
    const window = await openAs(token, { viewport: { width: 390, height: 844 } });
    const { page, context, faults } = window;
    expect(await violationsInBothThemes(window, `/?day=${DAY}`, '.unlock')).toEqual([]);
    await page.getByRole('heading', { name: 'Your diary is locked' }).waitFor();
    expect(await page.locator('.trip-card').count()).toBe(0);
    const field = page.getByLabel('Passphrase', { exact: true });

    await field.fill('short');
    await field.press('Enter');
    await page.getByText('A passphrase has 8 characters at least.').waitFor();
    expect(faults).toEqual([]);
    await field.fill(wrong);
    await field.press('Enter');
    await page.getByText('This passphrase does not open your diary.').waitFor();
    // The browser itself reports the refused call.
    faults.length = 0;

    await page.getByRole('radio', { name: '15 mins' }).focus();
    await page.keyboard.press('Enter');
    await field.fill(passphrase);
    await field.press('Enter');
    await page.locator('.trip-card').first().waitFor();
    const { data } = (await (await context.request.get('/v2/me')).json()) as { data: { expires: number } };
    expect(data.expires - Date.now() / 1000).toBeGreaterThan(600);
    expect(data.expires - Date.now() / 1000).toBeLessThanOrEqual(900);
    const kept = await page.evaluate(async () => {
      const answers = await caches.open('answers');
      const bodies = (await answers.matchAll()).map((answer) => answer.text());
      return JSON.stringify([
        { ...localStorage },
        { ...sessionStorage },
        location.href,
        await Promise.all(bodies),
      ]);
    });
    expect(kept).not.toContain(passphrase);
    expect(kept).not.toContain(wrong);

    await page.getByRole('button', { name: /^Lock/ }).click();
    await page.getByRole('heading', { name: 'Your diary is locked' }).waitFor();
    await page.waitForFunction(async () => !(await caches.keys()).includes('answers'));
    const closed = await context.request.post('/v2/entries/query', { data: { keys: null } });
    expect(closed.status()).toBe(423);
    expect(faults).toEqual([]);
    await context.close();
  });
}
