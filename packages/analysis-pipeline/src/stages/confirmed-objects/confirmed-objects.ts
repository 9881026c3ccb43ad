import type { Entry } from '@sojourn/datamodel';
import { backlogOf } from '../backlog.js';
import type { EntryMaker } from '../entry-maker.js';
import type { TimeField, TimeRange } from '../entry-order.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { markSeconds, stageRange } from '../state.js';
import {
  cleanedPlaceKey,
  cleanedSectionKey,
  cleanedTripKey,
  cleanedUntrackedKey,
  compositeTripKey,
  confirmedPlaceKey,
  expectedTripKey,
  inferredSectionKey,
} from '../stream-keys.js';
import { openPlaceOf } from '../trip-segmentation/index.js';
import { doneUpTo } from '../unprocessed.js';
import { compositeOf, compositeRange, inputKeys, withConfirmed } from '../user-input-match/index.js';
import type { EntryView } from '../working-set.js';
import { type Confirmed, type Confirmer, createConfirmer } from './confirm.js';
import { timelineOf } from './timeline.js';

const name = 'CREATE_CONFIRMED_OBJECTS';

/** Makes of cleaned places and expected trips what people see and confirm, with what they said about it. */
export const confirmedObjects: Stage = { name, needs, furtherNeeds, run };

/** The stages that lead from raw trips to what is confirmed. */
const earlier = ['CLEAN_RESAMPLING', 'MODE_INFERENCE', 'LABEL_INFERENCE', 'EXPECTATION_POPULATION'] as const;

function needs(scope: RunScope): EntryNeed[] {
  return [
    { key: confirmedPlaceKey, openPlace: true },
    { key: compositeTripKey, range: since(scope, 'data.end_ts') },
    ...inputKeys(scope.settings).map((key) => ({ key, range: since(scope, 'data.start_ts') })),
    ...backlogOf(scope, earlier, name, [
      { key: cleanedPlaceKey, range: since(scope, 'data.enter_ts') },
      { key: cleanedPlaceKey, range: since(scope, 'data.exit_ts') },
      ...[expectedTripKey, cleanedTripKey, cleanedUntrackedKey, cleanedSectionKey, inferredSectionKey].map(
        (key) => ({ key, range: rangeOf(scope, 'data.start_ts') }),
      ),
    ]),
  ];
}

/** What was said about the place that the chain goes on from, and the composite trip that led there. */
function furtherNeeds(scope: RunScope, view: EntryView): EntryNeed[] {
  const place = openPlaceOf(view.all(confirmedPlaceKey));
  const range = place && compositeRange(place);
  if (range === undefined) return [];
  const said = { ...rangeOf(scope, 'data.start_ts'), start: range.start };
  return [
    { key: compositeTripKey, range },
    ...inputKeys(scope.settings).map((key) => ({ key, range: said })),
  ];
}

function run(input: StageInput): StageOutput {
  const { view, make } = input;
  const timeline = timelineOf(input, name);
  const { travel, firstPlace } = timeline;
  if (firstPlace === undefined) return { processedUpTo: null, entries: 0 };
  const confirmer = createConfirmer(input, timeline);
  const openPlace = openPlaceOf(view.all(confirmedPlaceKey));
  const chain: Confirmed[] = [];
  let place =
    openPlace === undefined ? confirmer.place(firstPlace) : refreshed(openPlace, firstPlace, confirmer);
  let lastPlace = firstPlace;
  const first = place;
  if (openPlace === undefined) chain.push(place);
  for (const source of travel) {
    const trip = confirmer.travel(source);
    trip.data.start_place = { $oid: place.id };
    place.data.starting_trip = { $oid: trip.id };
    lastPlace = timeline.placeAfter(source);
    place = confirmer.place(lastPlace);
    trip.data.end_place = { $oid: place.id };
    place.data.ending_trip = { $oid: trip.id };
    chain.push(trip, place);
  }
  return {
    insert: chain.map((confirmed) => entryOf(confirmed, make)),
    replace: openPlace === undefined ? [] : withComposite({ ...openPlace, data: first.data }, view),
    processedUpTo:
      lastPlace.data.enter_ts === undefined ? null : doneUpTo(input, name, lastPlace.data.enter_ts as number),
    entries: travel.length + 1,
  };
}

/** The place that the chain goes on from, as it was left. Its duration stays unknown, as in the reference. */
function refreshed(stored: Entry, cleaned: Entry, confirmer: Confirmer): Confirmed {
  const { exit_ts, exit_fmt_time, exit_local_dt } = cleaned.data;
  const exit = exit_ts === undefined ? {} : { exit_ts, exit_fmt_time, exit_local_dt };
  return {
    id: stored._id.$oid,
    key: confirmedPlaceKey,
    data: { ...stored.data, ...exit, ...confirmer.said(cleaned.data) },
    zone: stored.metadata.time_zone ?? 'UTC',
  };
}

function entryOf({ id, key, data, zone }: Confirmed, make: EntryMaker): Entry {
  return make.create(key, data, zone, id);
}

/** A confirmed object that has changed, and the composite trip that shows it. */
function withComposite(confirmed: Entry, view: EntryView): Entry[] {
  const composite = compositeOf(confirmed, view);
  return composite === undefined ? [confirmed] : [confirmed, withConfirmed(composite, confirmed)];
}

function rangeOf({ states, now }: RunScope, field: TimeField): TimeRange {
  return { field, ...stageRange(states[name], now) };
}

/** The range of a run, and the moment before it at which the last place was entered. */
function since(scope: RunScope, field: TimeField): TimeRange {
  const { start, end } = rangeOf(scope, field);
  return { field, start: start === null ? null : start - markSeconds, end };
}
