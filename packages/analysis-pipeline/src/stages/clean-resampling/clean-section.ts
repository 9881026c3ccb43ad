import type { Entry, EntryData } from '@sojourn/datamodel';
import type { Point } from '@sojourn/datamodel/geo';
import { MotionType } from '@sojourn/datamodel/streams';
import { rowsBetween } from '../../points/index.js';
import { cleanedSectionKey } from '../stream-keys.js';
import { type Draft, refersTo, without } from './draft.js';
import { fixAtExit, isRemarkablyFast, leadBack, leadOn } from './extrapolate.js';
import { type Fix, fixesOf, metresBetweenPoints, timesOf } from './fix.js';
import { provenMode } from './mode-override.js';
import { type Membership, nothingResampled, type Resampled, resample } from './resample.js';
import { singlePoint } from './single-point.js';
import type { Sources } from './sources.js';

/** Metres from the place within which a deleted point was at the place after all. */
const nearPlace = 100;

const computedMembers = [
  'trip_id',
  'start_stop',
  'end_stop',
  'distance',
  'duration',
  'sensed_mode',
  ...['start', 'end'].flatMap((side) =>
    ['ts', 'local_dt', 'fmt_time', 'loc'].map((part) => `${side}_${part}`),
  ),
];

/** The places where a trip begins and ends. */
export interface TripEnds {
  readonly start: Entry;
  readonly end: Entry;
}

/** A cleaned section and the points that were worked out for it. */
export interface CleanedSection {
  readonly section: Draft;
  /** Payloads, with section and mode. */
  readonly points: readonly EntryData[];
}

/**
 * Cleans a raw section: without its jumps, led back to where the trip started, and with evenly spaced points.
 * Undefined when there are no points for it.
 */
export function cleanSection(
  raw: Entry,
  tripId: string,
  ends: TripEnds,
  sources: Sources,
): CleanedSection | undefined {
  const { start_ts, end_ts } = raw.data as { start_ts: number; end_ts: number };
  const all = fixesOf(sources.points, rowsBetween(sources.points.ts, start_ts, end_ts));
  if (all.length === 0) return undefined;
  const id = sources.make.createId();
  const { fixes, mode, keepsFirst } = wayOf(raw, all, ends, sources);
  const membership = { mode, section: refersTo(id) };
  const resampled = resampleAll(fixes, keepsFirst, membership, sources);
  // Without any point left, the section still has the times of its first one.
  const first = fixes[0] ?? all[0]!;
  const last = fixes.at(-1) ?? all.findLast(({ ts }) => ts === first.ts)!;
  const duration = last.ts - first.ts;
  const distance = resampled.distances.reduce((sum, metres) => sum + metres, 0);
  const override = provenMode({ distance, duration, speeds: resampled.speeds, mode });
  const data = {
    ...without(raw.data, computedMembers),
    trip_id: refersTo(tripId),
    ...timesOf('start', first.ts, first.zone, first.location),
    ...timesOf('end', last.ts, last.zone, last.location),
    duration,
    speeds: resampled.speeds,
    distances: resampled.distances,
    distance,
    sensed_mode: override ?? mode,
  };
  return { section: { id, key: cleanedSectionKey, data, zone: first.zone }, points: resampled.points };
}

/** Where a section was, and how that was travelled. */
interface Way {
  /** In order of time; none when all points jump. */
  readonly fixes: readonly Fix[];
  /** Sensed mode; unknown when the way from the place was too fast for it. */
  readonly mode: number;
  /** Whether the first point is none that jumps. */
  readonly keepsFirst: boolean;
}

/** The points of a section that do not jump; those of a trip's ends with the way from or to the place. */
function wayOf(raw: Entry, all: readonly Fix[], { start, end }: TripEnds, sources: Sources): Way {
  const mode = raw.data.sensed_mode as number;
  const deleted = sources.deletedIn(raw);
  const isKept = ({ entry }: Fix) => entry === undefined || !deleted.has(entry._id.$oid);
  const wasAt = (fix: Fix, place: Entry) =>
    !isKept(fix) && metresBetweenPoints(fix.location, place.data.location as Point) < nearPlace;
  const kept = deleted.size === 0 ? all : all.filter(isKept);
  const keepsFirst = isKept(all[0]!);
  if (kept.length === 0) return { fixes: kept, mode, keepsFirst };
  let fixes = kept;
  let isDoubtful = false;
  if (raw.data.start_stop === undefined && !wasAt(all[0]!, start)) {
    const origin = arrivalAt(start, sources);
    if (origin !== undefined) fixes = leadBack(fixes, origin, start, mode);
    isDoubtful = fixes !== kept && fixes[0]!.ts !== raw.data.start_ts && isRemarkablyFast(fixes);
  }
  if (raw.data.end_stop === undefined && !wasAt(all.at(-1)!, end)) {
    const destination = arrivalAt(end, sources);
    if (destination !== undefined) fixes = leadOn(fixes, destination);
  }
  return { fixes, mode: isDoubtful ? MotionType.UNKNOWN : mode, keepsFirst };
}

/** When and where a place was reached; for the first place of all, when it was left. */
function arrivalAt(place: Entry, sources: Sources): Fix | undefined {
  const { enter_ts } = place.data as { enter_ts?: number };
  if (enter_ts !== undefined) return sources.pointAt(enter_ts);
  return place.data.exit_ts === undefined ? undefined : fixAtExit(place);
}

function resampleAll(
  fixes: readonly Fix[],
  keepsFirst: boolean,
  membership: Membership,
  sources: Sources,
): Resampled {
  if (fixes.length > 1) return resample(fixes, membership);
  // The only point left counts when it is the first of its section.
  return fixes.length === 1 && keepsFirst
    ? singlePoint(fixes[0]!, sources.columns(), membership)
    : nothingResampled();
}
