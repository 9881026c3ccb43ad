import { type Entry, SojournError } from '@sojourn/datamodel';
import { holdLease, type PersonStore } from '../runner/index.js';
import {
  filteredLocationKey,
  purgedUpTo,
  rawSectionKey,
  rawTripKey,
  resultKeys,
  type StageStates,
  smoothingKey,
  statisticsKeys,
} from '../stages/index.js';
import { type ResetPlan, type ResetReading, resetToPlace, resetToStart } from './plan-reset.js';
import { extentOfReset, type ResetPlace } from './reset-place.js';

/** What became of a reset. */
export interface ResetResult {
  /**
   * `start`: everything was taken back, which a time before everything and a damaged diary lead to as well; `modes`:
   * modes of sections alone.
   */
  readonly extent: 'nothing' | 'place' | 'start' | 'modes';
  /** When the place was entered that the diary goes on from, Unix seconds; null unless there is one. */
  readonly entered: number | null;
  /** Entries that were removed. */
  readonly removed: number;
  /** The person's sequence after the commit; null when there was nothing to commit. */
  readonly sequence: number | null;
}

/** Seconds by which the way to the first point of a trip may begin before the place is entered that it leads from. */
const wayToPlace = 60;
/** Seconds after an arrival within which the next trip is looked for. */
const soon = 300;

const always = { field: 'metadata.write_ts', start: null, end: null } as const;

/**
 * Takes back what the pipeline has derived since a time, in one commit: a run derives it again from what phones sent,
 * which stays. Nothing of a person's own is lost, since what people said is stored beside the results.
 * @param time Unix seconds; null for the very beginning
 * @param owner name under which the lease is held
 * @throws SojournError `run-in-progress`, `lease-lost`, `person-locked`, `raw-data-purged`
 */
export async function resetPerson(
  time: number | null,
  { store, owner }: { readonly store: PersonStore; readonly owner: string },
): Promise<ResetResult> {
  return await holdLease(store, { owner }, async ({ fence, states }) => {
    const extent = time === null ? 'everything' : await extentOfReset(time, store);
    if (extent === 'nothing') return { extent, entered: null, removed: 0, sequence: null };
    const isStart = extent === 'everything';
    requireRawData(isStart ? null : extent.entered, states);
    const plan = isStart
      ? resetToStart(await store.ids(resultKeys), states)
      : resetToPlace(await readingOf(extent, states, store));
    const { sequence } = await store.commit({ ...changesOf(plan), fence });
    return {
      extent: isStart ? 'start' : 'place',
      entered: isStart ? null : extent.entered,
      removed: plan.remove.length,
      sequence,
    };
  });
}

/** @throws SojournError `raw-data-purged` when nothing is left that the results could be derived from again */
function requireRawData(from: number | null, states: StageStates): void {
  const missing = purgedUpTo(states);
  if (missing === null || (from !== null && from > missing)) return;
  throw new SojournError('raw-data-purged');
}

/** Leaves out up to where runs have worked, so that there is work to do. */
function changesOf({ remove, replace, states, profile }: ResetPlan) {
  const none = { insert: [], invalidate: [], drain: [], quarantine: [] };
  return { ...none, remove: [...remove], replace: [...replace], states, profile: { ...profile } };
}

async function readingOf(place: ResetPlace, states: StageStates, store: PersonStore): Promise<ResetReading> {
  const { entered } = place;
  const fields = ['data.start_ts', 'data.end_ts', 'data.enter_ts', 'data.ts'] as const;
  const since = fields.map((field) => ({ field, start: entered - wayToPlace, end: null }));
  const [lists, confirmed, arrival] = await Promise.all([
    Promise.all(since.map((range) => store.find({ keys: resultKeys, range }))),
    store.find({ keys: statisticsKeys, range: always }),
    writtenAt(entered, store),
  ]);
  const timed = [...new Map(lists.flat().map((entry) => [entry._id.$oid, entry])).values()];
  const departures = timed
    .filter(({ metadata }) => metadata.key === rawTripKey)
    .map(({ data }) => data.start_ts as number)
    .filter((start) => start > entered && start < entered + soon);
  const departure = departures.length === 0 ? undefined : await writtenAt(Math.min(...departures), store);
  const results = [...timed, ...(await smoothingsOf(timed, store))];
  return { place, results, confirmed, written: { arrival, departure }, states };
}

/** Smoothings have no time but that of their writing, which follows that of their sections. */
async function smoothingsOf(timed: readonly Entry[], store: PersonStore): Promise<readonly Entry[]> {
  const written = timed.flatMap(({ metadata }) =>
    metadata.key === rawSectionKey ? [metadata.write_ts] : [],
  );
  if (written.length === 0) return [];
  const start = written.reduce((earliest, time) => Math.min(earliest, time));
  return await store.find({ keys: [smoothingKey], range: { ...always, start } });
}

/** When the point that was sensed at a time was written. */
async function writtenAt(time: number, store: PersonStore): Promise<number | undefined> {
  const range = { field: 'data.ts', start: time, end: time } as const;
  const [point] = await store.find({ keys: [filteredLocationKey], range });
  return point?.metadata.write_ts;
}
