import type { Entry } from '@sojourn/datamodel';
import { compositeTripKey, confirmedTripKey, confirmedUntrackedKey } from '../stream-keys.js';
import type { NetChanges } from '../working-set.js';

/** What a profile says of a diary, under the reference's names. */
export interface DiaryStatistics {
  /** Start of the first and end of the last trip or untracked period, Unix seconds; nulls for an empty diary. */
  readonly pipeline_range: { readonly start_ts: number | null; readonly end_ts: number | null };
  /** Confirmed trips. */
  readonly total_trips: number;
  /** Those about which something was said, additions aside. */
  readonly labeled_trips: number;
}

/** Statistics of an empty diary. */
export const noStatistics: DiaryStatistics = Object.freeze({
  pipeline_range: { start_ts: null, end_ts: null },
  total_trips: 0,
  labeled_trips: 0,
});

/** Streams that statistics are about. */
export const statisticsKeys: readonly string[] = [confirmedTripKey, confirmedUntrackedKey];

/** Statistics that a profile has; undefined when it lacks them, or when they have been taken out to be counted anew. */
export function statisticsIn(profile: Readonly<Record<string, unknown>>): DiaryStatistics | undefined {
  const { pipeline_range, total_trips, labeled_trips } = profile as Partial<DiaryStatistics>;
  if (typeof total_trips !== 'number' || typeof labeled_trips !== 'number') return undefined;
  const { start_ts = null, end_ts = null } = pipeline_range ?? {};
  return { pipeline_range: { start_ts, end_ts }, total_trips, labeled_trips };
}

/** Statistics of all confirmed trips and untracked periods of a diary. */
export function statisticsOf(confirmed: readonly Entry[]): DiaryStatistics {
  const trips = confirmed.filter(isTrip);
  return {
    pipeline_range: {
      start_ts: extreme(Math.min, confirmed.map(startOf)),
      end_ts: extreme(Math.max, confirmed.map(endOf)),
    },
    total_trips: trips.length,
    labeled_trips: trips.filter(isLabelled).length,
  };
}

/** What a run has changed. */
export interface DiaryChange {
  readonly changes: Pick<NetChanges, 'insert' | 'replace' | 'remove'>;
  /** An entry as it was before it was replaced or removed. */
  readonly before: (id: string) => Entry | undefined;
  /** Composite trips that the run has read or made, as it leaves them. */
  readonly shown: readonly Entry[];
  /** End of the last composite trip ahead of those that are gone; null when none is left there. */
  readonly earlierEnd: number | null;
}

/** Statistics after a run, from those before it and what it changed: however long the diary, only that is looked at. */
export function statisticsAfter(before: DiaryStatistics, change: DiaryChange): DiaryStatistics {
  const { insert, replace, remove } = change.changes;
  const labelled = (entries: readonly Entry[]): number => entries.filter(isTrip).filter(isLabelled).length;
  const asTheyWere = [...replace, ...remove].flatMap(({ _id }) => change.before(_id.$oid) ?? []);
  return {
    pipeline_range: rangeAfter(before.pipeline_range, change),
    total_trips: before.total_trips + insert.filter(isTrip).length - remove.filter(isTrip).length,
    labeled_trips: before.labeled_trips + labelled(insert) + labelled(replace) - labelled(asTheyWere),
  };
}

function rangeAfter(
  { start_ts, end_ts }: DiaryStatistics['pipeline_range'],
  { changes, before, shown, earlierEnd }: DiaryChange,
): DiaryStatistics['pipeline_range'] {
  const gone = goneComposites(changes, before);
  // Trips are derived anew from some trip to the last: where the first is among them, so are all.
  const start = gone.some((composite) => startOf(composite) === start_ts) ? null : start_ts;
  const end = gone.length === 0 ? end_ts : earlierEnd;
  return {
    start_ts: extreme(Math.min, [start, ...shown.map(startOf)]),
    end_ts: extreme(Math.max, [end, ...shown.map(endOf)]),
  };
}

/** Composite trips, as they were, that a run has removed or moved in time. */
export function goneComposites(
  { replace, remove }: DiaryChange['changes'],
  before: DiaryChange['before'],
): Entry[] {
  const moved = replace.filter(isComposite).flatMap((composite) => {
    const was = before(composite._id.$oid);
    if (was === undefined) return [];
    return startOf(was) === startOf(composite) && endOf(was) === endOf(composite) ? [] : [was];
  });
  return [...remove.filter(isComposite), ...moved];
}

const isTrip = ({ metadata }: Entry): boolean => metadata.key === confirmedTripKey;
const isComposite = ({ metadata }: Entry): boolean => metadata.key === compositeTripKey;
const startOf = ({ data }: Entry): number => data.start_ts as number;
const endOf = ({ data }: Entry): number => data.end_ts as number;

function isLabelled({ data: { user_input } }: Entry): boolean {
  return Object.keys((user_input as object | null | undefined) ?? {}).length > 0;
}

function extreme(choose: (...values: number[]) => number, values: readonly (number | null)[]): number | null {
  let found: number | null = null;
  for (const value of values) if (value !== null) found = found === null ? value : choose(found, value);
  return found;
}
