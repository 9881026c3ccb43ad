import type { Entry } from '@sojourn/datamodel';
import { compareBy } from '../entry-order.js';
import type { EntryView } from '../working-set.js';

/** Finds the sections of a stream by the cleaned trip that they belong to, in order of their start. */
export function sectionsOfTrips(view: EntryView, key: string): (tripId: string) => readonly Entry[] {
  const byTrip = new Map<string, Entry[]>();
  for (const section of view.all(key)) {
    const { $oid: trip } = section.data.trip_id as { $oid: string };
    const sections = byTrip.get(trip);
    if (sections === undefined) byTrip.set(trip, [section]);
    else sections.push(section);
  }
  for (const sections of byTrip.values()) sections.sort(compareBy('data.start_ts'));
  return (tripId) => byTrip.get(tripId) ?? [];
}
