import { isSojournError, type PersonId } from '@sojourn/datamodel';
import type { ServiceClient } from '@sojourn/datamodel/client';
import { FAILING_RUNS, type FailingRun } from '@sojourn/datamodel/http';
import type { RunRequest, RunResult } from '../runner/index.js';
import { PersonNotes } from './person-notes.js';
import { retryDelay } from './retry-delay.js';

/** What failures are kept with. */
export interface FailingRunsOptions {
  readonly store: Pick<ServiceClient, 'documents' | 'person'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Version of the software that runs. */
  readonly software: string;
}

/** Errors of a run that are no fault to be tried again: somebody else runs, or the request was wrong, … */
const noFailure: ReadonlySet<string> = new Set([
  'run-in-progress',
  'person-locked',
  'request-invalid',
  'aborted',
]);

/** Whether a run is of the whole pipeline with the settings of the installation, so that how it went says something. */
export function isUsualRun({ span, settings }: RunRequest): boolean {
  return span === undefined && settings === undefined;
}

/**
 * Whose run fails, since when, why, and when it is tried again. Kept in the store, so that a restart neither forgets it
 * nor tries everybody at once; in memory as well, so that runs which succeed cost no request.
 */
export class FailingRuns {
  readonly #options: FailingRunsOptions;
  readonly #notes: PersonNotes<FailingRun>;

  constructor(options: FailingRunsOptions) {
    this.#options = options;
    this.#notes = new PersonNotes(options.store.documents(FAILING_RUNS));
  }

  /** Reads again what other processes have noted. */
  refresh(): Promise<void> {
    return this.#notes.refresh();
  }

  of(person: PersonId): Promise<FailingRun | undefined> {
    return this.#notes.get(person);
  }

  /** For how many people runs fail. */
  async count(): Promise<number> {
    return (await this.#notes.all()).size;
  }

  /** Whether it is time to try a person again of whom nothing new has arrived. */
  isDue({ nextTry, software }: FailingRun): boolean {
    return software !== this.#options.software || this.#options.clock() / 1000 >= nextTry;
  }

  /** Does a run and notes how it went; of a part of the pipeline, or with settings of its own, it says nothing. */
  async watch(request: RunRequest, run: () => Promise<RunResult>): Promise<RunResult> {
    const isUsual = isUsualRun(request);
    try {
      const result = await run();
      if (isUsual) await this.#noteResult(request.person, result).catch(() => undefined);
      return result;
    } catch (error) {
      // A store that cannot be asked cannot be told either; whoever polls comes back anyway.
      if (isUsual) await this.#noteError(request.person, error).catch(() => undefined);
      throw error;
    }
  }

  async #noteResult(person: PersonId, { stages, sequence }: RunResult): Promise<void> {
    const failed = stages.flatMap(({ stage, status, code }) =>
      status === 'failed' ? [{ stage, code: code ?? 'internal' }] : [],
    );
    if (failed.length > 0) await this.#note(person, { code: null, stages: failed, sequence });
    // A run that had nothing to do has shown nothing.
    else if (stages.length > 0) await this.#notes.forget(person);
  }

  async #noteError(person: PersonId, error: unknown): Promise<void> {
    const code = isSojournError(error) ? error.code : 'internal';
    if (code === 'not-found') await this.#notes.forget(person);
    else if (!noFailure.has(code)) await this.#note(person, { code, stages: [], sequence: null });
  }

  async #note(
    person: PersonId,
    failure: {
      readonly code: string | null;
      readonly stages: readonly { readonly stage: string; readonly code: string }[];
      readonly sequence: number | null;
    },
  ): Promise<void> {
    const { store, clock, software } = this.#options;
    const before = await this.#notes.get(person);
    const now = clock() / 1000;
    const failures = (before?.failures ?? 0) + 1;
    const failing: FailingRun = {
      since: before?.since ?? now,
      failures,
      lastTry: now,
      nextTry: now + retryDelay(failures),
      code: failure.code,
      stages: failure.stages.map((failed) => ({ ...failed, since: sinceOf(before, failed.stage) ?? now })),
      sequence: failure.sequence ?? (await store.person(person).summary()).sequence,
      software,
    };
    await this.#notes.put(person, failing);
  }
}

function sinceOf(failing: FailingRun | undefined, stage: string): number | undefined {
  return failing?.stages.find((failed) => failed.stage === stage)?.since;
}
