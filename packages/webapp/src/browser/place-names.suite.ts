import { expect, test } from 'vitest';
import { findLivelyDay } from './days.testing.js';
import { runPipeline } from './operator.testing.js';
import { expectNoFaults, type OnStage } from './stage.testing.js';

/** People call places what they like. */
export function placeNameTests(on: OnStage): void {
  test('a place has the name that its person gave it, at once, after the next run and in the search', async () => {
    const window = await on().window('person');
    const { page, context } = window;
    const { day } = await findLivelyDay(context);
    const name = 'Chez <b>Ana</b>';
    await page.goto(`/?day=${day}`);
    const rows = page.locator('.place-row');
    await rows
      .nth(1)
      .getByRole('button', { name: /^Name this place/ })
      .click();
    const field = page.getByLabel('Your name for this place');
    await field.fill(name);
    const stored = page.waitForRequest(/usercache\/put/);
    await field.press('Enter');
    await rows.nth(1).getByText(name).waitFor();
    const [entry] = ((await stored).postDataJSON() as { phone_to_server: object[] }).phone_to_server;
    expect(entry).toMatchObject({
      metadata: { key: 'manual/place_addition_input' },
      data: { label: name, name: 'PlaceName', status: 'ACTIVE' },
    });

    await runPipeline(context);
    await page.goto('/?find=chez');
    const found = page.locator('.search-results section', { hasText: name });
    await found.locator('.search-visit').first().click();
    await page.locator('.place-name', { hasText: name }).first().waitFor();
    // It is a name, and no answer to a survey beside it.
    expect(await page.locator('.place-row .chip', { hasText: name }).count()).toBe(0);

    await page
      .getByRole('button', { name: `Name this place: ${name}` })
      .first()
      .click();
    await page.getByRole('button', { name: 'Forget the name' }).click();
    await page.locator('.place-name', { hasText: name }).first().waitFor({ state: 'detached' });
    expectNoFaults(window);
  });
}
