import type { Entry, EntryData } from '@sojourn/datamodel';
import { MotionType, nameOfCode, PredictedMode } from '@sojourn/datamodel/streams';
import { sectionsOfTrips } from '../confirmed-objects/index.js';
import { idOf } from '../link.js';
import type { StageInput } from '../stage.js';
import {
  cleanedSectionKey,
  compositeTripKey,
  confirmedPlaceKey,
  confirmedTripKey,
  inferredSectionKey,
  recreatedLocationKey,
} from '../stream-keys.js';

/** Most points of a composite trip. */
const mostLocations = 100;

/** Makes the composite entry of a confirmed trip or untracked period. */
export type Composer = (confirmed: Entry) => Entry;

export function createComposer({ view, make, settings }: StageInput): Composer {
  const key = settings['analysis.result.section.key'];
  const sections = sectionsOfTrips(view, key);
  const cleaned = key === inferredSectionKey ? sectionsOfTrips(view, cleanedSectionKey) : () => [];
  const placeIn = (confirmed: Entry, side: 'start' | 'end'): EntryData => {
    const id = idOf(confirmed.data[`${side}_place`]);
    const place = id === undefined ? undefined : view.get(confirmedPlaceKey, id);
    return place === undefined ? {} : { [`${side}_confirmed_place`]: place };
  };
  const shown = (trip: string | undefined): Entry[] => {
    if (trip === undefined) return [];
    const found = sections(trip);
    return (found.length > 0 ? found : cleaned(trip)).map(shownSection);
  };
  return (confirmed) => {
    const { start_ts: start, end_ts: end } = confirmed.data as { start_ts: number; end_ts: number };
    const points = (): readonly Entry[] => view.find(recreatedLocationKey, { field: 'data.ts', start, end });
    const data: EntryData = {
      ...confirmed.data,
      locations: confirmed.metadata.key === confirmedTripKey ? thinned(points()) : [],
      confirmed_trip: confirmed._id,
      ...placeIn(confirmed, 'start'),
      ...placeIn(confirmed, 'end'),
      sections: shown(idOf(confirmed.data.cleaned_trip)),
    };
    const entry = make.create(compositeTripKey, data, confirmed.metadata.time_zone ?? 'UTC');
    return { ...entry, metadata: { ...entry.metadata, origin_key: confirmed.metadata.key } };
  };
}

/** Every so many of the points, so that there are no more than a phone can take. */
export function thinned(points: readonly Entry[]): readonly Entry[] {
  if (points.length <= mostLocations) return points;
  const step = Math.floor(points.length / mostLocations) + 1;
  return points.filter((_, index) => index % step === 0);
}

/** A section without its lists, and with its mode in words. */
export function shownSection(section: Entry): Entry {
  const { speeds, distances, ...data } = section.data;
  const modes = section.metadata.key === inferredSectionKey ? PredictedMode : MotionType;
  data.sensed_mode_str = nameOfCode(modes, data.sensed_mode as number) ?? 'UNKNOWN';
  return { ...section, data };
}
