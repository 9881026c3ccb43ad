import type { Entry } from '@sojourn/datamodel';
import { holdLease, type PersonStore } from '../runner/index.js';
import { inferredSectionKey, modePredictionKey, type StageState } from '../stages/index.js';
import type { ResetResult } from './reset-person.js';

/** Seconds after the time at which mode inference goes on, as in the reference, unless sections end before. */
const goesOnAfter = 300;

const keys = [modePredictionKey, inferredSectionKey];

/** What a reset of modes takes back. */
export interface ModesPlan {
  readonly remove: readonly Entry[];
  /** New state of mode inference; null for one that begins from nothing, undefined where it stays. */
  readonly state: StageState | null | undefined;
}

/**
 * A reset of modes since a time. Sections that began before it and would be inferred again are taken back as well, and
 * none that begins after it is left out: the reference has some of these twice, and some not at all.
 * @param results predictions and inferred sections that end after the time: all of them, and any others
 * @param time Unix seconds; null for the very beginning
 */
export function planModes(
  results: readonly Entry[],
  time: number | null,
  state: StageState | undefined,
): ModesPlan {
  if (time === null) return { remove: results, state: state === undefined ? undefined : null };
  const endOf = ({ data }: Entry): number => data.end_ts as number;
  const mark = results
    .filter(({ data }) => (data.start_ts as number) > time)
    .reduce((earliest, section) => Math.min(earliest, endOf(section)), time + goesOnAfter);
  const remove = results.filter((section) => endOf(section) >= mark);
  const before = state?.last_processed_ts ?? null;
  if (state === undefined || before === null || before <= mark) return { remove, state: undefined };
  // A stage that has taken part in the last run of all would not look at what was there before.
  return { remove, state: { curr_run_ts: null, last_processed_ts: mark, last_ts_run: null } };
}

/**
 * Takes back the modes that were inferred of sections since a time, and nothing else, in one commit. The next run infers
 * them again, with the inferrer and the settings of then; until it has, trips show the modes that they had.
 * @param time Unix seconds; null for the very beginning
 * @param owner name under which the lease is held
 * @throws SojournError `run-in-progress`, `lease-lost`, `person-locked`
 */
export async function resetModes(
  time: number | null,
  { store, owner }: { readonly store: PersonStore; readonly owner: string },
): Promise<ResetResult> {
  return await holdLease(store, { owner }, async ({ fence, states }) => {
    const range = { field: 'data.end_ts', start: time, end: null } as const;
    const { remove, state } = planModes(await store.find({ keys, range }), time, states.MODE_INFERENCE);
    if (remove.length === 0) return { extent: 'nothing', entered: null, removed: 0, sequence: null };
    const none = { insert: [], replace: [], invalidate: [], drain: [], quarantine: [] };
    const changed = state === undefined ? {} : { MODE_INFERENCE: state };
    const { sequence } = await store.commit({ ...none, remove: [...remove], states: changed, fence });
    return { extent: 'modes', entered: null, removed: remove.length, sequence };
  });
}
