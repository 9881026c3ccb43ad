import type { Entry } from '@sojourn/datamodel';
import { distanceGreatCircle, type Point } from '@sojourn/datamodel/geo';
import {
  type Activities,
  activities,
  type LocationPoints,
  locationPoints,
  rowsBetween,
  sliceActivities,
  slicePoints,
  transitions,
} from '../../points/index.js';
import { backlogOf } from '../backlog.js';
import type { TimeRange } from '../entry-order.js';
import { writtenRange } from '../sensed-range.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { markSeconds, stageRange } from '../state.js';
import {
  bluetoothKey,
  filteredLocationKey,
  motionActivityKey,
  rawPlaceKey,
  rawTripKey,
  transitionKey,
} from '../stream-keys.js';
import { doneUpTo, sensedSpan, unprocessed } from '../unprocessed.js';
import type { EntryView } from '../working-set.js';
import { withoutFlipFlops } from './flip-flop.js';
import type { SectionMethod } from './method.js';
import { motionChanges } from './motion-changes.js';
import { buildSections } from './sections.js';
import { timeMethod } from './time-method.js';
import { TripPoints } from './trip-points.js';
import { vehicleDuring } from './vehicle.js';
import { visitMethod } from './visit-method.js';

const name = 'SECTION_SEGMENTATION';
/** Seconds after a trip in which its transitions may still arrive. */
const transitionDelay = 300;

/** Ways of finding sections by the source of the trip. Trips from elsewhere have none, and are left out later. */
const methods: ReadonlyMap<unknown, SectionMethod> = new Map([
  ['DwellSegmentationTimeFilter', timeMethod],
  ['DwellSegmentationDistFilter', visitMethod],
]);

/** Cuts raw trips into sections of one mode, with stops between them. */
export const sectionSegmentation: Stage = { name, needs, run };

function needs(scope: RunScope): EntryNeed[] {
  const sensed = writtenRange(stageRange(scope.states[name], scope.now));
  // A trip may begin where the last one of the run before ended.
  const { start } = rangeOf(scope, 'data.exit_ts');
  const left = {
    field: 'data.exit_ts',
    start: start === null ? null : start - markSeconds,
    end: null,
  } as const;
  return [
    ...[filteredLocationKey, motionActivityKey, bluetoothKey, transitionKey].map((key) => ({
      key,
      range: sensed,
    })),
    ...backlogOf(scope, 'TRIP_SEGMENTATION', name, [
      { key: rawTripKey, range: rangeOf(scope, 'data.end_ts') },
      { key: rawPlaceKey, range: left },
    ]),
  ];
}

function run(input: StageInput): StageOutput {
  const { view } = input;
  const trips = unprocessed(input, name, rawTripKey, 'data.end_ts');
  const last = trips.at(-1);
  if (last === undefined) return { processedUpTo: null, entries: 0 };
  const sensed: TimeRange = { field: 'data.ts', ...sensedSpan(input, name, trips) };
  const points = locationPoints(view.find(filteredLocationKey, sensed), 'data.ts');
  const readings = activities(view.find(motionActivityKey, sensed), 'data.ts');
  return {
    insert: trips.flatMap((trip) => sectionsOf(trip, { points, readings, since: sensed.start }, input)),
    processedUpTo: doneUpTo(input, name, last.data.end_ts as number),
    entries: trips.length + points.count + readings.count,
  };
}

interface Sensed {
  readonly points: LocationPoints;
  readonly readings: Activities;
  /** Start of the time that they were sensed in. */
  readonly since: number | null;
}

function sectionsOf(
  trip: Entry,
  { points, readings, since }: Sensed,
  { view, make, settings }: StageInput,
): Entry[] {
  const { start_ts, end_ts, source } = trip.data as { start_ts: number; end_ts: number; source: unknown };
  const method = methods.get(source);
  if (method === undefined) return [];
  const rows = rowsBetween(points.ts, start_ts, end_ts);
  const tripPoints = new TripPoints(slicePoints(points, rows.first, rows.stop - 1));
  if (tripPoints.count === 0) return [];
  const during = sliceActivities(readings, rowsBetween(readings.ts, start_ts, end_ts));
  const stretches = method.find({
    points: tripPoints,
    changes: withoutFlipFlops(motionChanges(during, method.confidence), tripPoints),
    distanceFromPlace: distanceFromPlace(trip, view),
    transitions: () =>
      transitions(
        view.find(transitionKey, { field: 'data.ts', start: start_ts, end: end_ts + transitionDelay }),
        'data.ts',
      ),
  });
  const start = Math.max(start_ts, since ?? start_ts);
  const heard = view.find(bluetoothKey, { field: 'data.ts', start, end: end_ts });
  return buildSections({
    trip,
    points: tripPoints.points,
    stretches,
    vehicleDuring: (start, end) => vehicleDuring(start, end, heard, settings['study.vehicle_identities']),
    make,
  });
}

function rangeOf({ states, now }: RunScope, field: TimeRange['field']): TimeRange {
  return { field, ...stageRange(states[name], now) };
}

/** Metres from the place where a trip starts to where it ends. */
function distanceFromPlace(trip: Entry, view: EntryView): number {
  const { start_place } = trip.data as { start_place?: { $oid: string } };
  const place = start_place && view.get(rawPlaceKey, start_place.$oid);
  if (place === undefined) return 0;
  return distanceGreatCircle(
    (place.data.location as Point).coordinates,
    (trip.data.end_loc as Point).coordinates,
  );
}
