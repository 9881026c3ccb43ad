import { launchBrowser, openWindow, signIn } from './browser.testing.js';
import { addPerson } from './import.testing.js';
import { manyTrips } from './many-trips.testing.js';
import { type Scrolling, scrollTimeline } from './scrolling.testing.js';
import { type Stack, startStack } from './stack.testing.js';

/** What people wait for. Times are milliseconds; medians of several tries where there are several. */
export interface WebFigures {
  /** From the address to the first trip of a day, with nothing cached. */
  readonly firstView: number;
  /** The same once the scripts are cached. */
  readonly nextView: number;
  /** A year of trips while it scrolls. */
  readonly year: Scrolling & { readonly trips: number };
  /** From a press on a trip to the next frame, with so many positions on the map. */
  readonly pressToFrame: number;
  readonly positions: number;
}

export interface BenchWebOptions {
  /** How often views are opened. */
  readonly rounds?: number;
  readonly progress?: (line: string) => void;
}

const YEAR = { count: 3_000, start: Date.UTC(2025, 0, 2, 7) / 1000, points: 0 };
const MONTH = { count: 250, start: Date.UTC(2025, 5, 1, 7) / 1000, points: 400 };
const STEP = 1_000;

/** Measures the page on the real stack in a real browser without a graphics card. */
export async function benchWeb({
  rounds = 5,
  progress = () => {},
}: BenchWebOptions = {}): Promise<WebFigures> {
  progress('starting everything, with a demo person');
  const [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  const open = async (token: string) => {
    const window = await openWindow(browser, stack.url, { viewport: { width: 1280, height: 800 } });
    await signIn(window, token);
    return window;
  };
  const view = async (path: string, token: string, times: number) => {
    const window = await open(token);
    const taken: number[] = [];
    for (let time = 0; time < times; time++) {
      await window.page.goto(path);
      await window.page.locator('.trip-card').first().waitFor();
      taken.push(await window.page.evaluate(() => performance.now()));
    }
    await window.context.close();
    return taken;
  };
  try {
    progress('opening the diary');
    const views: number[][] = [];
    for (let round = 0; round < rounds; round++) views.push(await view('/', stack.token, 2));
    progress(`scrolling a year of ${YEAR.count} trips`);
    const year = await measureYear(stack, open);
    progress(`pressing trips over ${MONTH.count * MONTH.points} positions`);
    const pressToFrame = await measurePress(stack, open, rounds);
    return {
      firstView: median(views.map(([first]) => first!)),
      nextView: median(views.map(([, next]) => next!)),
      year,
      pressToFrame,
      positions: MONTH.count * MONTH.points,
    };
  } finally {
    await browser.close();
    await stack.stop();
  }
}

type Open = (token: string) => ReturnType<typeof openWindow>;

async function measureYear(stack: Stack, open: Open) {
  const { page, context } = await open(await addPerson(stack, manyTrips(YEAR)));
  await page.goto('/?span=year&day=2025-06-01');
  await page.locator('.trip-card').first().waitFor();
  const scrolling = await scrollTimeline(page, STEP);
  await context.close();
  return { trips: YEAR.count, ...scrolling };
}

async function measurePress(stack: Stack, open: Open, times: number): Promise<number> {
  const { page, context } = await open(await addPerson(stack, manyTrips(MONTH)));
  await page.goto('/?span=month&day=2025-06-01');
  await page.locator('.trip-card').first().waitFor();
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    const button = page.locator('.trip-open').nth(time % 3);
    taken.push(
      await button.evaluate(async (element: HTMLElement) => {
        const start = performance.now();
        element.click();
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        return performance.now() - start;
      }),
    );
  }
  await context.close();
  return median(taken);
}

function median(values: readonly number[]): number {
  return Math.round([...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN);
}
