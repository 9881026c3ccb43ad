import type { Entry } from '@sojourn/datamodel';
import type { PersonStore } from '../runner/index.js';
import type { Settings } from '../settings/index.js';
import {
  compareBy,
  compositeTripKey,
  confirmedTripKey,
  idOf,
  inferredSectionKey,
  withModes,
} from '../stages/index.js';

/**
 * Confirmed and composite trips that show other modes of sections than before.
 * @param changed inferred sections with their new modes
 */
export async function withNewModes(
  changed: readonly Entry[],
  { store, settings }: { readonly store: Pick<PersonStore, 'find' | 'last'>; readonly settings: Settings },
): Promise<Entry[]> {
  const byTrip = new Map<string | undefined, Entry[]>();
  for (const section of changed) {
    const trip = idOf(section.data.trip_id);
    byTrip.set(trip, [...(byTrip.get(trip) ?? []), section]);
  }
  const trips: Entry[] = [];
  for (const [tripId, sections] of byTrip) {
    const start = Math.min(...sections.map(({ data }) => data.start_ts as number));
    const confirmed = await store.last(confirmedTripKey, 'data.start_ts', start);
    // A trip that has not been confirmed yet will show the new modes.
    if (confirmed === undefined || idOf(confirmed.data.cleaned_trip) !== tripId) continue;
    const fresh = new Map(sections.map((section) => [section._id.$oid, section]));
    const { start_ts, end_ts } = confirmed.data as { start_ts: number; end_ts: number };
    const stored = await store.find({
      keys: [inferredSectionKey],
      range: { field: 'data.start_ts', start: start_ts, end: end_ts },
    });
    const all = stored
      .filter(({ data }) => idOf(data.trip_id) === tripId)
      .map((section) => fresh.get(section._id.$oid) ?? section)
      .sort(compareBy('data.start_ts'));
    const composites = await store.find({
      keys: [compositeTripKey],
      range: { field: 'data.start_ts', start: start_ts, end: start_ts },
    });
    trips.push(...withModes(confirmed, composites, all, settings));
  }
  return trips;
}
