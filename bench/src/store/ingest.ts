import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseUpload } from '@sojourn/datamodel/wire';
import type { PersonTimeseries } from '@sojourn/timeseries-service';
import { cpuSeconds, median, timesAsFast } from '../measure.js';
import { batches, type Dataset, repeated } from './dataset.js';

/** Entries in one upload request. */
export const REQUEST_ENTRIES = 1000;
const ROUNDS = 5;

export interface IngestFigures {
  /** Entries a second of CPU time, every thread counted; median of the rounds. */
  readonly entriesPerSecond: number;
  /** The same requests parsed, written as JSON lines and synced, with nothing else done. */
  readonly baselineEntriesPerSecond: number;
  readonly timesAsFast: number;
  readonly entries: number;
}

/** Uploads request after request, each parsed from its text and durable before the next one is sent. */
export async function measureIngest(
  person: PersonTimeseries,
  dataset: Dataset,
  entries: number,
  scratch: string,
): Promise<IngestFigures> {
  const ours: number[] = [];
  const baseline: number[] = [];
  const perRound = Math.ceil(entries / ROUNDS / REQUEST_ENTRIES) * REQUEST_ENTRIES;
  const source = batches(repeated(dataset, perRound * ROUNDS), REQUEST_ENTRIES);
  const file = openSync(join(scratch, 'baseline.jsonl'), 'w');
  for (let round = 0; round < ROUNDS; round++) {
    const requests = requestsFrom(source, perRound / REQUEST_ENTRIES);
    const seconds = await cpuSeconds(async () => {
      for (const request of requests) await upload(person, request);
    });
    ours.push(perRound / seconds);
    const baselineSeconds = await cpuSeconds(() => {
      for (const request of requests) writeLines(file, request);
    });
    baseline.push(perRound / baselineSeconds);
  }
  closeSync(file);
  return {
    entriesPerSecond: median(ours),
    baselineEntriesPerSecond: median(baseline),
    timesAsFast: timesAsFast(ours, baseline),
    entries: perRound * ROUNDS,
  };
}

function requestsFrom(source: Iterator<unknown[]>, count: number): Uint8Array[] {
  return Array.from({ length: count }, () =>
    Buffer.from(JSON.stringify({ user: 'bench', phone_to_server: source.next().value })),
  );
}

async function upload(person: PersonTimeseries, request: Uint8Array): Promise<void> {
  const { entries } = parseUpload(request);
  const outcome = await person.put(entries);
  if (outcome.quarantined.length > 0) {
    throw new Error(`the benchmark's own data was refused: ${JSON.stringify(outcome.quarantined[0])}`);
  }
}

function writeLines(file: number, request: Uint8Array): void {
  const { phone_to_server: entries } = JSON.parse(Buffer.from(request).toString('utf8'));
  writeSync(file, `${entries.map((entry: unknown) => JSON.stringify(entry)).join('\n')}\n`);
  fsyncSync(file);
}
