import {
  createSettings,
  daySummaries,
  daySummaryOptions,
  type MetricsAnswer,
  metricsAnswer,
  type TripCollection,
  tripCollectionOptions,
  tripCollections,
  usualMetrics,
  windowOf,
} from '@sojourn/analysis-pipeline/results';
import type { PersonClient } from '@sojourn/datamodel/client';
import type { RunOutcome } from '@sojourn/datamodel/http';
import { stringifyWire } from '@sojourn/datamodel/wire';
import type { Terminal } from '../terminal.js';
import { readerOfPerson } from './person-reader.js';
import { type DatedRequest, datedRequestOf } from './print-request.js';

/** What can be printed after the last run. */
interface Results {
  readonly person: PersonClient;
  readonly runs: readonly RunOutcome[];
  /** Settings that differ from the defaults. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Prints what was asked for; with several requests every line says which one it answers. */
export async function printResults(
  prints: readonly string[],
  results: Results,
  terminal: Terminal,
): Promise<void> {
  const named = prints.length > 1;
  for (const what of prints) {
    const dated = datedRequestOf(what);
    if (dated !== undefined) await printLine(terminal, what, named, await datedResult(dated, results));
    else if (what === 'state') await printLine(terminal, what, named, await readState(results.person));
    else if (what === 'timings') await printLine(terminal, what, named, timings(results.runs));
    else await printStream(terminal, what, named, results.person);
  }
}

async function datedResult(
  { kind, first, last, dates }: DatedRequest,
  { person, settings }: Results,
): Promise<TripCollection[] | MetricsAnswer> {
  const reader = readerOfPerson(person);
  const all = createSettings(settings);
  if (kind === 'geojson') return await tripCollections(reader, dates, tripCollectionOptions(all));
  const window = windowOf(dates);
  const trips = await reader.window({ key: 'analysis/confirmed_trip', field: 'data.start_ts', ...window });
  const summaries = daySummaries(trips, usualMetrics, { ...daySummaryOptions(all), now: Date.now() / 1000 });
  return metricsAnswer(summaries, { start: first, end: last, minimumUsers: 1 });
}

async function readState(person: PersonClient): Promise<Record<string, unknown>> {
  const { states } = await person.states();
  return Object.fromEntries(
    Object.entries(states).map(([stage, { last_processed_ts, curr_run_ts, last_ts_run }]) => [
      stage,
      { last_processed_ts, curr_run_ts, last_ts_run },
    ]),
  );
}

/** CPU milliseconds and entries of each stage, summed over all runs of the command. */
function timings(runs: readonly RunOutcome[]): Record<string, { cpu_ms: number; entries: number }> {
  const sums: Record<string, { cpu_ms: number; entries: number }> = {};
  for (const { stages } of runs) {
    for (const { stage, cpuMs, entries } of stages) {
      const before = sums[stage] ?? { cpu_ms: 0, entries: 0 };
      sums[stage] = { cpu_ms: before.cpu_ms + cpuMs, entries: before.entries + entries };
    }
  }
  return sums;
}

async function printStream(
  terminal: Terminal,
  key: string,
  named: boolean,
  person: PersonClient,
): Promise<void> {
  const query = { keys: [key], orderBy: 'metadata.write_ts' };
  if (!named) {
    // The bytes of the store as they are: no number passes through a parser.
    let last = 0x0a;
    for await (const chunk of person.streamBytes(query)) {
      if (chunk.length > 0) last = chunk[chunk.length - 1]!;
      await terminal.out(chunk);
    }
    if (last !== 0x0a) await terminal.out('\n');
    return;
  }
  const prefix = `{"print":${JSON.stringify(key)},"value":`;
  for await (const line of linesOf(person.streamBytes(query))) await terminal.out(`${prefix}${line}}\n`);
}

async function printLine(terminal: Terminal, what: string, named: boolean, value: unknown): Promise<void> {
  await terminal.out(`${stringifyWire(named ? { print: what, value } : value)}\n`);
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let open = '';
  for await (const chunk of chunks) {
    const lines = (open + decoder.decode(chunk, { stream: true })).split('\n');
    open = lines.pop()!;
    yield* lines.filter((line) => line !== '');
  }
  if (open !== '') yield open;
}
