import type { Entry } from '@sojourn/datamodel';
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
  const { placeId, placeLeft } = rederivation;
  const later = { field: 'data.start_ts', start: placeLeft, end: null } as const;
  const base = places.find(({ _id }) => _id.$oid === placeId);
  return {
    openPlace: base && reopened(base),
    superseded: [
      ...view.find(rawTripKey, later),
      ...view.find(rawUntrackedKey, later),
      ...places.filter(
        ({ _id, data }) =>
          _id.$oid === placeId || !(typeof data.exit_ts === 'number' && data.exit_ts <= placeLeft),
      ),
    ],
  };
}

/** A place as it was before anybody left it. */
function reopened(place: Entry): Entry {
  const { exit_ts, exit_local_dt, exit_fmt_time, starting_trip, duration, ...data } = place.data;
  if (data.enter_ts === undefined) delete data.location;
  return { ...place, data };
}
