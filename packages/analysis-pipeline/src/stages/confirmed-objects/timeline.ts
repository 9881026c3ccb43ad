import type { Entry } from '@sojourn/datamodel';
import { compareBy } from '../entry-order.js';
import { idOf } from '../link.js';
import type { StageInput } from '../stage.js';
import type { StageName } from '../state.js';
import { cleanedPlaceKey, cleanedTripKey, cleanedUntrackedKey, expectedTripKey } from '../stream-keys.js';
import { unprocessed } from '../unprocessed.js';
import type { DiaryObject } from '../user-input-match/index.js';

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

/** What a stage has not confirmed yet: travel by its start, places by when they were entered. */
export function timelineOf(input: StageInput, stage: StageName): Timeline {
  const { view, range } = input;
  const trips = unprocessed(input, stage, expectedTripKey, 'data.start_ts');
  const untracked = unprocessed(input, stage, cleanedUntrackedKey, 'data.start_ts');
  const travel = [...trips, ...untracked].sort(compareBy('data.start_ts'));
  const places = view.find(cleanedPlaceKey, { field: 'data.enter_ts', ...range });
  const placeAt = (place: unknown): Entry | undefined => view.get(cleanedPlaceKey, idOf(place) ?? '');
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
      const id = idOf(starting_trip) ?? '';
      const next = expected.get(id) ?? view.get(cleanedTripKey, id) ?? view.get(cleanedUntrackedKey, id);
      return next?.data;
    },
  };
}

function known(place: Entry | undefined): Entry {
  if (place === undefined) throw new Error('a trip has no place at one of its ends');
  return place;
}
