import type { Entry } from '@sojourn/datamodel';
import { idOf } from '../link.js';
import type { Rederivation } from '../rederivation.js';
import type { EntryNeed } from '../stage.js';
import type { StageName } from '../state.js';
import { cleanedPlaceKey, compositeTripKey, confirmedPlaceKey, rawSectionKey } from '../stream-keys.js';
import { lastWayToPlace } from '../way-to-place.js';
import type { EntryView } from '../working-set.js';
import { chainedPlaces, derivedStreams } from './derived-streams.js';

/** Seconds by which the points of a trip may lie before the place that it starts at was entered. */
const wayToPlace = 60;
/** Times have microseconds: this much more is strictly after. */
const justAfter = 1e-6;

/** Stored entries that a stage derives anew. */
export interface Superseded {
  /** Entries that are as if they were not there. */
  readonly hidden: readonly Entry[];
  /** Places that the chain goes on from, as they were before anybody left them. */
  readonly reopened: readonly Entry[];
}

/** What has to be read to know what a stage derives anew. */
export function supersededNeeds(stage: StageName, rederivation: Rederivation): EntryNeed[] {
  const streams = derivedStreams.get(stage);
  if (streams === undefined || rederivation.from === 'nowhere') return [];
  const place = placeOf(rederivation);
  return streams.flatMap(({ key, field, of }): EntryNeed[] => {
    if (place === null) return [{ key, range: { field: 'metadata.write_ts', start: null, end: null } }];
    if (of === rawSectionKey) return [];
    const slack = key === compositeTripKey ? lastWayToPlace : of === undefined ? 0 : wayToPlace;
    const start = place - slack;
    return [{ key, range: { field, start, end: null } }];
  });
}

/** What has to be read besides: smoothings have no time but that of their writing, which follows their section's. */
export function furtherSupersededNeeds(
  stage: StageName,
  rederivation: Rederivation,
  view: EntryView,
): EntryNeed[] {
  if (rederivation.from !== 'trip' || placeOf(rederivation) === null) return [];
  return (derivedStreams.get(stage) ?? []).flatMap(({ key, field, of }): EntryNeed[] => {
    if (of !== rawSectionKey) return [];
    const owners = after(view, of, rederivation);
    const start = Math.min(...owners.map(({ metadata }) => metadata.write_ts));
    return owners.length === 0 ? [] : [{ key, range: { field, start, end: null } }];
  });
}

/**
 * What of a stage's streams lies behind the place that everything is derived anew from.
 * @param owners ids of the entries of other streams that are derived anew as well
 */
export function supersededOf(
  stage: StageName,
  rederivation: Rederivation,
  view: EntryView,
  owners: ReadonlySet<string>,
): Superseded {
  const hidden: Entry[] = [];
  const reopened: Entry[] = [];
  const own = new Set(owners);
  for (const { key, of } of derivedStreams.get(stage) ?? []) {
    const entries =
      of === undefined
        ? after(view, key, rederivation)
        : view.all(key).filter(({ data }) => own.has(idOf(data.section) ?? ''));
    for (const entry of entries) {
      hidden.push(entry);
      own.add(entry._id.$oid);
      // A section without length may have left its points and its stop behind, and nothing else.
      const section = idOf(entry.data.ending_section);
      if (section !== undefined) own.add(section);
    }
    const place = placeOf(rederivation);
    if (!chainedPlaces.has(key) || place === null) continue;
    const at = { start: place, end: place };
    for (const stored of view.find(key, { field: 'data.enter_ts', ...at })) {
      const entry = reopen(stored, view);
      reopened.push(entry);
      if (key !== confirmedPlaceKey) continue;
      for (const trip of view.all(compositeTripKey)) {
        if (idOf(trip.data.end_place) === entry._id.$oid) reopened.push(leadingTo(entry, trip));
      }
    }
  }
  return { hidden, reopened };
}

/**
 * What a stage has made of the places that were opened again, and those that it has left open. A place whose duration
 * was known has one again, which stages that go on from a place do not care for; and trips lead to places as they are
 * now.
 * @param made what the stage has made of entries that are stored
 * @param storedForm an entry as it is stored
 */
export function continuedFrom(
  reopened: readonly Entry[],
  made: readonly Entry[],
  storedForm: (entry: Entry) => Entry | undefined,
): Entry[] {
  const byId = new Map([...reopened, ...made].map((entry) => [entry._id.$oid, entry]));
  for (const { _id } of reopened) {
    const place = byId.get(_id.$oid)!;
    const { enter_ts: enter, exit_ts: exit } = place.data;
    if (typeof enter !== 'number' || typeof exit !== 'number') continue;
    if (storedForm(place)?.data.duration === undefined) continue;
    byId.set(_id.$oid, { ...place, data: { ...place.data, duration: exit - enter } });
  }
  return [...byId.values()].map((entry) => {
    const place = byId.get(idOf(entry.data.end_place) ?? '');
    return place === undefined || entry.data.end_confirmed_place === undefined
      ? entry
      : leadingTo(place, entry);
  });
}

/** A composite trip with the place that it leads to, of which it holds a copy. */
function leadingTo(place: Entry, trip: Entry): Entry {
  return { ...trip, data: { ...trip.data, end_confirmed_place: place } };
}

/** When the place was entered that everything after it is derived anew from; null for all of it. */
function placeOf(rederivation: Rederivation): number | null {
  return rederivation.from === 'trip' ? rederivation.derivedSince : null;
}

function after(view: EntryView, key: string, rederivation: Rederivation): readonly Entry[] {
  const place = placeOf(rederivation);
  if (place === null) return view.all(key);
  for (const streams of derivedStreams.values()) {
    const stream = streams.find((candidate) => candidate.key === key);
    if (stream !== undefined)
      return view.find(key, { field: stream.field, start: place + justAfter, end: null });
  }
  return [];
}

/** A place of a chain as it was before anybody left it; a confirmed one knows the raw places that its cleaned one has. */
function reopen(place: Entry, view: EntryView): Entry {
  const { exit_ts, exit_local_dt, exit_fmt_time, starting_trip, duration, ...data } = place.data;
  const cleaned = idOf(data.cleaned_place);
  const source = cleaned === undefined ? undefined : view.get(cleanedPlaceKey, cleaned);
  if (source !== undefined) data.raw_places = source.data.raw_places;
  else if (Array.isArray(data.raw_places)) data.raw_places = data.raw_places.slice(0, 1);
  return { ...place, data };
}
