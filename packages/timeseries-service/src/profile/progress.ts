import type { Profile, StageState } from '../timeseries/index.js';

/** The span of all processed trips in Unix seconds, as phones ask for it; nulls before the first run. */
export function processedRange(profile: Readonly<Profile>): {
  start_ts: number | null;
  end_ts: number | null;
} {
  const range = profile.pipeline_range as { start_ts?: unknown; end_ts?: unknown } | null | undefined;
  return { start_ts: numberOrNull(range?.start_ts), end_ts: numberOrNull(range?.end_ts) };
}

/** Until when the diary is complete: the mark of the last stage that has run, of those that complete it. */
export function completeUntil(states: Readonly<Record<string, StageState>>): number | null {
  const state = states.CREATE_CONFIRMED_OBJECTS ?? states.CLEAN_RESAMPLING;
  return state?.last_processed_ts ?? null;
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
