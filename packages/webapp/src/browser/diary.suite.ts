import { expect, test } from 'vitest';
import { findLivelyDay } from './days.testing.js';
import { addPerson } from './import.testing.js';
import { manyTrips } from './many-trips.testing.js';
import { drawnMarks, drawnStreets, drawnTrips } from './map.testing.js';
import { scrollTimeline } from './scrolling.testing.js';
import { expectNoFaults, type OnStage } from './stage.testing.js';

/** The home screen: the timeline beside the map. */
export function diaryTests(on: OnStage): void {
  test('a day shows every trip of the API, as cards and on the map, and the address says what is open', async () => {
    const window = await on().window('person');
    const { page, context } = window;
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
    // What is open begins within the window, wherever in the day it is.
    await page.goto(`/?day=${day}&trip=${trips.at(-1)!.id}`);
    await page.locator('.profile').waitFor();
    await page.waitForFunction(() => {
      const scroller = document.querySelector('.timeline-scroller')!.getBoundingClientRect();
      const { top } = document.querySelector('.trip-card.selected')!.getBoundingClientRect();
      return top >= scroller.top - 8 && top < scroller.bottom;
    });
    await page.getByRole('radio', { name: 'Week' }).click();
    await page.locator('.day-heading').first().waitFor();
    expect(new URL(page.url()).searchParams.get('span')).toBe('week');
    expectNoFaults(window);
  });

  test('what is pointed at in the timeline is marked on the map: places, and moments of a trip by the keyboard', async () => {
    const window = await on().window('person');
    const { page, context } = window;
    const { day, trips } = await findLivelyDay(context);
    await page.goto(`/?day=${day}&trip=${trips[0]!.id}`);
    const profile = page.locator('.profile');
    await profile.waitFor();
    await page.waitForFunction(drawnTrips);
    await expect.poll(() => page.evaluate(drawnMarks)).toBe(0);
    await page.locator('.place-row').first().hover();
    await expect.poll(() => page.evaluate(drawnMarks)).toBe(1);
    await page.locator('.toolbar').hover();
    await expect.poll(() => page.evaluate(drawnMarks)).toBe(0);

    const overview = await profile.locator('figcaption').textContent();
    const slider = profile.getByRole('slider', { name: 'Speed and elevation' });
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => page.evaluate(drawnMarks)).toBe(1);
    const text = await slider.getAttribute('aria-valuetext');
    expect(text).toMatch(/km\/h/);
    expect(await profile.locator('figcaption').textContent()).toContain(text);
    expect(overview).toContain('up to');
    expectNoFaults(window);
  });

  test('a year of three thousand trips keeps a few rows in the document, and the page at hand', async () => {
    const { stack, openAs } = on();
    const start = Date.UTC(2025, 0, 2, 7) / 1000;
    const token = await addPerson(stack, manyTrips({ count: 3_000, start, points: 0 }));
    const window = await openAs(token);
    const { page, context } = window;
    await page.goto('/?span=year&day=2025-06-01');
    await page.getByText('3,000 trips').waitFor();
    const { mostElements, longestTask } = await scrollTimeline(page, 16_000);
    expect(mostElements).toBeLessThan(3_000);
    expect(longestTask).toBeLessThan(5_000);
    expectNoFaults(window);
    await context.close();
  });
}
