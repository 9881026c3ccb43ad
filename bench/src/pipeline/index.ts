import { median, round } from '../measure.js';
import { describeDay, type InMemoryFigures, measureInMemory } from './day-figures.js';
import { type BenchDay, loadDays } from './days.js';
import { machine } from './machine.js';
import { startServices } from './services.js';
import { measureStored, measureStoredCold, type StoredRun } from './with-storage.js';

export { machine } from './machine.js';
export { benchPeople, type PeopleBenchOptions } from './people.js';

export interface PipelineBenchOptions {
  /** How often each day is measured. */
  readonly rounds?: number;
  /** People who have the same day within one measurement with storage. */
  readonly people?: number;
  /** The first so many days; default all. */
  readonly days?: number;
  /** Told what is being done, for people who wait. */
  readonly progress?: (message: string) => void;
}

interface Measured {
  readonly day: BenchDay;
  readonly memory: InMemoryFigures;
  readonly warm: readonly StoredRun[];
  readonly cold: StoredRun;
}

/**
 * With ten people two thousand runs. The engine compiles what runs once per person only after hundreds of them: the first
 * 600 runs are a tenth slower than those after 2,000.
 */
const warmUpRounds = 40;

/**
 * Measures what a run of the whole pipeline costs: processor time an entry of five recorded days, all threads of all
 * processes, without a store and with the real one, warm and cold. Medians; the baseline is `JSON.parse` of the same
 * entries.
 */
export async function benchPipeline(options: PipelineBenchOptions = {}): Promise<Record<string, unknown>> {
  const { rounds = 7, people = 10, progress = () => {} } = options;
  const { data, days: all } = loadDays();
  const days = all.slice(0, options.days);
  progress(`running ${days.length} ${data} in memory`);
  const memory: InMemoryFigures[] = [];
  for (const day of days) memory.push(await measureInMemory(day, rounds));
  progress('starting cold');
  const cold: StoredRun[] = [];
  for (const day of days) cold.push(await measureStoredCold(day));
  progress('running through the services');
  const warm = await measureAllStored(days, rounds, people);
  const measured = days.map((day, index) => ({
    day,
    memory: memory[index]!,
    cold: cold[index]!,
    warm: warm.map((times) => times[index]!),
  }));
  const times = 'milliseconds of CPU time, all threads of all processes, medians';
  const about = { data, people, rounds, warm_up_rounds: warmUpRounds, times };
  return { ...summary(measured), measured_on: { ...about, ...machine() } };
}

/** All days in turn, round after round, in the same two processes. */
async function measureAllStored(
  days: readonly BenchDay[],
  rounds: number,
  people: number,
): Promise<StoredRun[][]> {
  const services = await startServices();
  try {
    // Both processes have to see every day before they are warm.
    for (let again = 0; again < warmUpRounds; again++) {
      for (const day of days) await measureStored(day, people, services);
    }
    const measured: StoredRun[][] = [];
    for (let round = 0; round < rounds; round++) {
      const times: StoredRun[] = [];
      for (const day of days) times.push(await measureStored(day, people, services));
      measured.push(times);
    }
    return measured;
  } finally {
    await services.close();
  }
}

function summary(measured: readonly Measured[]): Record<string, unknown> {
  const entries = measured.reduce((sum, { day }) => sum + day.entries.length, 0);
  const each = (millisecondsOf: (of: Measured) => number, digits = 3) =>
    round(measured.reduce((sum, of) => sum + millisecondsOf(of), 0) / entries, digits);
  const stored = (part: keyof StoredRun) => each(({ warm }) => median(warm.map((run) => run[part])));
  const parse = each(({ memory }) => memory.parseMs, 6);
  const warm = each(({ memory }) => memory.warmMs);
  const withStorage = stored('totalMs');
  const stages = [...new Set(measured.flatMap(({ memory }) => Object.keys(memory.stages)))];
  return {
    warm_with_storage_ms_per_entry: withStorage,
    warm_ms_per_entry: warm,
    cold_ms_per_entry: each(({ memory }) => memory.coldMs),
    cold_with_storage_ms_per_entry: each(({ cold }) => cold.totalMs),
    warm_with_storage_timeseries_ms_per_entry: stored('timeseriesMs'),
    warm_with_storage_pipeline_ms_per_entry: stored('pipelineMs'),
    stages_ms_per_entry: Object.fromEntries(
      stages.map((stage) => [stage, each(({ memory }) => memory.stages[stage] ?? 0)]),
    ),
    days: Object.fromEntries(
      measured.map(({ day, memory, warm: runs, cold }) => [day.name, describeDay(day, memory, runs, cold)]),
    ),
    baseline: { json_parse_ms_per_entry: round(parse, 3) },
    ratio_to_baseline: { warm: round(warm / parse, 3), warm_with_storage: round(withStorage / parse, 3) },
  };
}
