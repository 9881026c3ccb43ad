import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { overflowOf, violationsInBothThemes } from './accessibility.testing.js';
import { browserName, hasBrowser, openWindow, type WatchedWindow } from './browser.testing.js';
import { compositeTrips, findLivelyDay } from './days.testing.js';
import { hostileTextTests } from './hostile-text.suite.js';
import { addPerson, operatorToken } from './import.testing.js';
import { keyboardTests } from './keyboard.suite.js';
import { lockTests } from './lock.suite.js';
import { manyTrips } from './many-trips.testing.js';
import { drawnStreets, drawnTrips } from './map.testing.js';
import { operatorTests } from './operator.suite.js';
import { runPipeline } from './operator.testing.js';
import { placeNameTests } from './place-names.suite.js';
import { realDayTests } from './real-days.suite.js';
import { scrollTimeline } from './scrolling.testing.js';
import type { Stack } from './stack.testing.js';
import { type Stage, setStage } from './stage.testing.js';
import { worldOfParks } from './street-archive.testing.js';
import { takeAlongTests } from './take-along.suite.js';

/** Milliseconds after which something hangs, on a machine that is busy with other tests. */
const HANG_LIMIT = 240_000;

describe.skipIf(!hasBrowser)(`the page in a real browser (${browserName})`, { timeout: HANG_LIMIT }, () => {
  let stage: Stage;
  let stack: Stack;
  let browser: Browser;
  let openAs: Stage['openAs'];

  beforeAll(async () => {
    stage = await setStage({ streets: worldOfParks() });
    ({ stack, browser, openAs } = stage);
  }, HANG_LIMIT);
  afterAll(() => stage?.close());

  test('a token opens the diary, and is kept nowhere that scripts or others could read', async () => {
    const { page, context, faults } = await openWindow(browser, stack.url);
    await page.goto('/');
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
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a day shows every trip of the API, as cards and on the map, and the address says what is open', async () => {
    const { page, faults, context } = await openAs(stack.token);
    const { day, trips } = await findLivelyDay(context);
    const ids = trips.map(({ id }) => id).sort();
    await page.goto(`/?day=${day}`);
    const cards = page.locator('.trip-open');
    await cards.first().waitFor();
    const shown = await cards.evaluateAll((buttons) => buttons.map((button) => button.dataset.trip));
    expect(shown.sort()).toEqual(ids);
    await page.waitForFunction(drawnTrips);
    expect((await page.evaluate(drawnTrips))!.sort()).toEqual(ids);
    // The operator's archive lies below them.
    await page.waitForFunction(drawnStreets);

    await cards.first().click();
    await page.locator('.trip-card.selected .section-list').waitFor();
    expect(ids).toContain(new URL(page.url()).searchParams.get('trip'));
    await page.reload();
    await page.locator('.trip-card.selected .section-list').waitFor();
    await page.getByRole('radio', { name: 'Week' }).click();
    await page.locator('.day-heading').first().waitFor();
    expect(new URL(page.url()).searchParams.get('span')).toBe('week');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('labels take two clicks, are text whatever they say, and the next run takes them in', async () => {
    const { page, faults, context } = await openAs(stack.token);
    const { day, trips } = await findLivelyDay(context);
    const [first] = trips;
    await page.goto(`/?day=${day}`);
    const card = page.locator('.trip-card', { has: page.locator(`[data-trip="${first!.id}"]`) });
    await card.getByRole('button', { name: 'Mode: Mode' }).click();
    const storedMode = page.waitForResponse(/usercache\/put/);
    await page.getByRole('option', { name: 'E-bike' }).click();
    await storedMode;
    await card.getByRole('button', { name: 'Mode: E-bike' }).locator('svg').waitFor();

    const hostile = '<img src=x onerror="document.title=1">';
    await card.getByRole('button', { name: 'Purpose: Purpose' }).click();
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
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the dashboard says what the API says', async () => {
    const { page, faults, context } = await openAs(stack.token);
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
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a downloaded file holds the trips of the days it is named after', async () => {
    const { page, faults, context } = await openAs(stack.token);
    const { day, trips } = await findLivelyDay(context);
    await page.goto(`/data?from=${day}&to=${day}`);
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download' }).click();
    const download = await started;
    expect(download.suggestedFilename()).toBe(`sojourn-${day}.geojson`);
    const file = JSON.parse(await readFile(await download.path(), 'utf8')) as {
      features: { properties: { trip_id?: string } }[];
    };
    const ids = new Set(file.features.flatMap(({ properties }) => properties.trip_id ?? []));
    expect([...ids].sort()).toEqual(trips.map(({ id }) => id).sort());
    expect(faults).toEqual([]);
    await context.close();
  });

  test('an operator makes a token that opens a diary, and tries again for somebody who is stuck', async () => {
    const bad = { metadata: { key: 'background/location', write_ts: 1_800_000_000 }, data: 'none' };
    const person = await openAs(stack.token);
    await person.context.request.post('/usercache/put', { data: { phone_to_server: [bad] } });
    await person.page.goto('/');
    await person.page.getByRole('button', { name: 'Not in the diary yet' }).click();
    await person.page.getByText('Readings that could not be used and were set aside: 1.').waitFor();
    const { page, faults, context } = await openAs(await operatorToken(stack));
    await page.goto('/');
    await page.getByLabel('Label').fill('Ana');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.locator('.token-text').textContent();
    await page.getByRole('img', { name: 'The token as a code for the phone app' }).waitFor();
    const stuck = page.locator('tr[data-person]', { hasText: 'Set aside' });
    await stuck.getByRole('button', { name: 'Try again' }).click();
    await stuck.getByText('Asked for.').waitFor();
    expect(faults).toEqual([]);
    await context.close();
    await person.context.close();

    const ana = await openWindow(browser, stack.url);
    await ana.page.goto('/');
    await ana.page.getByLabel('Token or opcode').fill(token!);
    await ana.page.getByRole('button', { name: 'Open my diary' }).click();
    await ana.page.getByRole('heading', { name: 'No trips' }).waitFor();
    await ana.context.close();
  });

  test('the keyboard alone opens trips, one after the other, on a phone as well', async () => {
    const { page, faults, context } = await openAs(stack.token, { viewport: { width: 390, height: 844 } });
    const { day } = await findLivelyDay(context);
    await page.goto(`/?day=${day}`);
    await page.locator('.trip-open').first().waitFor();
    await page.locator('.trip-open').first().focus();
    await page.keyboard.press('ArrowDown');
    const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.trip);
    const second = await page.locator('.trip-open').nth(1).getAttribute('data-trip');
    await page.waitForFunction(
      (trip) => (document.activeElement as HTMLElement).dataset.trip === trip,
      second,
    );
    await page.keyboard.press('Enter');
    await page.locator('.trip-card.selected').waitFor();
    expect(new URL(page.url()).searchParams.get('trip')).toBe(await focused());
    expect(await overflowOf({ page })).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('what was read once can be read without a network, and not after signing out', async () => {
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
    await context.setOffline(false);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByLabel('Token or opcode').waitFor();
    await page.waitForFunction(async () => !(await caches.keys()).includes('answers'));
    await context.close();
  });

  test('signing in has no accessibility violation, in either theme', async () => {
    const window = await openWindow(browser, stack.url);
    expect(await violationsInBothThemes(window, '/', '.sign-in-card')).toEqual([]);
    await window.context.close();
  });

  describe('on a phone', () => {
    let phone: WatchedWindow;
    beforeAll(async () => {
      phone = await openAs(stack.token, { viewport: { width: 390, height: 844 } });
    }, HANG_LIMIT);
    afterAll(() => phone?.context.close());

    test.each([
      ['/?span=month', '.day-heading'],
      ['/?find=a', '.search-results'],
      ['/labels', '.unlabelled-trip'],
      ['/dashboard', '.mode-table tbody tr'],
      ['/data', '.table tbody tr'],
    ])('%s fits, and has no accessibility violation in either theme', async (path, landmark) => {
      expect(await violationsInBothThemes(phone, path, landmark)).toEqual([]);
      expect(await overflowOf(phone)).toBeLessThanOrEqual(0);
    });

    test('an open trip has no accessibility violation, in either theme', async () => {
      const { day, trips } = await findLivelyDay(phone.context);
      const path = `/?day=${day}&trip=${trips[0]!.id}`;
      expect(await violationsInBothThemes(phone, path, '.profile')).toEqual([]);
    });
  });

  test('a year of three thousand trips keeps a few rows in the document, and the page at hand', async () => {
    const start = Date.UTC(2025, 0, 2, 7) / 1000;
    const token = await addPerson(stack, manyTrips({ count: 3_000, start, points: 0 }));
    const { page, faults, context } = await openAs(token);
    await page.goto('/?span=year&day=2025-06-01');
    await page.getByText('3,000 trips').waitFor();
    const { mostElements, longestTask } = await scrollTimeline(page, 16_000);
    expect(mostElements).toBeLessThan(3_000);
    expect(longestTask).toBeLessThan(5_000);
    expect(faults).toEqual([]);
    await context.close();
  });

  keyboardTests(() => stage);
  takeAlongTests(() => stage);
  operatorTests(() => stage);
  lockTests(() => stage);
  hostileTextTests(() => stage);
  placeNameTests(() => stage);
  realDayTests(() => stage);
});
