import type { Entry } from '@sojourn/datamodel';
import {
  compositeTripKey,
  confirmedTripKey,
  idOf,
  inferredSectionKey,
  type StageRun,
  sectionsOfTrips,
  type TimeRange,
  withModes,
} from '../stages/index.js';
import type { NeedReader } from './read-needs.js';
import type { PersonStore } from './store-port.js';

/**
 * Lets trips that were confirmed earlier show modes that a run has inferred only now: because mode inference failed
 * before, or was taken back. The reference leaves such trips as they were.
 */
export async function showLaterModes(
  run: StageRun,
  reader: NeedReader,
  store: Pick<PersonStore, 'last'>,
): Promise<void> {
  const { view, scope } = run;
  const late = sectionsOfConfirmed(run);
  if (late.length === 0) return;
  const times = (member: string): number[] => late.map(({ data }) => data[member] as number);
  const begins = times('start_ts').reduce((latest, time) => Math.max(latest, time));
  const ends = times('end_ts').reduce((earliest, time) => Math.min(earliest, time));
  const last = await store.last(confirmedTripKey, 'data.start_ts', begins);
  if (last === undefined) return;
  const ending: TimeRange = { field: 'data.end_ts', start: ends, end: last.data.end_ts as number };
  view.load(
    (await reader.read([confirmedTripKey, compositeTripKey].map((key) => ({ key, range: ending })))) ?? [],
  );
  const trips = new Set(late.map(({ data }) => idOf(data.trip_id)));
  const made = new Set(view.added(confirmedTripKey).map(({ _id }) => _id.$oid));
  const confirmed = view
    .find(confirmedTripKey, ending)
    .filter(({ _id, data }) => trips.has(idOf(data.cleaned_trip)) && !made.has(_id.$oid));
  const first = confirmed.reduce((earliest, { data }) => Math.min(earliest, data.start_ts as number), begins);
  const within: TimeRange = { field: 'data.end_ts', start: first, end: ending.end };
  view.load((await reader.read([{ key: inferredSectionKey, range: within }])) ?? []);
  const sections = sectionsOfTrips(view, inferredSectionKey);
  const composites = view.find(compositeTripKey, ending);
  view.apply({
    replace: confirmed.flatMap((trip) =>
      withModes(trip, composites, sections(idOf(trip.data.cleaned_trip)!), scope.settings),
    ),
  });
}

/** Sections whose modes were inferred by this run, and whose trips may have been confirmed before it. */
function sectionsOfConfirmed({ initialStates, view }: StageRun): readonly Entry[] {
  const upTo = initialStates.CREATE_CONFIRMED_OBJECTS?.last_processed_ts ?? null;
  if (upTo === null) return [];
  return view.added(inferredSectionKey).filter(({ data }) => (data.end_ts as number) < upTo);
}
