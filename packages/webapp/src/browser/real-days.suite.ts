import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Entry } from '@sojourn/datamodel';
import { expect, test } from 'vitest';
import { compositeTrips } from './days.testing.js';
import { addPerson } from './import.testing.js';
import { drawnTrips } from './map.testing.js';
import { startRun } from './operator.testing.js';
import type { OnStage } from './stage.testing.js';

/** A collection of real days that lies beside the checkout; it is no part of the repository. */
const folder = fileURLToPath(new URL('../../../../../shared/real-days/', import.meta.url));
const days = [
  ['android-2016-06-20', '2016-06-20'],
  ['ios-2016-02-22-short-trips', '2016-02-22'],
] as const;

/** Days that people have lived, from their phones' readings to the page. */
export function realDayTests(on: OnStage): void {
  test.skipIf(!existsSync(folder)).each(days)('%s is shown as the API has it', async (name, day) => {
    const { stack, openAs } = on();
    const content = gunzipSync(await readFile(`${folder}${name}.entries.json.gz`));
    const token = await addPerson(stack, JSON.parse(content.toString('utf8')) as Entry[]);
    const { page, context, faults } = await openAs(token, { viewport: { width: 820, height: 2_400 } });
    await startRun(context);
    const trips = (await compositeTrips(context)).filter(({ data }) =>
      String(data.start_fmt_time).startsWith(day),
    );
    expect(trips.length).toBeGreaterThan(0);
    await page.goto(`/?day=${day}`);
    const cards = page.locator('.trip-open');
    await cards.first().waitFor();
    const shown = await cards.evaluateAll((buttons) => buttons.map(({ dataset }) => dataset.trip));
    const ids = trips.map(({ data }) => (data.confirmed_trip as { $oid: string }).$oid);
    expect(shown).toEqual(ids);
    const tracked = trips.filter(({ metadata }) => metadata.origin_key === 'analysis/confirmed_trip');
    await page.waitForFunction(drawnTrips);
    expect((await page.evaluate(drawnTrips))!.sort()).toEqual(
      tracked.map(({ data }) => (data.confirmed_trip as { $oid: string }).$oid).sort(),
    );

    const [first] = tracked;
    await page.goto(`/?day=${day}&trip=${(first!.data.confirmed_trip as { $oid: string }).$oid}`);
    const sections = page.locator('.trip-card.selected .section-list li');
    await sections.first().waitFor();
    expect(await sections.count()).toBe((first!.data.sections as unknown[]).length);
    expect(faults).toEqual([]);
    await context.close();
  });
}
