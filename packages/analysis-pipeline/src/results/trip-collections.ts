import type { Entry } from '@sojourn/datamodel';
import type { Feature } from '@sojourn/datamodel/geo';
import type { Settings } from '../settings/index.js';
import { byTime, type EntryReader, timeAt } from './entry-reader.js';
import { sourceKeys } from './keys.js';
import { isOnLocalDates, type LocalDates, windowOf } from './local-dates.js';
import { pointsWithin, sectionCollection, stopsShort } from './section-feature.js';
import { incidentFeature, placeFeature, stopFeature, type TripCollection } from './trip-feature.js';

/** How trips are drawn. */
export interface TripCollectionOptions {
  /** `analysis/cleaned_section`: modes as sensed; `analysis/inferred_section`: as inferred, where they are. */
  readonly sectionKey: string;
  /** Refuse sections whose line does not lead to their end. */
  readonly validityAssertions: boolean;
}

/** How trips are drawn under the settings of an installation. */
export function tripCollectionOptions(settings: Settings): TripCollectionOptions {
  return {
    sectionKey: settings['analysis.result.section.key'],
    validityAssertions: settings['output.conversion.validityAssertions'],
  };
}

/**
 * The trips that started on local days, each as a GeoJSON collection, in order of (start, id). Untracked time is no
 * trip and left out.
 * @throws SojournError `entry-field-invalid` when a section's line does not lead to its end and that is asserted
 */
export async function tripCollections(
  reader: EntryReader,
  dates: LocalDates,
  options: TripCollectionOptions,
): Promise<TripCollection[]> {
  const trips = await tripsOn(reader, dates);
  if (trips.length === 0) return [];
  const material = await readMaterial(reader, trips, options);
  return trips.map((trip) => tripCollection(trip, material, options));
}

async function tripsOn(reader: EntryReader, dates: LocalDates): Promise<Entry[]> {
  const found = await reader.window({ key: sourceKeys.trip, field: 'data.start_ts', ...windowOf(dates) });
  return found.filter(({ data }) => isOnLocalDates(data.start_local_dt, dates)).sort(byTime('data.start_ts'));
}

/** Everything that the trips of some days are drawn from. */
interface Material {
  readonly places: ReadonlyMap<string, Entry>;
  readonly sections: ReadonlyMap<string, readonly Entry[]>;
  readonly stops: ReadonlyMap<string, readonly Entry[]>;
  readonly inferred: ReadonlyMap<string, Entry>;
  readonly locations: readonly Entry[];
  readonly filteredLocations: readonly Entry[];
  readonly incidents: readonly Entry[];
}

async function readMaterial(
  reader: EntryReader,
  trips: readonly Entry[],
  { sectionKey, validityAssertions }: TripCollectionOptions,
): Promise<Material> {
  const start = Math.min(...trips.map((trip) => timeAt(trip, 'data.start_ts')));
  const end = Math.max(...trips.map((trip) => timeAt(trip, 'data.end_ts')));
  const read = (key: string, field: string) => reader.window({ key, field, start, end });
  const places = await readPlaces(reader, trips, start, end);
  const sections = await read(sourceKeys.section, 'data.start_ts');
  const locations = await read(sourceKeys.way, 'data.ts');
  const inferred =
    sectionKey === sourceKeys.inferredSection ? await read(sourceKeys.inferredSection, 'data.start_ts') : [];
  const isShort = sections.some((section) => stopsShort(section, pointsWithin(section, locations)));
  return {
    places,
    sections: groupBy(sections, 'trip_id'),
    stops: groupBy(await read(sourceKeys.stop, 'data.enter_ts'), 'trip_id'),
    inferred: new Map(inferred.map((section) => [idIn(section, 'cleaned_section'), section])),
    locations,
    filteredLocations:
      isShort && !validityAssertions ? await read(sourceKeys.filteredLocation, 'data.ts') : [],
    incidents: await reader.window({
      key: sourceKeys.incident,
      field: 'data.ts',
      ...aroundOf(places, start, end),
    }),
  };
}

/** The places between which the trips lead. One whose times do not meet those of its trip is found by its id. */
async function readPlaces(
  reader: EntryReader,
  trips: readonly Entry[],
  start: number,
  end: number,
): Promise<Map<string, Entry>> {
  const places = new Map<string, Entry>();
  for (const field of ['data.exit_ts', 'data.enter_ts']) {
    for (const place of await reader.window({ key: sourceKeys.place, field, start, end })) {
      places.set(place._id.$oid, place);
    }
  }
  const missing = trips
    .flatMap((trip) => [idIn(trip, 'start_place'), idIn(trip, 'end_place')])
    .filter((id) => id !== '' && !places.has(id));
  for (const id of new Set(missing)) {
    const place = await reader.entry(id, sourceKeys.place);
    if (place !== undefined) places.set(id, place);
  }
  return places;
}

function tripCollection(trip: Entry, material: Material, options: TripCollectionOptions): TripCollection {
  const start = material.places.get(idIn(trip, 'start_place'));
  const end = material.places.get(idIn(trip, 'end_place'));
  const owner = idIn(trip, 'cleaned_trip') || trip._id.$oid;
  const sections = material.sections.get(owner) ?? [];
  return {
    type: 'FeatureCollection',
    properties: { ...trip.data, feature_type: 'trip' },
    features: [
      ...(start === undefined ? [] : [placeFeature(start, 'start_place') as Feature]),
      ...(end === undefined ? [] : [placeFeature(end, 'end_place') as Feature]),
      ...(material.stops.get(owner) ?? []).map(stopFeature),
      ...sections.map((section) =>
        sectionCollection(section, {
          locations: material.locations,
          filteredLocations: material.filteredLocations,
          inferred: material.inferred.get(section._id.$oid),
          validityAssertions: options.validityAssertions,
        }),
      ),
      ...incidentsBetween(material.incidents, start, end).map((found) => incidentFeature(found) as Feature),
    ],
    id: trip._id.$oid,
  };
}

function incidentsBetween(
  incidents: readonly Entry[],
  start: Entry | undefined,
  end: Entry | undefined,
): Entry[] {
  if (start === undefined || end === undefined) return [];
  const [from, to] = [timeAt(start, 'data.exit_ts'), timeAt(end, 'data.enter_ts')];
  return incidents.filter((entry) => timeAt(entry, 'data.ts') >= from && timeAt(entry, 'data.ts') <= to);
}

/** The window of the trips, widened where a place was left earlier or entered later than its trip says. */
function aroundOf(
  places: ReadonlyMap<string, Entry>,
  start: number,
  end: number,
): { start: number; end: number } {
  const all = [...places.values()];
  const known = (field: string) => all.map((place) => timeAt(place, field)).filter(Number.isFinite);
  return { start: Math.min(start, ...known('data.exit_ts')), end: Math.max(end, ...known('data.enter_ts')) };
}

function groupBy(entries: readonly Entry[], member: string): Map<string, Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const id = idIn(entry, member);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [entry]);
    else group.push(entry);
  }
  return groups;
}

/** The id that a member of an entry's data refers to; empty when there is none. */
function idIn(entry: Entry, member: string): string {
  return (entry.data[member] as { $oid?: string } | null | undefined)?.$oid ?? '';
}
