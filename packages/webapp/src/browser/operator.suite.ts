import { expect, test } from 'vitest';
import { openWindow } from './browser.testing.js';
import { addPerson } from './import.testing.js';
import { manyTrips } from './many-trips.testing.js';
import { expectNoFaults, type OnStage } from './stage.testing.js';

/** What operators see and do. */
export function operatorTests(on: OnStage): void {
  test('timings, storage and settings are those of the API, and the address says how they are shown', async () => {
    const { stack } = on();
    await addPerson(stack, manyTrips({ count: 40, start: Date.UTC(2025, 0, 2, 7) / 1000, points: 0 }));
    const window = await on().window('operator');
    const { page, context } = window;
    const read = async <T>(path: string) => (await (await context.request.get(path)).json()) as T;
    await page.goto('/operator?period=day');

    const { stages } = await read<{ stages: { stage: string; runs: number }[] }>('/v2/stages?seconds=86400');
    const rows = page.locator('[data-stage]');
    await rows.first().waitFor();
    const shown = await rows.evaluateAll((lines) =>
      lines.map((line) => [line.dataset.stage, Number(line.querySelectorAll('td')[4]!.textContent)]),
    );
    expect(shown).toEqual(stages.map(({ stage, runs }) => [stage, runs]));
    expect(stages.find(({ stage }) => stage === 'TRIP_SEGMENTATION')!.runs).toBeGreaterThan(0);

    const { people } = await read<{ people: { person: string; bytes: number }[] }>('/v2/storage/people');
    const bySize = [...people].sort((a, b) => b.bytes - a.bytes || (a.person < b.person ? -1 : 1));
    const listed = () =>
      page.locator('[data-stored]').evaluateAll((lines) => lines.map((line) => line.dataset.stored));
    expect(await listed()).toEqual(bySize.map(({ person }) => person));
    // The keyboard turns the order around.
    await page.getByRole('button', { name: 'Storage' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/ascending=true/);
    await page.locator('th[aria-sort="ascending"]').waitFor();
    expect((await listed())[0]).toBe(bySize.at(-1)!.person);

    await page.goto('/operator?all=true');
    for (const service of ['timeseries', 'pipeline', 'gateway', 'webapp']) {
      const { settings } = await read<{ settings: { name: string; isDefault: boolean }[] }>(
        `/v2/settings/${service}`,
      );
      const lines = page.locator(`[data-service="${service}"] tbody tr`);
      await lines.first().waitFor();
      expect(await lines.count()).toBe(settings.length);
      expect(await lines.and(page.locator('[data-default="false"]')).count()).toBe(
        settings.filter(({ isDefault }) => !isDefault).length,
      );
    }
    await page.getByRole('radio', { name: 'Set here' }).click();
    await page.waitForURL((url) => !url.search.includes('all'));
    await page.locator('tr[data-default="true"]').first().waitFor({ state: 'detached' });
    expectNoFaults(window);
  });

  test('a token is made and opens a diary, is revoked and opens none; who is stuck is tried again', async () => {
    const { stack, browser } = on();
    const bad = { metadata: { key: 'background/location', write_ts: 1_800_000_000 }, data: 'none' };
    const person = await on().window('person');
    await person.context.request.post('/usercache/put', { data: { phone_to_server: [bad] } });
    await person.page.goto('/');
    await person.page.getByRole('button', { name: 'Not in the diary yet' }).click();
    await person.page.getByText('Readings that could not be used and were set aside: 1.').waitFor();
    const window = await on().window('operator');
    const { page } = window;
    await page.goto('/');
    await page.getByLabel('Label').fill('Ana');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.locator('.token-text').textContent();
    await page.getByRole('img', { name: 'The token as a code for the phone app' }).waitFor();
    const stuck = page.locator('tr[data-person]', { hasText: 'Set aside' });
    await stuck.getByRole('button', { name: 'Try again' }).click();
    await stuck.getByText('Asked for.').waitFor();

    const ana = await openWindow(browser, stack.url);
    await ana.page.goto('/');
    await ana.page.getByLabel('Token or opcode').fill(token!);
    await ana.page.getByRole('button', { name: 'Open my diary' }).click();
    await ana.page.getByRole('heading', { name: 'No trips' }).waitFor();
    const me = () => ana.context.request.get('/v2/me', { headers: { authorization: `Bearer ${token}` } });
    expect((await me()).status()).toBe(200);

    await page.getByRole('button', { name: 'Revoke: Ana' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('button', { name: 'Revoke: Ana' }).waitFor({ state: 'detached' });
    expect((await me()).status()).toBe(403);
    await ana.context.close();
    expectNoFaults(window);
    expectNoFaults(person);
  });

  test('a person is erased once their name is typed, and nothing of them is left', async () => {
    const { stack } = on();
    const start = Date.UTC(2025, 0, 2, 7) / 1000;
    const token = await addPerson(stack, manyTrips({ count: 5, start, points: 0 }));
    const window = await on().window('operator');
    const { page, context } = window;
    const asThem = { headers: { authorization: `Bearer ${token}` } };
    const me = (await (await context.request.get('/v2/me', asThem)).json()) as { person: string };
    const short = me.person.slice(0, 8);
    await page.goto('/operator');
    await page.getByRole('button', { name: `Erase ${short}` }).click();
    const dialog = page.getByRole('dialog', { name: 'Erase a person' });
    const erase = dialog.getByRole('button', { name: 'Erase' });
    const field = dialog.getByLabel(`Type ${short} to go on`);
    await field.fill('somebody else');
    expect(await erase.isDisabled()).toBe(true);
    await field.fill(short);
    await erase.click();
    await dialog.locator('[data-status="done"]').waitFor();
    await dialog.getByText('Nothing of this person is left.').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.locator(`[data-stored="${me.person}"]`).waitFor({ state: 'detached' });
    const { people } = (await (await context.request.get('/v2/storage/people')).json()) as {
      people: { person: string }[];
    };
    expect(people.map(({ person }) => person)).not.toContain(me.person);
    expect((await context.request.get('/v2/me', asThem)).status()).toBe(403);
    expectNoFaults(window);
  });
}
