import type { Entry } from '@sojourn/datamodel';
import { compareBy, type TimeRange } from '../entry-order.js';
import { cleanedPlaceKey, cleanedTripKey, cleanedUntrackedKey, expectedTripKey } from '../stream-keys.js';
import type { DiaryObject } from '../user-input-match/index.js';
import type { EntryView } from '../working-set.js';

/** What is to be confirmed, in order: travel with the places at its ends, or a place alone. */
export interface Timeline {
  /** Expected trips and untracked periods. */
  readonly travel: readonly Entry[];
  /** The place at which it begins; undefined when there is nothing to confirm. */
  readonly firstPlace: Entry | undefined;
  /** The cleaned place that travel led to. */
  readonly placeAfter: (travel: Entry) => Entry;
  /** What comes after an object: the place that travel led to, or the travel that left a place. */
  readonly following: (object: DiaryObject) => DiaryObject | undefined;
}

/** @param range of `data.start_ts` for travel, and of `data.enter_ts` for places */
export function timelineOf(view: EntryView, { start, end }: Omit<TimeRange, 'field'>): Timeline {
  const started = { field: 'data.start_ts', start, end } as const;
  const trips = view.find(expectedTripKey, started);
  const travel = [...trips, ...view.find(cleanedUntrackedKey, started)].sort(compareBy('data.start_ts'));
  const places = view.find(cleanedPlaceKey, { field: 'data.enter_ts', start, end });
  const placeAt = (place: unknown): Entry | undefined => view.get(cleanedPlaceKey, idOf(place));
  // Cleaned places refer to cleaned trips.
  const expected = new Map(trips.map((trip) => [idOf(trip.data.cleaned_trip), trip]));
  const [first] = travel;
  const alone = places.length === 1 ? places[0] : undefined;
  return {
    travel,
    firstPlace: first === undefined ? alone : known(placeAt(first.data.start_place)),
    placeAfter: ({ data }) => known(placeAt(data.end_place)),
    following: ({ end_place, starting_trip }) => {
      if (end_place !== undefined) return placeAt(end_place)?.data;
      const id = idOf(starting_trip);
      const next = expected.get(id) ?? view.get(cleanedTripKey, id) ?? view.get(cleanedUntrackedKey, id);
      return next?.data;
    },
  };
}

function idOf(reference: unknown): string {
  return (reference as { $oid?: string } | undefined)?.$oid ?? '';
}

function known(place: Entry | undefined): Entry {
  if (place === undefined) throw new Error('a trip has no place at one of its ends');
  return place;
}
