import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectNoFaults, type OnStage } from './stage.testing.js';

const PNG_SIGNATURE = '89504e470d0a1a0a';

/** Sums by mode and time, on the screen, on paper, as pictures and as tables. */
export function dashboardTests(on: OnStage): void {
  test('the dashboard says what the API says, and goes back in time and forth', async () => {
    const window = await on().window('person');
    const { page, context } = window;
    await page.goto('/dashboard?measure=distance&step=year');
    const rows = page.locator('.mode-table tbody tr');
    await rows.first().waitFor();
    const shown = await rows.evaluateAll((lines) => lines.map(({ dataset }) => Number(dataset.amount)));
    const query = {
      start_time: '2020',
      end_time: '2100',
      aggregate: false,
      metric_list: { distance: ['mode'] },
    };
    const answer = await context.request.post('/result/metrics/yyyy_mm_dd', { data: query });
    const { distance } = (await answer.json()) as { distance: Record<string, unknown>[] };
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    const expected = sum(
      distance.flatMap((day) =>
        Object.entries(day).flatMap(([name, value]) => (name.startsWith('mode_') ? [Number(value)] : [])),
      ),
    );
    expect(sum(shown)).toBeCloseTo(expected, 3);

    await page.getByRole('radio', { name: 'Month' }).click();
    await page.getByRole('button', { name: 'Earlier' }).click();
    await page.waitForURL(/until=/);
    await page.getByText('Nothing was recorded in this time.').first().waitFor();
    expect(await rows.count()).toBe(0);
    await page.getByRole('button', { name: 'Later' }).click();
    await rows.first().waitFor();
    expect(page.url()).not.toContain('until');
    expect(await page.getByRole('button', { name: 'Later' }).isDisabled()).toBe(true);
    expectNoFaults(window);
  });

  test('a chart is saved as a picture of its size and as a table of its numbers, and is printed', async () => {
    const window = await on().window('person');
    const { page } = window;
    await page.goto('/dashboard?measure=distance&step=week');
    await page.locator('.mode-table tbody tr').first().waitFor();

    const picture = await contentOf(await pressForFile(page, 'Save as image (PNG)'));
    expect(picture.subarray(0, 8).toString('hex')).toBe(PNG_SIGNATURE);
    const box = await page.locator('.chart').evaluate((chart: SVGSVGElement) => {
      const { width, height } = chart.viewBox.baseVal;
      return { width, height };
    });
    // Width and height stand in the header; pictures have twice the dots of the screen.
    expect(picture.readUInt32BE(16)).toBe(Math.floor(box.width * 2));
    expect(picture.readUInt32BE(20)).toBe(Math.floor(box.height * 2));

    const table = await contentOf(await pressForFile(page, 'Save as table (CSV)'));
    const [head, ...lines] = table
      .toString('utf8')
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
    const shown = await page
      .locator('.mode-table tbody tr')
      .evaluateAll((rows) => rows.map(({ dataset }) => [dataset.mode!, Number(dataset.amount)] as const));
    expect(shown.length).toBeGreaterThan(2);
    for (const [mode, amount] of shown) {
      const column = head!.indexOf(mode);
      const saved = lines.reduce((sum, line) => sum + Number(line[column]), 0);
      expect(saved).toBeCloseTo(amount, 3);
    }

    await page.evaluate(() => {
      globalThis.print = () => document.body.setAttribute('data-printed', 'yes');
    });
    await page.getByRole('button', { name: 'Print' }).click();
    await page.locator('body[data-printed]').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.chart').isVisible()).toBe(true);
    expect(await page.locator('.navigation').isVisible()).toBe(false);
    await page.emulateMedia({ media: null });
    expectNoFaults(window);
  });
}

async function pressForFile(page: Page, name: string): Promise<Download> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name }).click();
  return started;
}

async function contentOf(download: Download): Promise<Buffer> {
  return readFile(await download.path());
}
