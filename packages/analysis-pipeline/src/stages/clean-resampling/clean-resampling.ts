import type { Entry } from '@sojourn/datamodel';
import { locationPoints } from '../../points/index.js';
import type { EntryMaker } from '../entry-maker.js';
import { compareBy, type TimeField, type TimeRange } from '../entry-order.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { markSeconds, stageRange } from '../state.js';
import {
  cleanedPlaceKey,
  cleanedUntrackedKey,
  filteredLocationKey,
  rawPlaceKey,
  rawSectionKey,
  rawStopKey,
  rawTripKey,
  rawUntrackedKey,
  recreatedLocationKey,
  smoothingKey,
} from '../stream-keys.js';
import { type CleanedChain, chainTravel, placeIdOf, type Travel } from './chain.js';
import { cleanTrip } from './clean-trip.js';
import { draftOf, finished, without } from './draft.js';
import { type Sources, sourcesOf } from './sources.js';

const name = 'CLEAN_RESAMPLING';

/** Makes cleaned trips, sections and places of raw ones, with points at even distances in time. */
export const cleanResampling: Stage = { name, needs, run };

function needs(scope: RunScope): EntryNeed[] {
  const lastRun = scope.states[name]?.last_ts_run ?? null;
  return [
    { key: rawPlaceKey, range: since(scope, 'data.enter_ts') },
    { key: rawPlaceKey, range: since(scope, 'data.exit_ts') },
    { key: rawTripKey, range: rangeOf(scope, 'data.start_ts') },
    { key: rawUntrackedKey, range: rangeOf(scope, 'data.start_ts') },
    { key: rawSectionKey, range: rangeOf(scope, 'data.start_ts') },
    { key: rawStopKey, range: rangeOf(scope, 'data.enter_ts') },
    { key: filteredLocationKey, range: since(scope, 'data.ts') },
    // What was smoothed since the last cleaning is what is cleaned now.
    { key: smoothingKey, range: { field: 'metadata.write_ts', start: lastRun, end: null } },
    { key: cleanedPlaceKey, openPlace: true },
  ];
}

function run(input: StageInput): StageOutput {
  const { view, make } = input;
  const places = new Map(view.all(rawPlaceKey).map((place) => [place._id.$oid, place]));
  const trips = view.find(rawTripKey, rangeOf(input, 'data.start_ts'));
  const untracked = view.find(rawUntrackedKey, rangeOf(input, 'data.start_ts'));
  const travelled = [...trips, ...untracked].sort(compareBy('data.start_ts'));
  const last = travelled.at(-1);
  if (last === undefined) return { processedUpTo: null, entries: 0 };
  const points = locationPoints(view.find(filteredLocationKey, rangeOf(input, 'data.ts')), 'data.ts');
  const sources = sourcesOf(view, make, points, view.all(smoothingKey));
  const travel = travelled.flatMap((raw) => cleanTravel(raw, places, sources));
  const openPlace = view.all(cleanedPlaceKey).findLast(({ data }) => data.exit_ts === undefined);
  const chain = chainTravel(travel, openPlace, sources);
  const lastPlace = places.get(placeIdOf(last, 'end') ?? '');
  return {
    insert: entriesOf(chain, make),
    replace: chain.continued === undefined ? [] : [chain.continued],
    processedUpTo: (lastPlace?.data.enter_ts ?? last.data.end_ts) as number,
    entries: travelled.length + points.count,
  };
}

/** The new entries of a chain: the points of each trip, its sections and stops, the trip; then all places. */
function entriesOf({ kept, points, places }: CleanedChain, make: EntryMaker): Entry[] {
  const entries: Entry[] = [];
  for (const { cleaned, trip } of kept) {
    for (const { section, points: recreated } of trip?.sections ?? []) {
      for (const data of recreated) entries.push(make.create(recreatedLocationKey, data, section.zone));
    }
    for (const { section } of trip?.sections ?? []) entries.push(finished(make, section));
    for (const stop of trip?.stops ?? []) entries.push(finished(make, stop));
    entries.push(finished(make, cleaned!));
  }
  for (const data of points) {
    entries.push(make.create(recreatedLocationKey, data, (data.local_dt as { timezone: string }).timezone));
  }
  for (const place of places) entries.push(finished(make, place));
  return entries;
}

function cleanTravel(raw: Entry, places: ReadonlyMap<string, Entry>, sources: Sources): Travel[] {
  const start = places.get(placeIdOf(raw, 'start') ?? '');
  const end = places.get(placeIdOf(raw, 'end') ?? '');
  if (start === undefined || end === undefined) return [];
  if (raw.metadata.key === rawUntrackedKey) {
    const data = without(raw.data, ['start_place', 'end_place']);
    const cleaned = draftOf(sources.make, cleanedUntrackedKey, data, raw.metadata.time_zone ?? 'UTC');
    return [{ raw, start, end, cleaned, trip: undefined }];
  }
  const trip = cleanTrip(raw, { start, end }, sources);
  return [{ raw, start, end, cleaned: trip?.trip, trip }];
}

function rangeOf({ states, now }: RunScope, field: TimeField): TimeRange {
  return { field, ...stageRange(states[name], now) };
}

/** The range of a run, and the moment before it at which the last trip of the run before ended. */
function since(scope: RunScope, field: TimeField): TimeRange {
  const { start, end } = rangeOf(scope, field);
  return { field, start: start === null ? null : start - markSeconds, end };
}
