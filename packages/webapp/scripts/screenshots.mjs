// Takes a picture of every page in both themes, at the size of a desktop and of a phone.
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { launchBrowser, openWindow, signIn } from '../dist/browser/browser.testing.js';
import { findLivelyDay } from '../dist/browser/days.testing.js';
import { addPerson, holdKey, operatorToken } from '../dist/browser/import.testing.js';
import { manyTrips } from '../dist/browser/many-trips.testing.js';
import { startStack } from '../dist/browser/stack.testing.js';

const folder = resolve(process.argv[2] ?? 'screenshots');
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const themes = ['light', 'dark'];
const still = { reducedMotion: 'reduce' };
/** Parts of the page of operators, each scrolled to. */
const partsOfOperator = [
  ['operator', '.health li'],
  ['operator-stages', '[data-stage]'],
  ['operator-people', '[data-stored]'],
  ['operator-tokens', '.new-token'],
  ['operator-settings', '[data-service]'],
];

const names = [
  'Ana',
  'Bo',
  'Chidi',
  'Dana',
  'Emre',
  'Farah',
  'Gus',
  'Hana',
  'Ida',
  'João',
  'Kim',
  'Lea',
  'Mo',
  'Noor',
];

await mkdir(folder, { recursive: true });
const [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
try {
  // Others are there, too, so that lists of people look as they will.
  for (const [index, name] of names.entries()) {
    const trips = manyTrips({ count: (index + 1) * 7, start: Date.UTC(2025, 0, 2) / 1000, points: 0 });
    await addPerson(stack, trips, `${name}’s phone`);
  }
  const locked = await addPerson(stack, [], 'Pia');
  await holdKey(stack, locked, 'correct horse battery staple');
  // One window for each of them: a browser compiles the scripts of a new one from the beginning.
  const stranger = await openWindow(browser, stack.url, still);
  const person = await openAs(stack.token);
  const owner = await openAs(locked);
  const operator = await openAs(await operatorToken(stack));
  const pages = await pagesOfPerson(person.context);
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of themes) {
      const name = (of) => `${of}-${size}-${colorScheme}`;
      for (const { page } of [stranger, person, owner, operator]) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
      }
      await take(stranger.page, '/', '.sign-in-card', name('sign-in'));
      for (const [of, path, landmark] of pages) await take(person.page, path, landmark, name(of));
      await take(owner.page, '/', '.unlock', name('locked'));
      for (const [of, landmark] of partsOfOperator) {
        await take(operator.page, '/operator?all=true', landmark, name(of), true);
      }
      await operator.page.locator('[data-stored] .row-action button').first().click();
      await operator.page.locator('dialog input').waitFor();
      await picture(operator.page, name('operator-erase'));
    }
  }
} finally {
  await browser.close();
  await stack.stop();
}

async function openAs(token) {
  const window = await openWindow(browser, stack.url, still);
  await signIn(window, token);
  return window;
}

async function pagesOfPerson(context) {
  const { day, trips } = await findLivelyDay(context);
  return [
    ['diary-day', `/?day=${day}`, '.trip-card'],
    ['diary-trip', `/?day=${day}&trip=${trips[0].id}`, '.profile'],
    ['diary-week', `/?day=${day}&span=week`, '.day-heading'],
    ['diary-month', `/?day=${day}&span=month`, '.day-heading'],
    ['search', '/?find=bremen', '.search-results h2'],
    ['labels', '/labels', '.unlabelled-trip'],
    ['dashboard', '/dashboard?measure=count', '.heat-panel .map'],
    ['data', '/data', '.table tbody tr'],
  ];
}

/** @param part whether the panel around the landmark is what the picture is of */
async function take(page, path, landmark, name, part = false) {
  await page.goto(path);
  const found = page.locator(landmark).first();
  await found.waitFor();
  if (part) await found.evaluate((element) => element.closest('.panel').scrollIntoView());
  // A map is finished when it has nothing left to fetch or draw.
  await page.waitForFunction(() => [...document.querySelectorAll('.map')].every(({ map }) => map?.loaded()));
  await picture(page, name);
}

async function picture(page, name) {
  const path = resolve(folder, `${name}.png`);
  await page.screenshot({ path });
  process.stdout.write(`${path}\n`);
}
