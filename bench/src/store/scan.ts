import type { EntryQuery, PersonTimeseries } from '@sojourn/timeseries-service';
import { cpuSeconds, median } from '../measure.js';

const ROUNDS = 5;
/** Everything that the long-term store holds. */
export const EVERYTHING: EntryQuery = { keys: null, stores: ['raw'] };

export interface ScanFigures {
  readonly objectsPerSecond: number;
  readonly jsonPerSecond: number;
  /** `JSON.parse` of each entry's text: what any store of JSON records pays at least. */
  readonly baselineObjectsPerSecond: number;
}

/** Reads every entry of one stream after the other, from sealed blocks to objects and to JSON text. */
export async function measureScan(person: PersonTimeseries): Promise<ScanFigures> {
  const keys = (await person.streams()).filter(({ store }) => store === 'raw').map(({ key }) => key);
  const objects: number[] = [];
  const json: number[] = [];
  const baseline: number[] = [];
  const lines = await someLines(person, keys);
  for (let round = 0; round < ROUNDS; round++) {
    objects.push(await rate(() => readObjects(person, keys)));
    json.push(await rate(() => readJson(person, keys)));
    baseline.push(
      await rate(() => {
        let read = 0;
        for (const line of lines) read += JSON.parse(line).metadata ? 1 : 0;
        return read;
      }),
    );
  }
  return {
    objectsPerSecond: median(objects),
    jsonPerSecond: median(json),
    baselineObjectsPerSecond: median(baseline),
  };
}

async function rate(read: () => number | Promise<number>): Promise<number> {
  let entries = 0;
  const seconds = await cpuSeconds(async () => {
    entries = await read();
  });
  return entries / seconds;
}

async function readObjects(person: PersonTimeseries, keys: readonly string[]): Promise<number> {
  let read = 0;
  for (const key of keys) {
    for await (const batch of person.find({ keys: [key], stores: ['raw'] }).objects()) read += batch.length;
  }
  return read;
}

async function readJson(person: PersonTimeseries, keys: readonly string[]): Promise<number> {
  let entries = 0;
  for (const key of keys) {
    const query = { keys: [key], stores: ['raw'] } as const;
    let bytes = 0;
    for await (const chunk of person.find(query).json('\n')) bytes += chunk.length;
    if (bytes > 0) entries += await person.count(query);
  }
  return entries;
}

async function someLines(person: PersonTimeseries, keys: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const key of keys) {
    const { chunks } = await person.find({ keys: [key], stores: ['raw'] }).page(20_000);
    const text = Buffer.concat(chunks).toString('utf8');
    if (text) lines.push(...(JSON.parse(`[${text}]`) as unknown[]).map((entry) => JSON.stringify(entry)));
  }
  return lines;
}
