import type { StandardKey } from '@sojourn/datamodel/streams';

/** The streams that results are drawn from. */
export const sourceKeys = {
  trip: 'analysis/confirmed_trip',
  place: 'analysis/confirmed_place',
  section: 'analysis/cleaned_section',
  inferredSection: 'analysis/inferred_section',
  stop: 'analysis/cleaned_stop',
  way: 'analysis/recreated_location',
  filteredLocation: 'background/filtered_location',
  incident: 'manual/incident',
} as const satisfies Readonly<Record<string, StandardKey>>;
