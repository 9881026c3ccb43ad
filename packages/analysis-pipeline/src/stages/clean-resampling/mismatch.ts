import type { Entry, EntryData } from '@sojourn/datamodel';
import type { Point } from '@sojourn/datamodel/geo';
import { formatTime, localDate } from '@sojourn/datamodel/time';
import { filteredLocationKey, rawPlaceKey } from '../stream-keys.js';
import type { Travel } from './chain.js';
import { type Draft, refersTo } from './draft.js';
import { metresBetweenPoints, timesOf } from './fix.js';
import type { Sources } from './sources.js';

/** Metres beyond which a trip did not start at the place at all. */
const farthest = 100;
/** Seconds that the way from the place to the start of the trip is said to have taken. */
const wayFromPlace = 30;

/**
 * Lets a trip or untracked period start at a place that lies a little way from its first point, as happens when what
 * led there was left out.
 * @returns payloads of the points that this adds
 */
export function startAtPlace({ cleaned, trip }: Travel, place: Draft, sources: Sources): EntryData[] {
  const travel = cleaned!.data;
  const location = place.data.location as Point;
  const metres = metresBetweenPoints(travel.start_loc as Point, location);
  if (metres > farthest) return [];
  const before = travel.start_ts as number;
  const zone = (travel.start_local_dt as { timezone: string }).timezone;
  const start = timesOf('start', before - wayFromPlace, zone, location);
  lengthen(travel, start, metres);
  const first = trip?.sections[0]?.section;
  if (first === undefined) return [];
  lengthen(first.data, start, metres);
  (first.data.distances as number[]).splice(1, 0, metres);
  (first.data.speeds as number[]).splice(1, 0, metres / wayFromPlace);
  const next = trip!.travelled.flatMap(({ points }) => points).find(({ ts }) => ts === before);
  if (next !== undefined) {
    next.distance = metres;
    next.speed = metres / wayFromPlace;
  }
  const seen = pointOf(place, sources);
  if (seen === undefined) return [];
  const ts = before - wayFromPlace;
  return [
    {
      ...seen.data,
      ts,
      local_dt: localDate(ts, zone),
      fmt_time: formatTime(ts, zone),
      speed: 0,
      distance: 0,
      mode: first.data.sensed_mode,
      section: refersTo(first.id),
    },
  ];
}

function lengthen(data: EntryData, start: EntryData, metres: number): void {
  Object.assign(data, start);
  data.distance = (data.distance as number) + metres;
  data.duration = (data.duration as number) + wayFromPlace;
}

/** The point at which a place was entered; for the first place of all, the one at which it was left. */
function pointOf({ data }: Draft, { view, pointAt }: Sources): Entry | undefined {
  if (typeof data.enter_ts === 'number') return pointAt(data.enter_ts)?.entry;
  const [first] = data.raw_places as { $oid: string }[];
  const raw = view.get(rawPlaceKey, first?.$oid ?? '');
  const ts = raw?.data.exit_ts as number | undefined;
  if (ts === undefined) return undefined;
  return view.find(filteredLocationKey, { field: 'data.ts', start: ts, end: ts })[0];
}
