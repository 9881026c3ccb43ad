import { setTimeout as delay } from 'node:timers/promises';
import { simulate } from '@sojourn/simulator';
import { round } from '../measure.js';
import type { BenchDay } from './days.js';
import { machine } from './machine.js';
import { type BenchServices, type BenchStore, type ProcessFigures, startStore } from './services.js';
import { personWith } from './with-storage.js';

export interface PeopleBenchOptions {
  /** How many people have a day each. */
  readonly people: number;
  /** Told what is being done, for people who wait. */
  readonly progress?: (message: string) => void;
}

/** Phones that upload at the same time. */
const phones = 16;
/** Milliseconds between two looks at how far the pipeline has come. */
const lookEvery = 1000;

/**
 * Simulates people with a day each: their phones upload, then a pipeline starts, finds that there is work for all of them
 * and does it. Real processes; seconds on the clock, processor time of each process, and memory as it goes.
 */
export async function benchPeople(options: PeopleBenchOptions): Promise<Record<string, unknown>> {
  const { people, progress = () => {} } = options;
  const store = await startStore();
  try {
    progress(`uploading a day of each of ${people} people`);
    const uploads = await uploadAll(people, store, progress);
    progress('running them all');
    const services = await store.startPipeline({ SOJOURN_DEBOUNCE_SECONDS: '0' });
    const runs = await runAll(people, services, progress);
    const seconds = uploads.seconds + runs.seconds;
    return {
      seconds: round(seconds),
      people_per_second: round(people / seconds),
      upload: uploads.figures,
      run: runs.figures,
      measured_on: {
        data: 'simulated days',
        people,
        entries: uploads.entries,
        ...machine(),
        times: 'seconds on the clock; making up the days is part of the upload',
      },
    };
  } finally {
    await store.close();
  }
}

async function uploadAll(people: number, store: BenchStore, progress: (message: string) => void) {
  const before = await store.figuresOfStore();
  const own = process.cpuUsage();
  const started = performance.now();
  const days = simulate({ seed: 1, people, days: 1 });
  let entries = 0;
  let done = 0;
  const phone = async (): Promise<void> => {
    for (;;) {
      const { value } = days.next();
      if (value === undefined) return;
      const day = [...value.entries] as unknown as BenchDay['entries'];
      await personWith({ entries: day }, store);
      entries += day.length;
      if (++done % 1000 === 0) progress(`${done} have uploaded`);
    }
  };
  await Promise.all(Array.from({ length: phones }, phone));
  const seconds = (performance.now() - started) / 1000;
  const after = await store.figuresOfStore();
  const { user, system } = process.cpuUsage(own);
  const figures = {
    seconds: round(seconds),
    timeseries_cpu_seconds: round(after.cpuSeconds - before.cpuSeconds),
    phones_cpu_seconds: round((user + system) / 1e6),
    timeseries_rss_mb: round(after.rssMegabytes),
  };
  return { seconds, entries, figures };
}

async function runAll(people: number, services: BenchServices, progress: (message: string) => void) {
  const started = performance.now();
  const before = (await services.figures()).timeseries;
  const looks: { timeseries: ProcessFigures; pipeline: ProcessFigures }[] = [];
  let now = await services.figures();
  while (now.pipeline.runs < people) {
    await delay(lookEvery);
    now = await services.figures();
    looks.push(now);
    if (looks.length % 30 === 0) progress(`${now.pipeline.runs} have a diary`);
  }
  const seconds = (performance.now() - started) / 1000;
  const memoryOf = (process: 'timeseries' | 'pipeline', of: `${'rss' | 'own' | 'heap'}Megabytes`) =>
    [1, 2, 3, 4].map((quarter) => {
      const at = looks.find(({ pipeline }) => pipeline.runs >= (people * quarter) / 4) ?? now;
      return round(at[process][of] ?? Number.NaN);
    });
  const timeseriesSeconds = now.timeseries.cpuSeconds - before.cpuSeconds;
  const figures = {
    seconds: round(seconds),
    failed: now.pipeline.failedRuns,
    timeseries_cpu_seconds: round(timeseriesSeconds),
    pipeline_cpu_seconds: round(now.pipeline.cpuSeconds),
    cpu_ms_per_person: round(((timeseriesSeconds + now.pipeline.cpuSeconds) * 1000) / people),
    timeseries_rss_mb_by_quarter: memoryOf('timeseries', 'rssMegabytes'),
    timeseries_own_mb_by_quarter: memoryOf('timeseries', 'ownMegabytes'),
    timeseries_heap_mb_by_quarter: memoryOf('timeseries', 'heapMegabytes'),
    pipeline_rss_mb_by_quarter: memoryOf('pipeline', 'rssMegabytes'),
    pipeline_own_mb_by_quarter: memoryOf('pipeline', 'ownMegabytes'),
  };
  return { seconds, figures };
}
