import { type Entry, SojournError } from '@sojourn/datamodel';
import type { Rederivation } from '../rederivation.js';
import { rawPlaceKey, rawTripKey, rawUntrackedKey } from '../stream-keys.js';
import type { EntryView } from '../working-set.js';

/** The stored end of a chain that a run writes on. */
export interface StoredChain {
  /** Where the chain goes on from; undefined for a new chain. */
  readonly openPlace: Entry | undefined;
  /** Entries that the run derives anew, the place that it goes on from included; empty when nothing is. */
  readonly superseded: readonly Entry[];
}

/** The place of a chain that nobody has left yet: the one without an exit. */
export function openPlaceOf(places: readonly Entry[]): Entry | undefined {
  return places.findLast(({ data }) => data.exit_ts === undefined);
}

/** Where a run goes on: at the open place, or at an earlier place that is opened again. */
export function storedChain(view: EntryView, rederivation: Rederivation): StoredChain {
  const places = view.all(rawPlaceKey);
  if (rederivation.from === 'nowhere') return { openPlace: openPlaceOf(places), superseded: [] };
  if (rederivation.from === 'start') {
    return {
      openPlace: undefined,
      superseded: [...view.all(rawTripKey), ...view.all(rawUntrackedKey), ...places],
    };
  }
  const base = places.find(({ _id }) => _id.$oid === rederivation.placeId);
  if (base === undefined) {
    throw new SojournError('internal', { detail: 'the place that trips are derived anew from is gone' });
  }
  return { openPlace: reopened(base), superseded: chainFrom(base, view) };
}

/** A place and everything that follows it, by the links between places and trips. */
function chainFrom(base: Entry, view: EntryView): Entry[] {
  const byId = new Map<string, Entry>();
  for (const key of [rawPlaceKey, rawTripKey, rawUntrackedKey]) {
    for (const entry of view.all(key)) byId.set(entry._id.$oid, entry);
  }
  const chain: Entry[] = [];
  for (let next: Entry | undefined = base; next !== undefined; ) {
    chain.push(next);
    // Taken out, so that links that lead back cannot be followed for ever.
    byId.delete(next._id.$oid);
    next = byId.get(linkOf(next.data.starting_trip ?? next.data.end_place));
  }
  return chain;
}

function linkOf(link: unknown): string {
  return (link as { $oid?: string } | undefined)?.$oid ?? '';
}

/** A place as it was before anybody left it. */
function reopened(place: Entry): Entry {
  const { exit_ts, exit_local_dt, exit_fmt_time, starting_trip, duration, ...data } = place.data;
  if (data.enter_ts === undefined) delete data.location;
  return { ...place, data };
}
