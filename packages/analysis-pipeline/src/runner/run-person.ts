import { isSojournError, type PersonId } from '@sojourn/datamodel';
import { createSettings, type Settings } from '../settings/index.js';
import {
  earliestLate,
  type LateEntries,
  lateEntries,
  purgedUpTo,
  type Stage,
  type StageOutcome,
  StageRun,
  type StageSpan,
  stagesOf,
} from '../stages/index.js';
import { holdLease } from './hold-lease.js';
import { showLaterModes } from './later-modes.js';
import { planRederivation } from './plan-rederivation.js';
import { NeedReader } from './read-needs.js';
import { commitOf } from './run-commit.js';
import type { PersonStore, RunCommit } from './store-port.js';
import { type TransitStopSource, transitStopsFor } from './transit-stops.js';
import { statisticsChange } from './user-statistics.js';

/** What to run. */
export interface RunRequest {
  readonly person: PersonId;
  /** Part of the pipeline; all of it when left out. */
  readonly span?: StageSpan;
  /** Settings that differ from the installation's, by name. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Runs the stages although nothing has arrived since the last run, as after a failure. */
  readonly evenIfUpToDate?: boolean;
  /** Name of the piece of work that the run is part of: a lease that an earlier try of it has left is taken over. */
  readonly work?: string;
  /** Entries that came late earlier and were not made use of: what hangs on them is derived anew. */
  readonly late?: LateEntries;
}

/** What a run is given from outside. */
export interface RunEnvironment {
  readonly store: PersonStore;
  /** Settings of the installation. */
  readonly settings: Settings;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Object ids, each greater than the one before. */
  readonly createId: () => string;
  /** Name under which the lease is held. */
  readonly owner: string;
  readonly cpuTime: () => number;
  readonly onFailure?: (stage: string, error: unknown) => void;
  /** Told how each stage went, once it has ended. */
  readonly onStage?: (outcome: StageOutcome) => void;
  /** Whom to ask about transit stops. */
  readonly transitStops?: TransitStopSource;
  /** Most usercache rows to take on; the rest is left for the next run. */
  readonly mostRows?: number;
}

/** What became of a run. */
export interface RunResult {
  /** Whether entries were added, changed or moved. */
  readonly changed: boolean;
  /** The person's sequence after the commit; null when there was nothing to commit. */
  readonly sequence: number | null;
  /** Outcome of each stage; empty when nothing had arrived since the last run. */
  readonly stages: readonly StageOutcome[];
  /** Unix seconds at which something that was left can be looked at. */
  readonly waitingUntil?: number;
}

/** Most usercache rows that one run takes on, unless its surroundings say otherwise. */
const usualRows = 250_000;
/** The stage that statistics follow, and the name under which the reference tells how long they took. */
const lastStage = 'CREATE_COMPOSITE_OBJECTS';
const userStatisticsName = 'STORE_PIPELINE_DEPENDENT_USER_STATS';
/** Most times that stages are asked what they need: what they know of one entry leads to another. */
const mostRounds = 8;

/**
 * Runs the pipeline for one person: reads once what the stages need, runs them in memory, commits once. A stage that
 * fails is recorded and leaves nothing; a lost lease or a store that does not answer ends the run without a trace.
 * @throws SojournError `request-invalid`, `run-in-progress`, `lease-lost`, `person-locked`, …
 */
