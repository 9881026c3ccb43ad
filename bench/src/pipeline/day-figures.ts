import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { runtimeFlags } from '@sojourn/service-kit';
import { cpuSeconds, median, round } from '../measure.js';
import type { BenchDay } from './days.js';
import { prepareInMemory } from './in-memory.js';
import type { StoredRun } from './with-storage.js';

/** Processor time of the runs of one day without storage, in milliseconds. */
export interface InMemoryFigures {
  readonly warmMs: number;
  readonly coldMs: number;
  /** Milliseconds by stage, warm. */
  readonly stages: Readonly<Record<string, number>>;
  /** Time in which `JSON.parse` reads the same entries. */
  readonly parseMs: number;
}

/** Processes run what is built, also when this module is read from its source. */
const coldRun = join(
  dirname(createRequire(import.meta.url).resolve('@sojourn/bench/package.json')),
  'dist/pipeline/cold-run.js',
);
const coldRuns = 3;
const warmUpRuns = 60;
/** Runs that are measured together, because one takes hardly longer than the clock's step. */
const runsTogether = 5;

/** Measures one day in this process, warm, and in processes of their own, cold. */
export async function measureInMemory(day: BenchDay, rounds: number): Promise<InMemoryFigures> {
  const run = prepareInMemory(day);
  for (let warmUp = 0; warmUp < warmUpRuns; warmUp++) await run();
  const text = JSON.stringify(day.entries);
  const warm: number[] = [];
  const parse: number[] = [];
  const stages = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const seconds = await cpuSeconds(async () => {
      for (let again = 0; again < runsTogether; again++) {
        for (const { stage, cpuMs } of (await run()).stages) {
          const times = stages.get(stage);
          if (times === undefined) stages.set(stage, [cpuMs]);
          else times.push(cpuMs);
        }
      }
    });
    warm.push((seconds * 1000) / runsTogether);
    const parsing = await cpuSeconds(() => {
      for (let again = 0; again < runsTogether; again++) JSON.parse(text);
    });
    parse.push((parsing * 1000) / runsTogether);
  }
  const cold: number[] = [];
  for (let again = 0; again < coldRuns; again++) cold.push(await runCold(day.name));
  return {
    warmMs: median(warm),
    coldMs: median(cold),
    stages: Object.fromEntries([...stages].map(([stage, times]) => [stage, median(times)])),
    parseMs: median(parse),
  };
}

/** What is printed about one day: milliseconds an entry, and whole milliseconds by stage. */
export function describeDay(
  { entries }: BenchDay,
  memory: InMemoryFigures,
  warm: readonly StoredRun[],
  cold: StoredRun,
): Record<string, unknown> {
  const each = (milliseconds: number) => round(milliseconds / entries.length, 3);
  const stored = (part: keyof StoredRun) => each(median(warm.map((run) => run[part])));
  return {
    entries: entries.length,
    warm_ms_per_entry: each(memory.warmMs),
    cold_ms_per_entry: each(memory.coldMs),
    warm_with_storage_ms_per_entry: stored('totalMs'),
    cold_with_storage_ms_per_entry: each(cold.totalMs),
    of_which: { timeseries: stored('timeseriesMs'), pipeline: stored('pipelineMs') },
    json_parse_ms_per_entry: each(memory.parseMs),
    stages_ms: Object.fromEntries(
      Object.entries(memory.stages).map(([stage, milliseconds]) => [stage, round(milliseconds, 3)]),
    ),
  };
}

async function runCold(day: string): Promise<number> {
  const { stdout } = await promisify(execFile)(process.execPath, [...runtimeFlags, coldRun, day]);
  return Number(stdout);
}
