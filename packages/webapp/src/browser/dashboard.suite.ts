import { readFile } from 'node:fs/promises';
import type { Download, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { OnStage } from './stage.testing.js';

const PNG_SIGNATURE = '89504e470d0a1a0a';

/** Charts on paper, as pictures and as tables. */
export function takeAlongTests(on: OnStage): void {
  test('a chart is saved as a picture of its size and as a table of its numbers, and is printed', async () => {
    const { stack, openAs } = on();
    const { page, context, faults } = await openAs(stack.token);
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
      window.print = () => document.body.setAttribute('data-printed', 'yes');
    });
    await page.getByRole('button', { name: 'Print' }).click();
    await page.locator('body[data-printed]').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.chart').isVisible()).toBe(true);
    expect(await page.locator('.navigation').isVisible()).toBe(false);
    expect(faults).toEqual([]);
    await context.close();
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
