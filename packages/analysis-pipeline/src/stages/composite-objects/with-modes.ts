import type { Entry } from '@sojourn/datamodel';
import type { Settings } from '../../settings/index.js';
import { sectionSummary } from '../confirmed-objects/index.js';
import { idOf } from '../link.js';
import { inferredSectionKey } from '../stream-keys.js';
import { shownSection } from './compose.js';

/**
 * A confirmed trip, and the composite trips that show it, with modes of its sections that were inferred after both were
 * made.
 * @param composites composite trips, among others those that show the trip
 * @param sections inferred sections of the trip, in order of their start
 */
export function withModes(
  confirmed: Entry,
  composites: readonly Entry[],
  sections: readonly Entry[],
  settings: Settings,
): Entry[] {
  const summaries = {
    inferred_section_summary: sectionSummary(sections, 'sensed_mode'),
    ble_sensed_summary: sectionSummary(sections, 'ble_sensed_mode'),
  };
  const isShown = settings['analysis.result.section.key'] === inferredSectionKey && sections.length > 0;
  const shown = isShown ? { sections: sections.map(shownSection) } : {};
  return [
    { ...confirmed, data: { ...confirmed.data, ...summaries } },
    ...composites
      .filter(({ data }) => idOf(data.confirmed_trip) === confirmed._id.$oid)
      .map((composite) => ({ ...composite, data: { ...composite.data, ...summaries, ...shown } })),
  ];
}
