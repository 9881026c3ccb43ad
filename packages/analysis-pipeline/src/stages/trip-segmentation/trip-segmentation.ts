import type { Entry } from '@sojourn/datamodel';
import {
  activities,
  type LocationPoints,
  locationPoints,
  selectPoints,
  transitions,
} from '../../points/index.js';
import { compareBy, type TimeRange } from '../entry-order.js';
import type { Moment } from '../moment.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { stageRange } from '../state.js';
import {
  filteredLocationKey,
  motionActivityKey,
  rawPlaceKey,
  rawTripKey,
  rawUntrackedKey,
  transitionKey,
} from '../stream-keys.js';
import { reconcile } from '../superseding/reconcile.js';
import type { EntryView } from '../working-set.js';
import { buildChain, type Chain } from './chain.js';
import { restartTimes } from './events.js';
import { segmentationMethods } from './methods.js';
import { disorderOf, inOrder, outOfOrder, segmentPoints } from './segmentation.js';
import { storedChain } from './stored-chain.js';
import { isUntracked } from './untracked.js';

const name = 'TRIP_SEGMENTATION';

/** Cuts the filtered points of a person into raw trips, with places and untracked time between them. */
export const tripSegmentation: Stage = { name, needs, run };

function needs(scope: RunScope): EntryNeed[] {
  const { points, events } = ranges(scope);
  const { rederivation } = scope;
  const sensed: EntryNeed[] = [
    { key: filteredLocationKey, range: points },
    { key: transitionKey, range: events },
    { key: motionActivityKey, range: events },
    { key: rawPlaceKey, openPlace: true },
  ];
  if (rederivation.from === 'nowhere') return sensed;
  const start = rederivation.from === 'trip' ? rederivation.chainStart : null;
  return [
    ...sensed,
    { key: rawTripKey, range: { field: 'data.start_ts', start, end: null } },
    { key: rawUntrackedKey, range: { field: 'data.start_ts', start, end: null } },
    { key: rawPlaceKey, range: { field: 'data.exit_ts', start, end: null } },
  ];
}

function run(input: StageInput): StageOutput {
  const { view, rederivation } = input;
  const range = ranges(input);
  const uploads = view.find(filteredLocationKey, range.points);
  const table = fromTripStart(locationPoints(uploads), input);
  if (table.count === 0) return { processedUpTo: null, entries: 0 };
  const transitionTable = transitions(eventsOf(transitionKey, view, range));
  const activityTable = activities(eventsOf(motionActivityKey, view, range));
  const entries = table.count + transitionTable.count + activityTable.count;

  const ordered = inOrder(table);
  const hidden = ordered === table ? {} : hiding(uploads, table, ordered, input);
  const { segments, progress, method } = segmentPoints(
    { points: ordered, transitions: transitionTable, activities: activityTable },
    range.points.end!,
    (rederivation.from === 'trip' ? rederivation.source : undefined) ?? usualSource(input),
  );
  const { openPlace, superseded } = storedChain(view, rederivation);
  if (progress === undefined || method === undefined) {
    const base = { processedUpTo: null, entries, ...hidden, ...(method ? {} : leftAlone(table)) };
    return superseded.length === 0
      ? base
      : { ...base, ...withoutTrips(superseded, openPlace, range.points.start) };
  }
  const restarts = restartTimes(transitionTable);
  const chain = buildChain({
    segments,
    openPlace,
    source: method.source,
    isUntracked: (arrival: Moment, start: Moment) =>
      isUntracked(arrival, start, restarts, method.untrackedDistance),
    make: input.make,
  });
  const changes =
    rederivation.from === 'nowhere'
      ? { insert: chain.created, replace: chain.continued === undefined ? [] : [chain.continued] }
      : reconcileChain(superseded, chain);
  return { ...changes, ...hidden, processedUpTo: progress, entries };
}

