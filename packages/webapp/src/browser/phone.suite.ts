import { expect, test } from 'vitest';
import { overflowOf, violationsInBothThemes } from './accessibility.testing.js';
import { findLivelyDay } from './days.testing.js';
import { expectNoFaults, type OnStage, phone } from './stage.testing.js';

/** Every page at the size of a phone. */
export function phoneTests(on: OnStage): void {
  test.each([
    ['/?span=month', '.day-heading'],
    ['/?find=a', '.search-results'],
    ['/labels', '.unlabelled-trip'],
    ['/dashboard', '.mode-table tbody tr'],
    ['/data', '.table tbody tr'],
  ])('%s fits, and has no accessibility violation in either theme', async (path, landmark) => {
    const window = await on().window('phone');
    expect(await violationsInBothThemes(window, path, landmark)).toEqual([]);
    expect(await overflowOf(window)).toBeLessThanOrEqual(0);
    expectNoFaults(window);
  });

  test('an open trip has no accessibility violation, in either theme', async () => {
    const window = await on().window('phone');
    const { day, trips } = await findLivelyDay(window.context);
    const path = `/?day=${day}&trip=${trips[0]!.id}`;
    expect(await violationsInBothThemes(window, path, '.profile')).toEqual([]);
    expectNoFaults(window);
  });

  test('the page of operators fits, and has no accessibility violation in either theme', async () => {
    const window = await on().window('operator');
    const before = window.page.viewportSize()!;
    await window.page.setViewportSize(phone.viewport!);
    expect(await violationsInBothThemes(window, '/operator?all=true', '[data-stage]')).toEqual([]);
    expect(await overflowOf(window)).toBeLessThanOrEqual(0);
    expectNoFaults(window);
    await window.page.setViewportSize(before);
  });
}
