import { expect, test } from 'vitest';
import { overflowOf, violationsInBothThemes } from './accessibility.testing.js';
import { addPerson, operatorToken } from './import.testing.js';
import { manyTrips } from './many-trips.testing.js';
import type { OnStage } from './stage.testing.js';

/** What the page of operators says of stages, storage and settings. */
export function operatorTests(on: OnStage): void {
  test('timings, storage and settings are those of the API, and the address says how they are shown', async () => {
    const { stack, openAs } = on();
    await addPerson(stack, manyTrips({ count: 40, start: Date.UTC(2025, 0, 2, 7) / 1000, points: 0 }));
    const { page, context, faults } = await openAs(await operatorToken(stack));
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

    const { settings } = await read<{ settings: { name: string; isDefault: boolean }[] }>(
      '/v2/settings/pipeline',
    );
    const lines = page.locator('[data-service="pipeline"] tbody tr');
    expect(await lines.count()).toBe(settings.filter(({ isDefault }) => !isDefault).length);
    await page.getByRole('radio', { name: 'All', exact: true }).click();
    await page.waitForURL(/all=true/);
    expect(await lines.count()).toBe(settings.length);
    await page.reload();
    await lines.first().waitFor();
    expect(await lines.count()).toBe(settings.length);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the page of operators fits a phone, and has no accessibility violation in either theme', async () => {
    const { stack, openAs } = on();
    const window = await openAs(await operatorToken(stack), { viewport: { width: 390, height: 844 } });
    expect(await violationsInBothThemes(window, '/operator?all=true', '[data-stage]')).toEqual([]);
    expect(await overflowOf(window)).toBeLessThanOrEqual(0);
    expect(window.faults).toEqual([]);
    await window.context.close();
  });
}
