import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { Entry } from '@sojourn/datamodel';
import { toPhoneForm } from '@sojourn/datamodel/formats';
import { parseWire } from '@sojourn/datamodel/wire';
import { simulate } from '@sojourn/simulator';

/** What one phone uploads of one day. */
export interface BenchDay {
  readonly name: string;
  /** In the form in which phones send them, without ids and owner. */
  readonly entries: readonly Pick<Entry, 'metadata' | 'data'>[];
}

const recordedDays = [
  'android-2016-06-20',
  'ios-2016-02-22-short-trips',
  'android-2016-08-15-jumps',
  'android-2023-03-12-untracked',
  'android-2015-08-27-extrapolation',
];

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../../shared/real-days');

/** The recorded real days where they are at hand, else as many simulated ones. */
export function loadDays(): { readonly data: string; readonly days: readonly BenchDay[] } {
  const files = recordedDays.map((name) => join(folder, `${name}.entries.json.gz`));
  if (!files.every((file) => existsSync(file))) return { data: 'simulated days', days: simulatedDays() };
  return { data: 'real days', days: recordedDays.map((name, index) => recordedDay(name, files[index]!)) };
}

/** One of the days by its name, for a process that measures it alone. */
export function loadDay(name: string): BenchDay {
  const day = loadDays().days.find((candidate) => candidate.name === name);
  if (day === undefined) throw new Error(`there is no day ${name}`);
  return day;
}

function recordedDay(name: string, file: string): BenchDay {
  const recorded = parseWire(gunzipSync(readFileSync(file)).toString('utf8')) as unknown as Entry[];
  const seen = new Set<string>();
  const entries = recorded.flatMap((entry) => {
    const phone = toPhoneForm(entry) as BenchDay['entries'][number] | undefined;
    if (phone === undefined) return [];
    const { type, key, write_ts } = phone.metadata;
    const identity = `${type} ${key} ${write_ts}`;
    if (seen.has(identity)) return [];
    seen.add(identity);
    return [phone];
  });
  return { name, entries };
}

function simulatedDays(): BenchDay[] {
  return Array.from(simulate({ seed: 1, people: recordedDays.length, days: 1 }), ({ entries }, index) => ({
    name: `simulated-${index + 1}`,
    entries: [...entries] as unknown as BenchDay['entries'],
  }));
}
