import type { Entry, EntryData } from '@sojourn/datamodel';
import type { Point } from '@sojourn/datamodel/geo';
import { cleanedPlaceKey } from '../stream-keys.js';
import type { CleanedTrip } from './clean-trip.js';
import { type Draft, draftOf, idIn, refersTo, without } from './draft.js';
import { metresBetweenPoints } from './fix.js';
import { startAtPlace } from './mismatch.js';
import type { Sources } from './sources.js';

/** Metres within which untracked time has led nowhere. */
const nowhere = 100;

/** Members of a raw place that its cleaned place gets from cleaned trips. */
const linkedMembers = [
  'exit_ts',
  'exit_local_dt',
  'exit_fmt_time',
  'starting_trip',
  'ending_trip',
  'duration',
];

/** A raw trip or untracked period with what cleaning made of it. */
export interface Travel {
  readonly raw: Entry;
  readonly start: Entry;
  readonly end: Entry;
  /** The cleaned trip or untracked period; undefined when nothing is left of it. */
  readonly cleaned: Draft | undefined;
  readonly trip: CleanedTrip | undefined;
}

/** A place of the cleaned chain; the one where the chain ended before is stored already. */
interface ChainPlace {
  readonly draft: Draft;
  readonly stored: Entry | undefined;
}

/** The chain of cleaned places, and the travel that is kept, in order. */
export interface CleanedChain {
  readonly places: readonly Draft[];
  /** The stored place that the chain goes on from, with its exit. */
  readonly continued: Entry | undefined;
  readonly kept: readonly Travel[];
  /** Points that lead to places which a trip did not quite start at. */
  readonly points: readonly EntryData[];
}

/** Strings cleaned trips and untracked periods together; places around what is left out become one. */
export function chainTravel(
  travel: readonly Travel[],
  openPlace: Entry | undefined,
  sources: Sources,
): CleanedChain {
  const places: Draft[] = [];
  const points: EntryData[] = [];
  const kept: Travel[] = [];
  const added = (place: Draft): ChainPlace => {
    places.push(place);
    return { draft: place, stored: undefined };
  };
  const beginning = travel[0]?.start;
  if (beginning === undefined) return { places, continued: undefined, kept, points };
  const first: ChainPlace =
    openPlace === undefined ? added(placeOf(beginning, sources)) : storedPlace(openPlace);
  let current = first;
  travel.forEach((item, index) => {
    const { start, end, cleaned } = item;
    const { data } = current.draft;
    (data.raw_places as unknown[]).push(start._id);
    if (cleaned === undefined || leadsNowhere(travel, index)) return;
    cleaned.data.start_place = refersTo(current.draft.id);
    if (!isSamePoint(data.location as Point, start.data.location as Point)) {
      points.push(...startAtPlace(item, current.draft, sources));
    }
    leave(data, cleaned);
    const next = added(placeOf(end, sources));
    cleaned.data.end_place = refersTo(next.draft.id);
    next.draft.data.ending_trip = refersTo(cleaned.id);
    current = next;
    kept.push(item);
  });
  const continued = first.stored && { ...first.stored, data: first.draft.data };
  return { places, continued, kept, points };
}

function storedPlace(stored: Entry): ChainPlace {
  const { raw_places } = stored.data as { raw_places?: readonly unknown[] };
  const data = { ...stored.data, raw_places: [...(raw_places ?? [])] };
  return {
    stored,
    draft: { id: stored._id.$oid, key: cleanedPlaceKey, data, zone: stored.metadata.time_zone ?? 'UTC' },
  };
}

function placeOf(raw: Entry, { make }: Sources): Draft {
  const data = {
    ...without(raw.data, linkedMembers),
    raw_places: [raw._id],
  };
  return draftOf(make, cleanedPlaceKey, data, raw.metadata.time_zone ?? 'UTC');
}

function leave(place: EntryData, { id, data }: Draft): void {
  place.starting_trip = refersTo(id);
  place.exit_ts = data.start_ts;
  place.exit_local_dt = data.start_local_dt;
  place.exit_fmt_time = data.start_fmt_time;
  if (typeof place.enter_ts === 'number') place.duration = (data.start_ts as number) - place.enter_ts;
}

/** Whether an item is untracked time that ends where it began, or at the end of everything. */
function leadsNowhere(travel: readonly Travel[], index: number): boolean {
  const { cleaned, trip } = travel[index]!;
  if (trip !== undefined || cleaned === undefined) return false;
  let following = index + 1;
  while (travel[following] !== undefined && travel[following]!.cleaned === undefined) following++;
  const next = travel[following]?.cleaned;
  if (next === undefined) return true;
  return !(metresBetweenPoints(cleaned.data.start_loc as Point, next.data.start_loc as Point) > nowhere);
}

function isSamePoint({ coordinates: left }: Point, { coordinates: right }: Point): boolean {
  return left[0] === right[0] && left[1] === right[1];
}

/** The id of the place at one end of a raw trip. */
export const placeIdOf = (trip: Entry, side: 'start' | 'end'): string | undefined =>
  idIn(trip.data, `${side}_place`);
