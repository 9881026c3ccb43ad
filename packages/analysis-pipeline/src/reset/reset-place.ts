import type { Entry } from '@sojourn/datamodel';
import type { PersonStore } from '../runner/index.js';
import {
  cleanedPlaceKey,
  confirmedPlaceKey,
  idOf,
  markSeconds,
  rawPlaceKey,
  rawTripKey,
} from '../stages/index.js';

/** The place that a diary goes on from after a reset, on each level of the pipeline. */
export interface ResetPlace {
  /** When it was entered, Unix seconds; the same on all levels. */
  readonly entered: number;
  readonly raw: Entry;
  readonly cleaned: Entry;
  readonly confirmed: Entry;
}

/** How much of a diary a reset takes back. */
export type ResetExtent = 'nothing' | 'everything' | ResetPlace;

/** How many places the search goes back before it gives up and takes everything. */
const mostPlaces = 32;
/** Times have microseconds: this much less is strictly before. */
const justBefore = 1e-6;

type Reader = Pick<PersonStore, 'find' | 'last'>;

/**
 * What a reset to a time takes back: nothing when the time is after everything, else all that follows the last
 * confirmed place that was entered before it. Where no such place holds on all levels, or a clock that went back has
 * made the order of time another than that of the chain, it takes everything: a run can always begin again.
 * @param time Unix seconds
 */
export async function extentOfReset(time: number, store: Reader): Promise<ResetExtent> {
  const [trip, raw, confirmed] = await Promise.all([
    store.last(rawTripKey, 'data.end_ts', null),
    store.last(rawPlaceKey, 'data.enter_ts', null),
    store.last(confirmedPlaceKey, 'data.enter_ts', null),
  ]);
  if (raw === undefined || raw.data.exit_ts !== undefined || raw.data.enter_ts !== trip?.data.end_ts) {
    return 'everything';
  }
  if (Math.max(enteredAt(raw), confirmed === undefined ? 0 : enteredAt(confirmed)) < time) return 'nothing';
  let before = time - justBefore;
  for (let tries = 0; tries < mostPlaces; tries++) {
    const place = await store.last(confirmedPlaceKey, 'data.enter_ts', before);
    if (place === undefined) return 'everything';
    const found = await onAllLevels(place, store);
    if (found === undefined) return 'everything';
    if (!isLeftAtOnce(found)) return found;
    before = found.entered - justBefore;
  }
  return 'everything';
}

async function onAllLevels(confirmed: Entry, store: Reader): Promise<ResetPlace | undefined> {
  const entered = enteredAt(confirmed);
  const range = { field: 'data.enter_ts', start: entered, end: entered } as const;
  const found = await store.find({ keys: [cleanedPlaceKey, rawPlaceKey], range });
  const cleaned = found.find(({ _id }) => _id.$oid === idOf(confirmed.data.cleaned_place));
  const raws = found.filter(({ metadata }) => metadata.key === rawPlaceKey);
  const [first] = (cleaned?.data.raw_places as readonly unknown[] | undefined) ?? [];
  // An earlier reset has left the list empty; the place is still the one that was entered at that time.
  const raw = first === undefined ? raws[0] : raws.find(({ _id }) => _id.$oid === idOf(first));
  return cleaned === undefined || raw === undefined ? undefined : { entered, raw, cleaned, confirmed };
}

/**
 * Whether the next trip begins before stages look again: they go on a few seconds after what they were done with, so
 * that they would miss it.
 */
function isLeftAtOnce({ entered, raw, cleaned, confirmed }: ResetPlace): boolean {
  return [raw, cleaned, confirmed].some(
    ({ data }) => typeof data.exit_ts === 'number' && data.exit_ts < entered + markSeconds,
  );
}

function enteredAt({ data }: Entry): number {
  return data.enter_ts as number;
}
