import { expect, test } from 'vitest';
import { compositeTrips, findLivelyDay } from './days.testing.js';
import { runPipeline } from './operator.testing.js';
import { expectNoFaults, type OnStage } from './stage.testing.js';

/** What people say of their trips. */
export function labelTests(on: OnStage): void {
  test('labels take two clicks, are text whatever they say, and the next run takes them in', async () => {
    const window = await on().window('person');
    const { page, context } = window;
    const { day, trips } = await findLivelyDay(context, { unlabelled: true });
    const [first] = trips;
    await page.goto(`/?day=${day}`);
    const card = page.locator('.trip-card', { has: page.locator(`[data-trip="${first!.id}"]`) });
    await card.getByRole('button', { name: /^Mode: / }).click();
    const storedMode = page.waitForResponse(/usercache\/put/);
    await page.getByRole('option', { name: 'E-bike' }).click();
    await storedMode;
    await card.getByRole('button', { name: 'Mode: E-bike' }).locator('svg').waitFor();

    const hostile = '<img src=x onerror="document.title=1">';
    await card.getByRole('button', { name: /^Purpose: / }).click();
    await page.getByRole('textbox', { name: 'Another label' }).fill(hostile);
    const storedPurpose = page.waitForResponse(/usercache\/put/);
    await page.getByRole('button', { name: 'Add' }).click();
    await card.getByText(hostile).waitFor();
    await storedPurpose;

    await runPipeline(context);
    const labelled = (await compositeTrips(context)).find(({ data }) => data.start_ts === first!.startTs);
    expect(labelled?.data.user_input).toEqual({ mode_confirm: 'e-bike', purpose_confirm: hostile });
    await page.reload();
    const chip = card.getByRole('button', { name: 'Mode: E-bike' });
    await chip.waitFor();
    expect(await chip.locator('svg').count()).toBe(0);
    expect(await page.title()).toBe('Sojourn');
    expectNoFaults(window);
  });

  test('what the label model thinks comes first with its confidence, and two clicks confirm it', async () => {
    const window = await on().window('person');
    const { page, context } = window;
    const guessed = (await compositeTrips(context)).findLast(({ data }) => {
      const [best] = data.inferred_labels as { p: number }[];
      return (
        best && best.p > Number(data.confidence_threshold) && !('mode_confirm' in (data.user_input as object))
      );
    })!;
    const { $oid: id } = guessed.data.confirmed_trip as { $oid: string };
    await page.goto(`/?day=${String(guessed.data.start_fmt_time).slice(0, 10)}&trip=${id}`);
    const chip = page.locator('.trip-card.selected .label-chip').first();
    await page.locator('.trip-card.selected .label-chip[data-state="suggested"]').first().waitFor();
    expect(await chip.getAttribute('aria-label')).toMatch(/^Mode: .+ \d+% sure$/);
    const [wanted] = guessed.data.inferred_labels as { labels: { mode_confirm: string } }[];
    await chip.click();
    const stored = page.waitForRequest(/usercache\/put/);
    await page.getByRole('option').first().click();
    const [entry] = ((await stored).postDataJSON() as { phone_to_server: object[] }).phone_to_server;
    expect(entry).toMatchObject({
      metadata: { key: 'manual/mode_confirm' },
      data: { label: wanted!.labels.mode_confirm, start_ts: guessed.data.start_ts },
    });
    await page.locator('.trip-card.selected .label-chip[data-state="given"]').first().waitFor();
    expectNoFaults(window);
  });
}
