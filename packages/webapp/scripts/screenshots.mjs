// Takes a picture of every page in both themes, at the size of a desktop and of a phone.
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { launchBrowser, openWindow, signIn } from '../dist/browser/browser.testing.js';
import { findLivelyDay } from '../dist/browser/days.testing.js';
import { operatorToken } from '../dist/browser/operator.testing.js';
import { startStack } from '../dist/browser/stack.testing.js';

const folder = resolve(process.argv[2] ?? 'screenshots');
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const themes = ['light', 'dark'];

await mkdir(folder, { recursive: true });
const [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
try {
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
      const operator = await open(await operatorToken(stack));
      await take(operator.page, '/operator', '.table', `operator-${size}-${colorScheme}`);
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

async function take(page, path, landmark, name) {
  await page.goto(path);
  await page.locator(landmark).first().waitFor();
  // A map is finished when it has nothing left to fetch or draw.
  await page.waitForFunction(() => [...document.querySelectorAll('.map')].every(({ map }) => map?.loaded()));
  await page.screenshot({ path: resolve(folder, `${name}.png`) });
  process.stdout.write(`${resolve(folder, `${name}.png`)}\n`);
}
