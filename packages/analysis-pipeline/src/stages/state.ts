import { PipelineStage } from '@sojourn/datamodel/streams';
import type { Rederivation } from './rederivation.js';

const { EXPORT_DATA: _withoutRecord, ...recorded } = PipelineStage;

/** The reference's numbers of the stages that keep a record of their progress. */
export const stageNumbers = Object.freeze(recorded);

/** A stage by the name of its record. */
export type StageName = keyof typeof stageNumbers;

/** How far a stage has come for one person. All times are Unix seconds. */
export interface StageState {
  /** End of the range of the run in progress; null when there is none. */
  readonly curr_run_ts: number | null;
  /** Where the next run begins, in the stage's own time field; null for the beginning. */
  readonly last_processed_ts: number | null;
  /** End of the range of the last run that succeeded. */
  readonly last_ts_run: number | null;
}

/**
 * How far stages have come. Beside them `PURGE_RAW` says up to when, by `metadata.write_ts`, what phones sensed has left
 * the store for archives.
 */
export type StageStates = Partial<Record<StageName | 'PURGE_RAW', StageState>>;

/** Up to when what phones sensed is not in the store any more, by `metadata.write_ts`; null when all of it is. */
export function purgedUpTo(states: StageStates): number | null {
  return states.PURGE_RAW?.last_processed_ts ?? null;
}

/** Range of a time field, both ends inclusive; a null start is no bound. */
export interface StageRange {
  readonly start: number | null;
  readonly end: number;
}

/** Seconds before the present that a run leaves alone, because entries may still be arriving. */
export const settlingSeconds = 5;
/** Seconds added to what was processed last, so that the inclusive start of the next range leaves it out. */
export const markSeconds = 5;

/** The range that a stage looks at: from its mark to shortly before now. @param now Unix seconds */
export function stageRange(state: StageState | undefined, now: number): StageRange {
  return { start: state?.last_processed_ts ?? null, end: now - settlingSeconds };
}

/**
 * The state after a successful run.
 * @param processedUpTo value of the last item processed; null when nothing was, which leaves the mark where it is
 */
export function stateAfterSuccess(
  state: StageState | undefined,
  range: StageRange,
  processedUpTo: number | null,
): StageState {
  return {
    curr_run_ts: null,
    last_processed_ts:
      processedUpTo === null ? (state?.last_processed_ts ?? null) : processedUpTo + markSeconds,
    last_ts_run: range.end,
  };
}

/** The state after a failed run: as before, and not running. */
export function stateAfterFailure(state: StageState | undefined): StageState {
  return {
    curr_run_ts: null,
    last_processed_ts: state?.last_processed_ts ?? null,
    last_ts_run: state?.last_ts_run ?? null,
  };
}

/** The state from which a stage derives anew what follows a place; never further on than it was. */
export function stateDerivingAnew(state: StageState, rederivation: Rederivation): StageState {
  const since = rederivation.from === 'trip' ? rederivation.derivedSince : null;
  if (since === null || state.last_processed_ts === null) return { ...state, last_processed_ts: null };
  return { ...state, last_processed_ts: Math.min(state.last_processed_ts, since + markSeconds) };
}
