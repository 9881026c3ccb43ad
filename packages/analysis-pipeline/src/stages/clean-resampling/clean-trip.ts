import type { Entry, EntryData } from '@sojourn/datamodel';
import { cleanedStopKey, cleanedTripKey, rawSectionKey, rawStopKey } from '../stream-keys.js';
import { type CleanedSection, cleanSection, type TripEnds } from './clean-section.js';
import { type Draft, draftOf, idIn, refersTo, without } from './draft.js';
import type { Sources } from './sources.js';
import { linkStops } from './stops.js';

/** Metres below which nobody has been anywhere. */
const shortestTrip = 100;

const computedMembers = [
  ...['start_place', 'end_place', 'duration', 'distance'],
  ...['start_ts', 'start_local_dt', 'start_fmt_time', 'start_loc'],
];

/** A cleaned trip with all that belongs to it. */
export interface CleanedTrip {
  readonly trip: Draft;
  /** Sections whose points are kept: all of them. */
  readonly travelled: readonly CleanedSection[];
  /** Sections that are kept themselves. */
  readonly sections: readonly CleanedSection[];
  readonly stops: readonly Draft[];
}

/** Cleans a raw trip; undefined when there is nothing in it or it leads nowhere. */
export function cleanTrip(raw: Entry, ends: TripEnds, sources: Sources): CleanedTrip | undefined {
  const rawSections = partsOf(raw, rawSectionKey, 'data.start_ts', sources);
  const rawStops = partsOf(raw, rawStopKey, 'data.enter_ts', sources);
  if (rawSections.length === 0) return undefined;
  const trip = draftOf(
    sources.make,
    cleanedTripKey,
    { ...without(raw.data, computedMembers), raw_trip: raw._id },
    raw.metadata.time_zone ?? 'UTC',
  );
  const sections: CleanedSection[] = [];
  for (const section of rawSections) {
    const cleaned = cleanSection(section, trip.id, ends, sources);
    if (cleaned === undefined) return undefined;
    sections.push(cleaned);
  }
  const stops = rawStops.map((stop) =>
    draftOf(
      sources.make,
      cleanedStopKey,
      { trip_id: refersTo(trip.id), source: stop.data.source },
      stop.metadata.time_zone ?? 'UTC',
    ),
  );
  takeOver(trip.data, sections[0]!.section.data, 'start');
  takeOver(trip.data, sections.at(-1)!.section.data, 'end');
  trip.data.duration = (trip.data.end_ts as number) - (trip.data.start_ts as number);
  linkStops({ rawSections, rawStops, sections: sections.map(({ section }) => section), stops }, sources);
  const distance =
    sections.reduce((sum, { section }) => sum + (section.data.distance as number), 0) +
    stops.reduce((sum, { data }) => sum + (data.distance as number), 0);
  trip.data.distance = distance;
  if (distance < shortestTrip) return undefined;
  const kept = beginsWithStop(sections, stops) ? sections.slice(1) : sections;
  return { trip, travelled: sections, sections: kept, stops };
}

/**
 * Whether the first stop is over before the first section begins: a section of no length whose stop became part of the
 * section after it. The trip then begins with the stop, and the first section is not stored.
 */
function beginsWithStop([first]: readonly CleanedSection[], [stop]: readonly Draft[]): boolean {
  return stop !== undefined && (stop.data.exit_ts as number) <= (first!.section.data.start_ts as number);
}

function partsOf(
  trip: Entry,
  key: string,
  field: 'data.start_ts' | 'data.enter_ts',
  { view }: Sources,
): readonly Entry[] {
  // A part lies within its trip.
  const { start_ts: start, end_ts: end } = trip.data as { start_ts: number; end_ts: number };
  return view.find(key, { field, start, end }).filter(({ data }) => idIn(data, 'trip_id') === trip._id.$oid);
}

/** Copies where and when something starts or ends. */
function takeOver(to: EntryData, from: EntryData, side: 'start' | 'end'): void {
  for (const part of ['ts', 'local_dt', 'fmt_time', 'loc']) to[`${side}_${part}`] = from[`${side}_${part}`];
}