/** Points of which nobody knows how they were collected, so that there is no method for them. */
function leftAlone({ count }: LocationPoints): Pick<StageOutput, 'unused'> {
  return { unused: { code: 'collection-mode-unknown', entries: count } };
}

/** Name of the method for points that do not say how they were collected; undefined where they are left alone. */
function usualSource({ settings }: StageInput): string | undefined {
  return segmentationMethods.get(settings['intake.segmentation.missing_filter'])?.source;
}

/**
 * Hides points that are out of order: for good, except where filtered points are made anew with every run, since a
 * point may only have been out of order with one that is not made any more. Of points that were uploaded twice the
 * first upload alone is hidden, and only from this run: the reference's later stages go by the other one. Where every
 * run must come to what one run over everything would, all uploads are hidden, since they may not all be there yet.
 */
function hiding(
  uploads: readonly Entry[],
  table: LocationPoints,
  ordered: LocationPoints,
  { settings }: StageInput,
): Pick<StageOutput, 'invalidate' | 'passOver'> {
  if (settings['intake.rederive'] !== 'full') {
    const { once, repeated } = disorderOf(uploads, table, ordered);
    return { invalidate: once, passOver: repeated };
  }
  const points = outOfOrder(uploads, table.entries[0]!);
  return settings['intake.cleaning.filter_accuracy.enable'] ? { passOver: points } : { invalidate: points };
}

/** The least change to what is stored of a chain, the place that it goes on from included. */
function reconcileChain(stored: readonly Entry[], { created, continued }: Chain) {
  const storedForm = stored.find(({ _id }) => _id.$oid === continued?._id.$oid);
  return reconcile(
    stored.filter((entry) => entry !== storedForm),
    { insert: created, replace: continued === undefined ? [] : [continued] },
    () => storedForm,
  );
}

interface Ranges {
  readonly points: TimeRange;
  readonly events: TimeRange;
}

/**
 * What is looked at: what was written from the mark on; or, where a trip is derived anew, points that were written
 * since its first one, and events that happened since the place before it was entered.
 */
function ranges({ states, now, rederivation }: RunScope): Ranges {
  const { start, end } = stageRange(states[name], now);
  const field = 'metadata.write_ts';
  if (rederivation.from === 'nowhere')
    return { points: { field, start, end }, events: { field, start, end } };
  if (rederivation.from === 'start') {
    return { points: { field, start: null, end }, events: { field, start: null, end } };
  }
  const { tripStartWritten, placeEntered } = rederivation;
  return {
    points: { field, start: tripStartWritten, end },
    events: { field: 'data.ts', start: placeEntered, end: null },
  };
}

/** Events of a stream in the order of their writing, as far as the stage's range of write time goes. */
function eventsOf(key: string, view: EntryView, { points, events }: Ranges): readonly Entry[] {
  const found = view.find(key, events);
  if (events.field === 'metadata.write_ts') return found;
  return found
    .filter(({ metadata }) => metadata.write_ts <= points.end!)
    .sort(compareBy('metadata.write_ts'));
}

/** Drops the points ahead of the first point of the trip that is derived anew. */
function fromTripStart(table: LocationPoints, { rederivation }: StageInput): LocationPoints {
  if (rederivation.from !== 'trip') return table;
  const first = table.ts.indexOf(rederivation.tripStart);
  if (first <= 0) return table;
  return selectPoints(
    table,
    Array.from({ length: table.count - first }, (_, index) => first + index),
  );
}

/** The chain without the trips that deriving anew did not find again; the next run begins where this one did. */
function withoutTrips(
  superseded: readonly Entry[],
  openPlace: Entry | undefined,
  restartAt: number | null,
): Pick<StageOutput, 'remove' | 'replace' | 'restartAt'> {
  const keepsPlace = openPlace?.data.enter_ts !== undefined;
  return {
    replace: keepsPlace ? [openPlace] : [],
    remove: superseded.filter(({ _id }) => !keepsPlace || _id.$oid !== openPlace._id.$oid),
    restartAt,
  };
}
