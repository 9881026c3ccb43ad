import type { Entry, EntryData } from '@sojourn/datamodel';
import type { StageInput } from '../stage.js';
import {
  cleanedSectionKey,
  confirmedPlaceKey,
  confirmedTripKey,
  confirmedUntrackedKey,
  expectedTripKey,
  inferredSectionKey,
} from '../stream-keys.js';
import { inputsOf } from '../user-input-match/index.js';
import { sectionSummary } from './section-summary.js';
import { sectionsOfTrips } from './sections-of-trips.js';
import type { Timeline } from './timeline.js';

/** A confirmed object whose links are still to be made. */
export interface Confirmed {
  readonly id: string;
  readonly key: string;
  readonly data: EntryData;
  readonly zone: string;
}

/** Makes confirmed objects of the objects of a timeline, with what people said about them. */
export interface Confirmer {
  travel(source: Entry): Confirmed;
  place(source: Entry): Confirmed;
  /** What people said about an object. */
  said(object: EntryData): EntryData;
}

export function createConfirmer({ view, make, settings }: StageInput, timeline: Timeline): Confirmer {
  const cleaned = sectionsOfTrips(view, cleanedSectionKey);
  const inferred = sectionsOfTrips(view, inferredSectionKey);
  const said = (object: EntryData): EntryData => ({
    ...inputsOf(object, view, settings, () => timeline.following(object)),
  });
  const confirmed = (source: Entry, key: string, more: EntryData): Confirmed => ({
    id: make.createId(),
    key,
    data: { ...source.data, ...more, ...said(source.data) },
    zone: source.metadata.time_zone ?? 'UTC',
  });
  return {
    said,
    place: (source) => confirmed(source, confirmedPlaceKey, { cleaned_place: source._id }),
    travel(source) {
      if (source.metadata.key !== expectedTripKey) return confirmed(source, confirmedUntrackedKey, {});
      const { $oid: trip } = source.data.cleaned_trip as { $oid: string };
      return confirmed(source, confirmedTripKey, {
        expected_trip: source._id,
        inferred_section_summary: sectionSummary(inferred(trip), 'sensed_mode'),
        cleaned_section_summary: sectionSummary(cleaned(trip), 'sensed_mode'),
        ble_sensed_summary: sectionSummary(inferred(trip), 'ble_sensed_mode'),
      });
    },
  };
}
