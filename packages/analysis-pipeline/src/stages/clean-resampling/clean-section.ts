import type { Entry, EntryData } from '@sojourn/datamodel';
import type { Point } from '@sojourn/datamodel/geo';
import { MotionType } from '@sojourn/datamodel/streams';
import { rowsBetween } from '../../points/index.js';
import { cleanedSectionKey } from '../stream-keys.js';
import { type Draft, draftOf, refersTo, without } from './draft.js';
import { fixAtExit, isRemarkablyFast, leadBack, leadOn } from './extrapolate.js';
import { type Fix, fixesOf, metresBetweenPoints, timesOf } from './fix.js';
import { provenMode } from './mode-override.js';
import { nothingResampled, type Resampled, resample } from './resample.js';
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

/** Where a trip begins and ends; undefined when the place is not known. */
export interface TripEnds {
  readonly start: Entry | undefined;
  readonly end: Entry | undefined;
}

/** A cleaned section and the points that were worked out for it. */
export interface CleanedSection {
  readonly section: Draft;
  /** Payloads, with section and mode. */
  readonly points: readonly EntryData[];
}

/** Cleans a raw section: without its jumps, led back to where the trip started, and with evenly spaced points. */
export function cleanSection(
  raw: Entry,
  tripId: string,
  { start: origin, end: destination }: TripEnds,
  sources: Sources,
): CleanedSection {
  const { start_ts, end_ts, start_stop, end_stop } = raw.data as { [member: string]: unknown } & {
    start_ts: number;
    end_ts: number;
  };
  const all = fixesOf(sources.points, rowsBetween(sources.points.ts, start_ts, end_ts));
  const deleted = sources.deletedIn(raw);
  const isDeleted = ({ entry }: Fix) => entry !== undefined && deleted.has(entry._id.$oid);
  const wasAt = (fix: Fix, place: Entry) =>
    isDeleted(fix) && metresBetweenPoints(fix.location, place.data.location as Point) < nearPlace;
  let fixes: readonly Fix[] = all.filter((fix) => !isDeleted(fix));
  const firstKept = all.findIndex((fix) => !isDeleted(fix));
  let mode = raw.data.sensed_mode as number;
  if (fixes.length > 0 && origin !== undefined && start_stop === undefined && !wasAt(all[0]!, origin)) {
    const arrival = arrivalAt(origin, sources);
    if (arrival !== undefined) fixes = leadBack(fixes, arrival, origin, mode);
    if (fixes[0]!.ts !== start_ts && fixes[0]!.row === undefined && isRemarkablyFast(fixes)) {
      mode = MotionType.UNKNOWN;
    }
  }
  if (
    fixes.length > 0 &&
    destination !== undefined &&
    end_stop === undefined &&
    !wasAt(all.at(-1)!, destination)
  ) {
    const arrival = arrivalAt(destination, sources);
    if (arrival !== undefined) fixes = leadOn(fixes, arrival);
  }
  // Without any point left, the section still has the times of its first one.
  const bounds = fixes.length > 0 ? fixes : all.filter(({ ts }) => ts === start_ts);
  const first = bounds[0];
  const last = bounds.at(-1);
  const duration = first === undefined || last === undefined ? 0 : last.ts - first.ts;
  const resampled = resampleAll(fixes, firstKept, sources);
  const distance = resampled.distances.reduce((sum, metres) => sum + metres, 0);
  const override = provenMode({ distance, duration, speeds: resampled.speeds, mode });
  const section = draftOf(
    sources.make,
    cleanedSectionKey,
    {
      ...without(raw.data, computedMembers),
      trip_id: refersTo(tripId),
      ...(first && timesOf('start', first.ts, first.zone, first.location)),
      ...(last && timesOf('end', last.ts, last.zone, last.location)),
      duration,
      speeds: [...resampled.speeds],
      distances: [...resampled.distances],
      distance,
      sensed_mode: override ?? mode,
    },
    first?.zone ?? raw.metadata.time_zone ?? 'UTC',
  );
  return {
    section,
    points: resampled.points.map((point) => ({ ...point, mode, section: refersTo(section.id) })),
  };
}

/** When and where a place was reached; for the first place of all, when it was left. */
function arrivalAt(place: Entry, sources: Sources): Fix | undefined {
  const { enter_ts } = place.data as { enter_ts?: number };
  if (enter_ts !== undefined) return sources.pointAt(enter_ts);
  return place.data.exit_ts === undefined ? undefined : fixAtExit(place);
}

function resampleAll(fixes: readonly Fix[], firstKept: number, { columns }: Sources): Resampled {
  if (fixes.length > 1) return resample(fixes);
  // The only point left counts when it is the first of its section.
  return fixes.length === 1 && firstKept === 0 ? singlePoint(fixes[0]!, columns) : nothingResampled;
}
