import { readFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import { expect, test } from 'vitest';
import { findLivelyDay } from './days.testing.js';
import { expectNoFaults, type OnStage } from './stage.testing.js';

/** What is stored, and ways to take it along. */
export function dataTests(on: OnStage): void {
  test('a downloaded file holds the trips of the days it is named after, in each format', async () => {
    const window = await on().window('person');
    const { page, context } = window;
    const { day, trips } = await findLivelyDay(context);
    const ids = trips.map(({ id }) => id).sort();
    await page.goto(`/data?from=${day}&to=${day}`);
    const download = async (): Promise<Download> => {
      const started = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download' }).click();
      return started;
    };
    const contentOf = async (file: Download) => readFile(await file.path(), 'utf8');

    const geojson = await download();
    expect(geojson.suggestedFilename()).toBe(`sojourn-${day}.geojson`);
    const { features } = JSON.parse(await contentOf(geojson)) as {
      features: { properties: { trip_id?: string } }[];
    };
    expect([...new Set(features.flatMap(({ properties }) => properties.trip_id ?? []))].sort()).toEqual(ids);

    await page.getByRole('radio', { name: /GPX/ }).check({ force: true });
    await page.waitForURL(/as=gpx/);
    expect((await contentOf(await download())).split('<trk>').length - 1).toBe(trips.length);

    await page.goto(`/data?from=${day}&to=${day}&as=json`);
    const entries = JSON.parse(await contentOf(await download())) as {
      _id: { $oid: string };
      metadata: { key: string };
    }[];
    const confirmed = entries.filter(({ metadata }) => metadata.key === 'analysis/confirmed_trip');
    expect(confirmed.map(({ _id }) => _id.$oid).sort()).toEqual(ids);
    expectNoFaults(window);
  });

  test('the streams are those of the API', async () => {
    const window = await on().window('person');
    const { page, context } = window;
    const { streams } = (await (await context.request.get('/v2/streams')).json()) as {
      streams: { key: string; count: number }[];
    };
    await page.goto('/data');
    const rows = page.locator('.table-scroller tbody tr');
    await rows.first().waitFor();
    const shown = await rows.evaluateAll((lines) =>
      lines.map((line) => [
        line.querySelector('th')!.textContent,
        Number(line.querySelector('td')!.textContent!.replaceAll(',', '')),
      ]),
    );
    expect(shown).toEqual(streams.map(({ key, count }) => [key, count]));
    expectNoFaults(window);
  });
}
