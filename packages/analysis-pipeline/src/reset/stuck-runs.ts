import type { StageState } from '../stages/index.js';

/** Seconds after which a run that has not ended is stuck. */
export const stuckAfter = 6 * 3600;
/** Seconds before the beginning of a stuck run to which the person is taken back. */
const margin = 3 * 3600;
/** It writes for the outside, so that a run of it that is stuck has left nothing to take back. */
const withoutResults: ReadonlySet<string> = new Set(['OUTPUT_GEN']);

/**
 * Where a person is to be taken back to whose runs are stuck: some time before the earliest of them began.
 * @param states states by stage; stages of other software may be among them
 * @param now Unix seconds
 * @returns Unix seconds; undefined when no run is stuck
 */
export function autoResetTime(
  states: Readonly<Record<string, Pick<StageState, 'curr_run_ts'>>>,
  now: number,
): number | undefined {
  const begun = Object.entries(states).flatMap(([stage, { curr_run_ts }]) =>
    curr_run_ts === null || curr_run_ts >= now - stuckAfter || withoutResults.has(stage) ? [] : [curr_run_ts],
  );
  return begun.length === 0 ? undefined : Math.min(...begun) - margin;
}
