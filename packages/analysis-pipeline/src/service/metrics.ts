import { processMetrics } from '@sojourn/service-kit';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RunResult } from '../runner/index.js';

/** What the pipeline tells a monitoring system; nothing about single people. */
export class PipelineMetrics {
  readonly registry = new Registry();
  readonly #runs = new Counter({
    name: 'sojourn_pipeline_runs_total',
    help: 'Runs that have ended, by outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });
  readonly #seconds = new Histogram({
    name: 'sojourn_pipeline_stage_cpu_seconds',
    help: 'Processor time of stages, by stage.',
    labelNames: ['stage'],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [this.registry],
  });
  readonly #entries = new Counter({
    name: 'sojourn_pipeline_stage_entries_total',
    help: 'Entries that stages looked at, by stage.',
    labelNames: ['stage'],
    registers: [this.registry],
  });
  readonly #failures = new Counter({
    name: 'sojourn_pipeline_stage_failures_total',
    help: 'Stages that failed, by stage and error code.',
    labelNames: ['stage', 'code'],
    registers: [this.registry],
  });

  readonly #jobs = new Counter({
    name: 'sojourn_pipeline_jobs_total',
    help: 'Jobs that have ended here, by name and outcome.',
    labelNames: ['name', 'outcome'],
    registers: [this.registry],
  });

  /** @param ownProcess whether figures of the whole process are the pipeline's */
  constructor(ownProcess: boolean) {
    if (ownProcess) collectDefaultMetrics({ ...processMetrics, register: this.registry });
  }

  ended({ changed, stages }: RunResult): void {
    this.#runs.inc({ outcome: changed ? 'changed' : 'unchanged' });
    for (const { stage, status, cpuMs, entries, code } of stages) {
      if (status === 'skipped') continue;
      this.#seconds.observe({ stage }, cpuMs / 1000);
      this.#entries.inc({ stage }, entries);
      if (status === 'failed') this.#failures.inc({ stage, code: code ?? 'internal' });
    }
  }

  /** Watches for how many people runs fail. @param count asked at each look; one that fails leaves the figure */
  watchFailing(count: () => Promise<number>): void {
    new Gauge({
      name: 'sojourn_pipeline_failing_people',
      help: 'People whose last run, or a stage of it, failed.',
      registers: [this.registry],
      async collect() {
        await count().then(
          (failing) => this.set(failing),
          () => undefined,
        );
      },
    });
  }

  jobEnded({ name, status }: { readonly name: string; readonly status: string }): void {
    this.#jobs.inc({ name, outcome: status });
  }

  failed(): void {
    this.#runs.inc({ outcome: 'failed' });
  }
}
