import type { PersonTimeseries } from '@sojourn/timeseries-service';
import { quantile, wallMilliseconds } from '../measure.js';
import type { Filling } from './fill.js';
import { EVERYTHING } from './scan.js';

const REPETITIONS = 200;
const DAY = 86_400;
const KEY = 'background/filtered_location';

export interface QueryFigures {
  readonly dayQueryP50: number;
  readonly dayQueryP99: number;
  readonly countP50: number;
}

/** One day of one stream as JSON, on days spread over the whole store, and the count of a stream. */
export async function measureQueries(person: PersonTimeseries, filling: Filling): Promise<QueryFigures> {
  const days: number[] = [];
  const counts: number[] = [];
  const span = filling.lastTime - filling.firstTime - DAY;
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    // The golden ratio spreads the starts evenly without a source of randomness.
    const start = filling.firstTime + span * ((repetition * 0.618_033_988_75) % 1);
    days.push(
      await wallMilliseconds(async () => {
        const time = { field: 'data.ts', start, end: start + DAY };
        for await (const _ of person.find({ keys: [KEY], time }).json(',')) void _;
      }),
    );
    counts.push(await wallMilliseconds(() => person.count({ keys: [KEY] })));
  }
  return {
    dayQueryP50: quantile(days, 0.5),
    dayQueryP99: quantile(days, 0.99),
    countP50: quantile(counts, 0.5),
  };
}

export interface CursorFigures {
  readonly entries: number;
  /** Resident memory, MB, after a tenth of the pages and after the last one. */
  readonly rssEarly: number;
  readonly rssLate: number;
}

const PAGE = 5000;

/** Reads everything page by page and watches the memory of the process. */
export async function measureCursor(person: PersonTimeseries, expected: number): Promise<CursorFigures> {
  let entries = 0;
  let rssEarly = 0;
  let cursor: string | undefined;
  do {
    const page = await person.find(EVERYTHING).page(PAGE, cursor);
    entries += page.count;
    cursor = page.cursor ?? undefined;
    if (rssEarly === 0 && entries >= expected / 10) rssEarly = rssMegabytes();
  } while (cursor !== undefined);
  return { entries, rssEarly, rssLate: rssMegabytes() };
}

export const rssMegabytes = (): number => process.memoryUsage.rss() / 1e6;
