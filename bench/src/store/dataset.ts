import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Entry } from '@sojourn/datamodel';
import { toPhoneForm } from '@sojourn/datamodel/formats';
import { parseWire } from '@sojourn/datamodel/wire';
import { simulate } from '@sojourn/simulator';

/** Phone entries of a stretch of time, to be repeated with later times until there are enough. */
export interface Dataset {
  readonly name: string;
  readonly entries: readonly PhoneEntry[];
  /** Seconds to move the times by from one repetition to the next: a whole number of days. */
  readonly period: number;
}

export interface PhoneEntry {
  readonly metadata: Entry['metadata'];
  readonly data: Record<string, unknown>;
}

const DAY = 86_400;
const TIME_MEMBERS = ['ts', 'start_ts', 'end_ts'];

/** The recorded real days where they are at hand, else simulated people. */
export function loadDataset(folder = realDaysFolder()): Dataset {
  return folder === undefined ? simulated() : realDays(folder);
}

function realDaysFolder(): string | undefined {
  const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/real-days');
  return existsSync(folder) ? folder : undefined;
}

/** The days are brought next to each other, as if one person had recorded them in turn. */
function realDays(folder: string): Dataset {
  const entries: PhoneEntry[] = [];
  let day = 0;
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.entries.json.gz') || /-(bus-start|straddle)\./.test(file)) continue;
    const recorded: unknown = parseWire(gunzipSync(readFileSync(join(folder, file))).toString('utf8'));
    const phone = (recorded as Entry[])
      .map((entry) => toPhoneForm(entry))
      .filter((entry) => entry !== undefined);
    const first = Math.min(...phone.map((entry) => entry.metadata.write_ts).filter((ts) => ts > DAY));
    const from = Math.floor(first / DAY);
    const seen = new Set<string>();
    for (const entry of phone) {
      const { type, key, write_ts } = entry.metadata;
      const identity = `${type} ${key} ${write_ts}`;
      if (write_ts < first || seen.has(identity)) continue;
      seen.add(identity);
      entries.push(moved(entry, (day - from) * DAY + START));
    }
    day += 5;
  }
  return { name: 'real days', entries: entries.sort(byWriteTime), period: day * DAY };
}

const START = 1_400_025_600;

function simulated(): Dataset {
  const days = 14;
  const entries: PhoneEntry[] = [];
  for (const { entries: batch } of simulate({ seed: 1, people: 1, days, from: '2024-03-04' })) {
    entries.push(...(batch as PhoneEntry[]));
  }
  return { name: 'simulated days', entries: entries.sort(byWriteTime), period: (days + 2) * DAY };
}

const byWriteTime = (a: PhoneEntry, b: PhoneEntry) => a.metadata.write_ts - b.metadata.write_ts;

/** At least `count` phone entries in order of writing, each repetition later than the one before. */
export function* repeated(dataset: Dataset, count: number): Generator<PhoneEntry> {
  let given = 0;
  for (let repetition = 0; given < count; repetition++) {
    for (const entry of dataset.entries) {
      if (given++ >= count) return;
      yield moved(entry, repetition * dataset.period);
    }
  }
}

function moved(entry: PhoneEntry, seconds: number): PhoneEntry {
  const data: Record<string, unknown> = { ...entry.data };
  for (const member of TIME_MEMBERS) {
    const value = data[member];
    if (typeof value === 'number') data[member] = toMicroseconds(value + seconds);
  }
  const write_ts = toMicroseconds(entry.metadata.write_ts + seconds);
  return { metadata: { ...entry.metadata, write_ts }, data };
}

/** Phones write decimals; moving a double must not leave digits that no phone would send. */
const toMicroseconds = (value: number) => Math.round(value * 1e6) / 1e6;

/** Splits into lists of a given length. */
export function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length === size) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
