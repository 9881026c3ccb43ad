import type { Entry } from '@sojourn/datamodel';
import {
  compositeTripKey,
  type DiaryStatistics,
  markSeconds,
  noStatistics,
  type StageName,
  type StageState,
  type StageStates,
  statisticsKeys,
  statisticsOf,
} from '../stages/index.js';
import type { ResetPlace } from './reset-place.js';

/** What a reset changes of one person; the data that phones sent stays as it is. */
export interface ResetPlan {
  readonly remove: readonly Pick<Entry, '_id'>[];
  /** Places that are open again, and the composite trip that shows one. */
  readonly replace: readonly Entry[];
  /** New states of stages; null for those that begin from nothing. */
  readonly states: Readonly<Partial<Record<StageName, StageState | null>>>;
  readonly profile: DiaryStatistics;
}

/** What has to be known to plan a reset to a place. */
export interface ResetReading {
  readonly place: ResetPlace;
  /** Results that may lie behind the place: all that do, and any others. */
  readonly results: readonly Entry[];
  /** Confirmed trips and untracked time of the whole diary. */
  readonly confirmed: readonly Entry[];
  /** When the point was written at which the place was entered, or that trip began which left it soon; Unix seconds. */
  readonly written: { readonly arrival: number | undefined; readonly departure: number | undefined };
  readonly states: StageStates;
}

/** Seconds after an arrival at which trip segmentation goes on: about when it would have noticed the arrival. */
const noticedAfter = 300;

/** Stages that take in what phones send. A reset takes nothing of that back, so that they have nothing to do again. */
const intake: ReadonlySet<string> = new Set<StageName>([
  'USERCACHE',
  'USER_INPUT_MATCH_INCOMING',
  'ACCURACY_FILTERING',
]);

/** A reset to the start: no results, no states, a profile that says so. */
export function resetToStart(results: readonly Entry['_id'][], states: StageStates): ResetPlan {
  const none = Object.keys(states).map((stage) => [stage, null]);
  return {
    remove: results.map((_id) => ({ _id })),
    replace: [],
    states: Object.fromEntries(none),
    profile: noStatistics,
  };
}

/**
 * A reset to a place that was entered: it is as if it had not been left yet. Stages go on just after the arrival, as
 * after a run that ended there; trip segmentation, which goes by the time of writing, when the arrival was noticed.
 */
export function resetToPlace({ place, results, confirmed, written, states }: ResetReading): ResetPlan {
  const { entered } = place;
  const remove = behind(place, results);
  const removed = new Set(remove.map(({ _id }) => _id.$oid));
  const open = reopened(place.confirmed);
  const composite = results.find(
    ({ metadata, data, _id }) =>
      metadata.key === compositeTripKey &&
      !removed.has(_id.$oid) &&
      idIn(data.end_confirmed_place) === open._id.$oid,
  );
  const left = confirmed.filter(
    ({ _id, metadata }) => statisticsKeys.includes(metadata.key) && !removed.has(_id.$oid),
  );
  const statistics = statisticsOf(left);
  return {
    remove,
    replace: [
      reopened(place.raw),
      // Cleaning adds the raw places of what it goes on to; the reference leaves none in the meantime.
      withData(reopened(place.cleaned), { raw_places: [] }),
      open,
      ...(composite === undefined ? [] : [withData(composite, { end_confirmed_place: open })]),
    ],
    states: marksAfter(place, written, states),
    profile: { ...statistics, pipeline_range: { ...statistics.pipeline_range, end_ts: entered } },
  };
}

/** Results that begin after the place was entered, and what belongs to them without a time of its own. */
function behind({ entered, raw, cleaned, confirmed }: ResetPlace, results: readonly Entry[]): Entry[] {
  const kept = new Set([raw, cleaned, confirmed].map(({ _id }) => _id.$oid));
  const candidates = results.filter(({ _id }) => !kept.has(_id.$oid));
  const late = new Set<string>();
  for (const { _id, data } of candidates) {
    const begins = data.start_ts ?? data.enter_ts ?? data.ts;
    if (typeof begins === 'number' && begins > entered) late.add(_id.$oid);
  }
  // The way from a place to the first point of a trip begins before the trip.
  return candidates.filter(({ _id, data }) => late.has(_id.$oid) || late.has(idIn(data.section) ?? ''));
}

function marksAfter(
  { entered }: ResetPlace,
  { arrival = Number.NEGATIVE_INFINITY, departure }: ResetReading['written'],
  states: StageStates,
): ResetPlan['states'] {
  const noticed = departure ?? Math.max(entered + noticedAfter, arrival + markSeconds);
  const changed: Partial<Record<StageName, StageState>> = {};
  for (const [name, state] of Object.entries(states) as [StageName, StageState][]) {
    const mark = name === 'TRIP_SEGMENTATION' ? noticed : entered + markSeconds;
    const { last_processed_ts: before } = state;
    const isBack = before !== null && before > mark && !intake.has(name);
    changed[name] = { ...state, curr_run_ts: null, last_processed_ts: isBack ? mark : before };
  }
  return changed;
}

/** A place as if nobody had left it yet. */
function reopened(place: Entry): Entry {
  const { exit_ts, exit_local_dt, exit_fmt_time, starting_trip, duration, ...data } = place.data;
  return { ...place, data };
}

function withData(entry: Entry, members: Entry['data']): Entry {
  return { ...entry, data: { ...entry.data, ...members } };
}

/** The id of an entry that is referred to or embedded. */
function idIn(value: unknown): string | undefined {
  const { $oid, _id } = (value ?? {}) as { $oid?: string; _id?: { $oid?: string } };
  return $oid ?? _id?.$oid;
}
