import type { Entry } from '@sojourn/datamodel';
import { locationPoints } from '../../points/index.js';
import type { EntryMaker } from '../entry-maker.js';
import { compareBy, type TimeRange } from '../entry-order.js';
import type { Stage, StageInput, StageOutput } from '../stage.js';
import { markSeconds } from '../state.js';
import {
  cleanedPlaceKey,
  cleanedUntrackedKey,
  filteredLocationKey,
  rawPlaceKey,
  rawTripKey,
  rawUntrackedKey,
  recreatedLocationKey,
  smoothingKey,
} from '../stream-keys.js';
import { openPlaceOf } from '../trip-segmentation/index.js';
import { doneUpTo, sensedSpan, unprocessed } from '../unprocessed.js';
import { type CleanedChain, chainTravel, placeIdOf, type Travel } from './chain.js';
import { cleanTrip } from './clean-trip.js';
import { draftOf, finished, without } from './draft.js';
import { furtherNeeds, name, needs } from './needs.js';
import { type Sources, sourcesOf } from './sources.js';

/** Seconds by which sums of times may be off. */
const rounding = 1e-5;

/** Makes cleaned trips, sections and places of raw ones, with points at even distances in time. */
export const cleanResampling: Stage = { name, needs, furtherNeeds, run };

function run(input: StageInput): StageOutput {
  const { view, make } = input;
  const travelled = sectionedTravel(input);
  const last = travelled.at(-1);
  if (last === undefined) return { processedUpTo: null, entries: 0 };
  const sensed: TimeRange = { field: 'data.ts', ...sensedSpan(input, name, travelled) };
  const points = locationPoints(view.find(filteredLocationKey, sensed), 'data.ts');
  const sources = sourcesOf(view, make, points, view.all(smoothingKey));
  const travel = travelled.flatMap((raw) => cleanTravel(raw, sources));
  const chain = chainTravel(travel, openPlaceOf(view.all(cleanedPlaceKey)), sources);
  const arrived = view.get(rawPlaceKey, placeIdOf(last, 'end') ?? '')?.data.enter_ts ?? last.data.end_ts;
  return {
    insert: entriesOf(chain, make),
    replace: chain.continued === undefined ? [] : [chain.continued],
    // Untracked time may end before it began, when a clock went back.
    processedUpTo: doneUpTo(input, name, Math.max(arrived as number, last.data.start_ts as number)),
    entries: travelled.length + points.count,
  };
}

/**
 * Trips and untracked time of the run in order, up to the last trip that has been cut into sections: what comes after
 * waits, or it would count as leading nowhere.
 */
function sectionedTravel(input: StageInput): readonly Entry[] {
  const trips = unprocessed(input, name, rawTripKey, 'data.start_ts');
  const untracked = unprocessed(input, name, rawUntrackedKey, 'data.start_ts');
  const travelled = [...trips, ...untracked].sort(compareBy('data.start_ts'));
  const segmentation = input.states.SECTION_SEGMENTATION;
  if (segmentation === undefined) return travelled;
  const upTo = (segmentation.last_processed_ts ?? Number.NEGATIVE_INFINITY) - markSeconds;
  const waiting = trips.find(({ data }) => (data.end_ts as number) > upTo + rounding);
  if (waiting === undefined) return travelled;
  const before = travelled.slice(0, travelled.indexOf(waiting));
  const lastTrip = before.findLastIndex(({ metadata }) => metadata.key === rawTripKey);
  return before.slice(0, lastTrip + 1);
}

/** The new entries of a chain: the points of each trip, its sections and stops, the trip; then all places. */
function entriesOf({ kept, points, places }: CleanedChain, make: EntryMaker): Entry[] {
  const entries: Entry[] = [];
  for (const { cleaned, trip } of kept) {
    for (const { section, points: recreated } of trip?.travelled ?? []) {
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

function cleanTravel(raw: Entry, sources: Sources): Travel[] {
  const start = sources.view.get(rawPlaceKey, placeIdOf(raw, 'start') ?? '');
  const end = sources.view.get(rawPlaceKey, placeIdOf(raw, 'end') ?? '');
  if (start === undefined || end === undefined) return [];
  if (raw.metadata.key === rawUntrackedKey) {
    const data = without(raw.data, ['start_place', 'end_place']);
    const cleaned = draftOf(sources.make, cleanedUntrackedKey, data, raw.metadata.time_zone ?? 'UTC');
    return [{ raw, start, end, cleaned, trip: undefined }];
  }
  const trip = cleanTrip(raw, { start, end }, sources);
  return [{ raw, start, end, cleaned: trip?.trip, trip }];
}
