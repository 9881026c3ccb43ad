import type { Entry } from '@sojourn/datamodel';
import { holdLease, type PersonStore, type RunBeginning } from '../runner/index.js';
import type { Settings } from '../settings/index.js';
import {
  type BinModel,
  compareBy,
  confirmedTripKey,
  createEntryMaker,
  modelData,
  parseBinModel,
  parseTripModelConfiguration,
  type StageState,
  stageRange,
  stateAfterFailure,
  stateAfterSuccess,
  type TimeRange,
  trainTripModel,
  tripModelKey,
} from '../stages/index.js';

export interface TrainingEnvironment {
  readonly store: PersonStore;
  readonly settings: Settings;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Object ids, each greater than the one before. */
  readonly createId: () => string;
  /** Name under which the lease is held. */
  readonly owner: string;
}

/** What training a person's model came to. */
export interface TrainingResult {
  readonly outcome: 'trained' | 'no-labelled-trips' | 'too-few-trips';
  /** Groups of trips that are alike in the model; 0 when none was made. */
  readonly bins: number;
  /** Trips in it. */
  readonly trips: number;
  /** The person's sequence up to which nothing was overlooked. */
  readonly sequence: number;
}

const always: TimeRange = { field: 'metadata.write_ts', start: null, end: null };

/**
 * Learns from the trips that a person has labelled which labels trips between the same places get. The model takes the
 * place of the one before in one commit, which keeps a few older ones; runs go by the newest. Too few labelled trips
 * leave things as they are.
 * @throws SojournError `run-in-progress`, `person-locked`, `request-invalid` for a stored model of another type, …
 */
export async function trainPerson(environment: TrainingEnvironment): Promise<TrainingResult> {
  const { store, settings, clock, createId, owner } = environment;
  const configuration = parseTripModelConfiguration(settings['study.trip_model']);
  return await holdLease(store, { owner }, async (beginning) => {
    const now = clock() / 1000;
    const state = beginning.states.TRIP_MODEL;
    const range = stageRange(state, now);
    const models = [...(await store.find({ keys: [tripModelKey], range: always }))].sort(
      compareBy(always.field),
    );
    const stored = models.at(-1);
    // Without a mark all trips are taken, and on top of a model of before they would count twice.
    const incremental = configuration.incremental && range.start !== null;
    const trips = await tripsOf(store, incremental ? { field: 'data.end_ts', ...range } : always);
    const known = stored && parseBinModel(stored);
    const trained = trainTripModel(trips, known, { ...configuration, incremental });
    if (trained.model === undefined) {
      const sequence = await commit(store, beginning, { state: stateAfterFailure(state) });
      return { outcome: trained.reason, bins: 0, trips: 0, sequence };
    }
    const { create } = createEntryMaker({ person: store.person, now, createId });
    const sequence = await commit(store, beginning, {
      state: stateAfterSuccess(state, range, trained.model.modelTs),
      insert: [create(tripModelKey, modelData(trained.model), 'UTC')],
      remove: models.slice(0, Math.max(0, models.length + 1 - configuration.maximumModels)),
    });
    return { outcome: 'trained', ...sizeOf(trained.model), sequence };
  });
}

async function tripsOf(store: PersonStore, range: TimeRange): Promise<Entry[]> {
  return [...(await store.find({ keys: [confirmedTripKey], range }))].sort(compareBy(range.field));
}

/** Changes a person; a new model is no work for the pipeline. @returns up to where nothing was overlooked */
async function commit(
  store: PersonStore,
  { fence, sequence, processedSequence }: RunBeginning,
  { state, insert = [], remove = [] }: { state: StageState; insert?: Entry[]; remove?: Entry[] },
): Promise<number> {
  const committed = await store.commit({
    ...{ replace: [], invalidate: [], drain: [], quarantine: [] },
    insert,
    remove,
    states: { TRIP_MODEL: state },
    fence,
    release: true,
    processedSequence,
  });
  // More than this commit means that something was uploaded meanwhile.
  return committed.sequence <= sequence + 1 ? committed.sequence : sequence;
}

function sizeOf({ bins }: BinModel): { bins: number; trips: number } {
  return { bins: bins.length, trips: bins.reduce((sum, { feature_rows }) => sum + feature_rows.length, 0) };
}
