import type { EntryQuery, PersonTimeseries } from '@sojourn/timeseries-service';
import { median, timesAsFast } from '../measure.js';
import { longTermKeys, parseRate, rate, someLines } from './baseline.js';

const ROUNDS = 5;
/** Everything that the long-term store holds. */
export const EVERYTHING: EntryQuery = { keys: null, stores: ['raw'] };

export interface ScanFigures {
  readonly objectsPerSecond: number;
  readonly jsonPerSecond: number;
  readonly baselineObjectsPerSecond: number;
  /** Against the baseline of the same rounds. */
  readonly objectsTimesAsFast: number;
  readonly jsonTimesAsFast: number;
}

/** Reads every entry of one stream after the other, from sealed blocks to objects and to JSON text. */
export async function measureScan(person: PersonTimeseries): Promise<ScanFigures> {
  const keys = await longTermKeys(person);
  const objects: number[] = [];
  const json: number[] = [];
  const baseline: number[] = [];
  const lines = await someLines(person);
  for (let round = 0; round < ROUNDS; round++) {
    objects.push(await rate(() => readObjects(person, keys)));
    baseline.push(await parseRate(lines));
    json.push(await rate(() => readJson(person, keys)));
  }
  return {
    objectsPerSecond: median(objects),
    jsonPerSecond: median(json),
    baselineObjectsPerSecond: median(baseline),
    objectsTimesAsFast: timesAsFast(objects, baseline),
    jsonTimesAsFast: timesAsFast(json, baseline),
  };
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
