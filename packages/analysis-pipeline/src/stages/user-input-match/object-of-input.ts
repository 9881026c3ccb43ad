import type { Entry } from '@sojourn/datamodel';
import type { TimeRange } from '../entry-order.js';
import { confirmedPlaceKey, confirmedTripKey, confirmedUntrackedKey } from '../stream-keys.js';
import type { EntryView } from '../working-set.js';
import { belongsTo } from './belongs-to.js';
import { isAboutPlace } from './input-keys.js';
import { type DiaryObject, numberOf } from './span.js';

/** Seconds between the start of an input and that of its object at most. */
const farthest = 86_400;

/** Where the objects that an input may be about are found. */
export interface Candidates {
  readonly key: string;
  readonly range: TimeRange;
}

/** Confirmed trips, or places, that begin around the time that an input is about; undefined when it has no start. */
export function candidatesFor({ metadata, data }: Entry): Candidates | undefined {
  const start = numberOf(data.start_ts);
  if (start === undefined) return undefined;
  const isPlace = isAboutPlace(metadata.key);
  return {
    key: isPlace ? confirmedPlaceKey : confirmedTripKey,
    range: {
      field: isPlace ? 'data.enter_ts' : 'data.start_ts',
      start: start - farthest,
      end: start + farthest,
    },
  };
}

/** The confirmed trip or place that an input is about; of several, the one written last. */
export function objectOf(input: Entry, view: EntryView): Entry | undefined {
  const candidates = candidatesFor(input);
  if (candidates === undefined) return undefined;
  return view
    .find(candidates.key, candidates.range)
    .filter(({ data }) => belongsTo(input, data, () => confirmedAfter(data, view)))
    .sort((left, right) => left.metadata.write_ts - right.metadata.write_ts)
    .at(-1);
}

/** The confirmed place that a trip led to, or the confirmed trip or untracked period that began at a place. */
export function confirmedAfter(object: DiaryObject, view: EntryView): DiaryObject | undefined {
  const { end_place, starting_trip } = object as {
    end_place?: { $oid: string };
    starting_trip?: { $oid: string };
  };
  if (end_place !== undefined) return view.get(confirmedPlaceKey, end_place.$oid)?.data;
  if (starting_trip === undefined) return undefined;
  const next = [confirmedTripKey, confirmedUntrackedKey].map((key) => view.get(key, starting_trip.$oid));
  return next.find((entry) => entry !== undefined)?.data;
}
