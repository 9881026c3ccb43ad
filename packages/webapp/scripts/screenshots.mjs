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
/** Parts of the page of operators, each scrolled to. */
const partsOfOperator = [
  ['operator', '.health li'],
  ['operator-stages', '[data-stage]'],
  ['operator-people', '[data-stored]'],
  ['operator-tokens', '.new-token'],
  ['operator-settings', '[data-service]'],
];

await mkdir(folder, { recursive: true });
const [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
try {
  // Others are there, too, so that lists of people look as they will.
  for (let person = 1; person <= 14; person++) {
    await addPerson(stack, manyTrips({ count: person * 7, start: Date.UTC(2025, 0, 2) / 1000, points: 0 }));
  }
  const locked = await addPerson(stack, []);
  await holdKey(stack, locked, 'correct horse battery staple');
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of themes) {
      const open = (token) => openAs(token, { viewport, colorScheme, reducedMotion: 'reduce' });
      const stranger = await openWindow(browser, stack.url, { viewport, colorScheme });
      await take(stranger.page, '/', '.sign-in-card', `sign-in-${size}-${colorScheme}`);
      await stranger.context.close();
      const person = await open(stack.token);
      for (const [name, path, landmark] of await pagesOfPerson(person.context)) {
        await take(person.page, path, landmark, `${name}-${size}-${colorScheme}`);
      }
      await person.context.close();
      const owner = await open(locked);
      await take(owner.page, '/', '.unlock', `locked-${size}-${colorScheme}`);
      await owner.context.close();
      const operator = await open(await operatorToken(stack));
      for (const [name, landmark] of partsOfOperator) {
        await take(operator.page, '/operator?all=true', landmark, `${name}-${size}-${colorScheme}`, true);
      }
      await operator.context.close();
    }
  }
} finally {
  await browser.close();
  await stack.stop();
}

async function openAs(token, options) {
  const window = await openWindow(browser, stack.url, options);
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
    ['dashboard', '/dashboard?measure=count', '.mode-table tbody tr'],
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
  await page.screenshot({ path: resolve(folder, `${name}.png`) });
  process.stdout.write(`${resolve(folder, `${name}.png`)}\n`);
}