export async function runPerson(request: RunRequest, environment: RunEnvironment): Promise<RunResult> {
  const { store, owner, mostRows = usualRows } = environment;
  const settings = createSettings({ ...environment.settings, ...request.settings });
  const stages = stagesOf(request.span, settings['intake.alternatives']);
  const { work } = request;
  const terms = { owner: work ?? owner, resume: work !== undefined, mostRows };
  return await holdLease(store, terms, async (beginning) => {
    const { states, processedSequence, sequence: seen, usercache } = beginning;
    const isWhole = request.span === undefined;
    const isUpToDate = Object.keys(states).length > 0 && processedSequence >= seen;
    if (isWhole && isUpToDate && request.evenIfUpToDate !== true)
      return { changed: false, sequence: null, stages: [] };

    const run = new StageRun({
      person: store.person,
      settings,
      states,
      usercache,
      now: environment.clock() / 1000,
      createId: environment.createId,
      cpuTime: environment.cpuTime,
      ...(environment.onFailure === undefined ? {} : { onFailure: environment.onFailure }),
    });
    await executeAll(run, stages, environment, settings, request.late);
    const changes = run.view.netChanges();
    const counting = environment.cpuTime();
    const statistics = await statisticsChange(run, changes, store);
    if (stages.some(({ name }) => name === lastStage)) {
      run.noteTime(userStatisticsName, environment.cpuTime() - counting);
    }
    const { changed, commit } = commitOf(run, changes, statistics, beginning);
    // Of the last arrival that was read, some rows may not have been.
    const cutAt = usercache.length < mostRows ? undefined : usercache.at(-1)!.arrival;
    const { sequence } = await (isWhole
      ? commitWhole(store, run, commit, seen, cutAt)
      : store.commit(commit));
    return {
      changed,
      sequence,
      stages: run.outcomes,
      ...(run.waitingUntil === undefined || cutAt !== undefined ? {} : { waitingUntil: run.waitingUntil }),
    };
  });
}

/** First the move out of the usercache, which shows what came late; then, once all is read, everything else. */
async function executeAll(
  run: StageRun,
  stages: readonly Stage[],
  { store, transitStops, onStage }: RunEnvironment,
  settings: Settings,
  cameEarlier: LateEntries | undefined,
): Promise<void> {
  const [move, rest] = stages[0]?.name === 'USERCACHE' ? [stages[0], stages.slice(1)] : [undefined, stages];
  const execute = (stage: Stage): void => {
    run.execute(stage);
    onStage?.(run.outcomes.at(-1)!);
  };
  if (move !== undefined) execute(move);
  const { insert: arrived } = run.view.netChanges();
  const late = earliestLate([lateEntries(arrived, run.states, settings), cameEarlier]);
  if (stages.some(({ name }) => name === 'TRIP_SEGMENTATION')) {
    run.rederivation = await planRederivation(
      settings['intake.rederive'],
      late,
      store,
      purgedUpTo(run.initialStates),
    );
  }
  const { scope } = run;
  const reader = new NeedReader(store);
  let needs = [...rest.flatMap((stage) => stage.needs(scope)), ...run.supersededNeeds()];
  for (let round = 0; round < mostRounds; round++) {
    const entries = await reader.read(needs);
    if (entries === undefined) break;
    run.view.load(entries);
    const further = rest.flatMap((stage) => stage.furtherNeeds?.(scope, run.view) ?? []);
    needs = [...further, ...run.supersededNeeds()];
  }
  for (const stage of rest) {
    run.transitStops = await transitStopsFor(stage, run, transitStops);
    execute(stage);
  }
  run.retract(rest.map(({ name }) => name));
  await showLaterModes(run, reader, store);
}

/**
 * Commits a run of the whole pipeline and says up to where it has worked. The commit itself is no work to do, unless an
 * upload came in between; and rows that lie in the future, or were too many for one run, leave their arrival as work to do.
 */
async function commitWhole(
  store: PersonStore,
  run: StageRun,
  commit: RunCommit,
  sequence: number,
  cutAt = Number.POSITIVE_INFINITY,
): Promise<{ readonly sequence: number }> {
  const firstLeft = run.waitingRows.reduce((first, { arrival }) => Math.min(first, arrival), cutAt);
  if (firstLeft <= sequence) return await store.commit({ ...commit, processedSequence: firstLeft - 1 });
  try {
    return await store.commit({ ...commit, expectSequence: sequence, processedSequence: sequence + 1 });
  } catch (error) {
    if (!isSojournError(error) || error.code !== 'commit-conflict') throw error;
    return await store.commit({ ...commit, processedSequence: sequence });
  }
}
