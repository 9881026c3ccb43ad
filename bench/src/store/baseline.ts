import type { PersonTimeseries } from '@sojourn/timeseries-service';
import { cpuSeconds } from '../measure.js';

const LINES = 50_000;

/** Entries a second of CPU time that some reading gives. */
export async function rate(read: () => number | Promise<number>): Promise<number> {
  let entries = 0;
  const seconds = await cpuSeconds(async () => {
    entries = await read();
  });
  return entries / seconds;
}

/** `JSON.parse` of each entry's text: what any store of JSON records pays at least. */
export function parseRate(lines: readonly string[]): Promise<number> {
  return rate(() => {
    let read = 0;
    for (const line of lines) read += JSON.parse(line).metadata ? 1 : 0;
    return read;
  });
}

/** Streams of the long-term store. */
export async function longTermKeys(person: PersonTimeseries): Promise<string[]> {
  return (await person.streams()).filter(({ store }) => store === 'raw').map(({ key }) => key);
}

/** The text of some entries, of each stream as large a share as it has of all. */
export async function someLines(person: PersonTimeseries): Promise<string[]> {
  const streams = (await person.streams()).filter(({ store }) => store === 'raw');
  const total = streams.reduce((sum, { count }) => sum + count, 0);
  const lines: string[] = [];
  for (const { key, count } of streams) {
    const size = Math.ceil((LINES * count) / total);
    const { chunks } = await person.find({ keys: [key], stores: ['raw'] }).page(size);
    const text = Buffer.concat(chunks).toString('utf8');
    if (text) lines.push(...(JSON.parse(`[${text}]`) as unknown[]).map((entry) => JSON.stringify(entry)));
  }
  return lines;
}
