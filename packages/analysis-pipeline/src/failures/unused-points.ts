import type { ServiceClient } from '@sojourn/datamodel/client';
import { UNUSED_POINTS, type UnusedPoints } from '@sojourn/datamodel/http';
import type { RunRequest, RunResult } from '../runner/index.js';
import { isUsualRun } from './failing-runs.js';
import { PersonNotes } from './person-notes.js';

/** Whose points no trips can be made of as things are, why, and since when. Kept in the store for whoever asks. */
export class UnusedPointsNotes {
  readonly #notes: PersonNotes<UnusedPoints>;
  readonly #clock: () => number;

  /** @param clock milliseconds since the epoch */
  constructor(store: Pick<ServiceClient, 'documents'>, clock: () => number) {
    this.#notes = new PersonNotes(store.documents(UNUSED_POINTS));
    this.#clock = clock;
  }

  /** Does a run and notes which points it could not use. */
  async watch(request: RunRequest, run: () => Promise<RunResult>): Promise<RunResult> {
    const result = await run();
    // A note that cannot be kept now is made by the next run.
    if (isUsualRun(request)) await this.#note(request, result).catch(() => undefined);
    return result;
  }

  async #note({ person }: RunRequest, { stages }: RunResult): Promise<void> {
    const segmentation = stages.find(({ stage }) => stage === 'TRIP_SEGMENTATION');
    if (segmentation?.status !== 'done') return;
    const { unused } = segmentation;
    if (unused === undefined) return await this.#notes.forget(person);
    const before = await this.#notes.get(person);
    if (before?.count === unused.entries && before.why === unused.code) return;
    const since = before?.since ?? this.#clock() / 1000;
    await this.#notes.put(person, { why: unused.code, count: unused.entries, since });
  }
}
