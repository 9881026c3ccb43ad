import type { Entry } from '@sojourn/datamodel';
import { compositeTripKey, confirmedPlaceKey } from '../stream-keys.js';
import type { EntryView } from '../working-set.js';
import { numberOf } from './span.js';

/** Members of a composite trip that a change of its confirmed trip leaves alone. */
const ownMembers = new Set(['end_confirmed_place', 'start_ts', 'end_ts', 'start_loc', 'end_loc']);

/** Where the composite trip is found that shows a confirmed trip, untracked period or, as its end, place. */
export function compositeRange({ metadata, data }: Entry) {
  const [field, time] =
    metadata.key === confirmedPlaceKey
      ? (['data.end_ts', numberOf(data.enter_ts)] as const)
      : (['data.start_ts', numberOf(data.start_ts)] as const);
  return time === undefined ? undefined : { field, start: time, end: time };
}

/** The composite trip that shows a confirmed object. */
export function compositeOf(confirmed: Entry, view: EntryView): Entry | undefined {
  const range = compositeRange(confirmed);
  return range && view.find(compositeTripKey, range)[0];
}

/** A composite trip as it shows a confirmed object that has changed. */
export function withConfirmed(composite: Entry, confirmed: Entry): Entry {
  if (confirmed.metadata.key === confirmedPlaceKey) {
    return { ...composite, data: { ...composite.data, end_confirmed_place: confirmed } };
  }
  const data = { ...composite.data };
  for (const [member, value] of Object.entries(confirmed.data)) {
    if (!ownMembers.has(member)) data[member] = value;
  }
  return { ...composite, data };
}
