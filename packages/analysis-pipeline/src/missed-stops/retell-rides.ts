import { type Entry, isSojournError, SojournError } from '@sojourn/datamodel';
import {
  holdLease,
  type PersonStore,
  type RunBeginning,
  type TransitStopSource,
  transitStopsFor,
} from '../runner/index.js';
import type { Settings } from '../settings/index.js';
import {
  cleanedSectionKey,
  idOf,
  inferredSectionKey,
  modePredictionKey,
  StageRun,
  stagesOf,
} from '../stages/index.js';
import { withNewModes } from './trips-with-modes.js';

export interface RetellOptions {
  readonly store: PersonStore;
  readonly settings: Settings;
  readonly transitStops: TransitStopSource;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly createId: () => string;
  /** Name under which the lease is held. */
  readonly owner: string;
  readonly signal?: AbortSignal;
}

/** Rides that are told again with one commit. */
const toldTogether = 200;

/**
 * Tells the modes of rides again about which no transit stops could be looked up, as mode inference does. Only those
 * sections change, and what shows them: all ids stay, and so does everything that people said.
 * @param missed predictions of the rides, in order of their start
 * @returns how many rides are told now; the others still wait for somebody who can be asked
 * @throws SojournError `run-in-progress`, `lease-lost`, `person-locked`
 */
export async function retellRides(missed: readonly Entry[], options: RetellOptions): Promise<number> {
  if (missed.length === 0) return 0;
  const { store, owner, signal } = options;
  return await holdLease(store, { owner }, async (beginning) => {
    const committer = new Committer(store, beginning);
    let told = 0;
    for (let first = 0; first < missed.length; first += toldTogether) {
      signal?.throwIfAborted();
      const predictions = missed.slice(first, first + toldTogether);
      const replaced = await toldAgain(predictions, options);
      if (replaced.length === 0) continue;
      const sections = replaced.filter(({ metadata }) => metadata.key === inferredSectionKey);
      await committer.replace([...replaced, ...(await withNewModes(sections, options))]);
      told += replaced.filter(({ metadata }) => metadata.key === modePredictionKey).length;
    }
    return told;
  });
}

/** Predictions and inferred sections with new content, of the rides that could be told. */
async function toldAgain(predictions: readonly Entry[], options: RetellOptions): Promise<Entry[]> {
  const { store, settings, transitStops, clock, createId } = options;
  const wanted = new Map(predictions.map((entry) => [idOf(entry.data.section_id), entry]));
  const starts = predictions.map(({ data }) => data.start_ts as number);
  const range = { field: 'data.start_ts', start: Math.min(...starts), end: Math.max(...starts) } as const;
  const found = await store.find({ keys: [cleanedSectionKey, inferredSectionKey], range });
  const run = new StageRun({
    ...{ person: store.person, settings, states: {}, usercache: [], now: clock() / 1000, createId },
  });
  run.view.load(
    found.filter(({ _id, metadata }) => metadata.key === cleanedSectionKey && wanted.has(_id.$oid)),
  );
  const span = { first: 'MODE_INFERENCE', last: 'MODE_INFERENCE' } as const;
  const [stage] = stagesOf(span, settings['intake.alternatives']);
  run.transitStops = await transitStopsFor(stage!, run, transitStops);
  run.execute(stage!);
  const { status, code } = run.outcomes.at(-1)!;
  if (status === 'failed') throw new SojournError('internal', { detail: `mode inference: ${code}` });
  const { insert } = run.view.netChanges();
  const inferred = new Map(
    found
      .filter(({ metadata }) => metadata.key === inferredSectionKey)
      .map((entry) => [idOf(entry.data.cleaned_section), entry]),
  );
  return insert.flatMap((prediction) => {
    const isTold =
      prediction.metadata.key === modePredictionKey && prediction.data.transit_stops === undefined;
    if (!isTold) return [];
    const section = idOf(prediction.data.section_id);
    const fresh = insert.find(
      ({ metadata, data }) => metadata.key === inferredSectionKey && idOf(data.cleaned_section) === section,
    );
    const before = inferred.get(section);
    return [
      { ...wanted.get(section)!, data: prediction.data },
      ...(fresh === undefined || before === undefined ? [] : [{ ...before, data: fresh.data }]),
    ];
  });
}

/** Commits changes of derived entries, which are no work to do for a run that has seen everything before. */
class Committer {
  #sequence: number | undefined;
  readonly #store: PersonStore;
  readonly #fence: number;

  constructor(store: PersonStore, { fence, sequence, processedSequence }: RunBeginning) {
    this.#store = store;
    this.#fence = fence;
    this.#sequence = processedSequence >= sequence ? sequence : undefined;
  }

  async replace(replace: readonly Entry[]): Promise<void> {
    const none = { insert: [], invalidate: [], remove: [], drain: [], quarantine: [], states: {} };
    const change = { ...none, replace, fence: this.#fence };
    const sequence = this.#sequence;
    this.#sequence = undefined;
    if (sequence !== undefined) {
      try {
        const known = { ...change, expectSequence: sequence, processedSequence: sequence + 1 };
        this.#sequence = (await this.#store.commit(known)).sequence;
        return;
      } catch (error) {
        if (!isSojournError(error) || error.code !== 'commit-conflict') throw error;
      }
    }
    await this.#store.commit(change);
  }
}
