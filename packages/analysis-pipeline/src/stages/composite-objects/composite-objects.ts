import type { Entry } from '@sojourn/datamodel';
import { backlogOf } from '../backlog.js';
import { compareBy, type TimeField, type TimeRange } from '../entry-order.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { markSeconds, stageRange } from '../state.js';
import {
  cleanedSectionKey,
  confirmedPlaceKey,
  confirmedTripKey,
  confirmedUntrackedKey,
  inferredSectionKey,
  recreatedLocationKey,
} from '../stream-keys.js';
import { doneUpTo, unprocessed } from '../unprocessed.js';
import { lastWayToPlace } from '../way-to-place.js';
import type { EntryView } from '../working-set.js';
import { type Composer, createComposer } from './compose.js';

const name = 'CREATE_COMPOSITE_OBJECTS';

/** Puts all that a diary shows of a trip into one entry: the trip, both places, sections and points. */
export const compositeObjects: Stage = { name, needs, furtherNeeds, run };

/** The stages that lead from cleaned trips to composite ones. */
const earlier = [
  'CLEAN_RESAMPLING',
  'MODE_INFERENCE',
  'LABEL_INFERENCE',
  'EXPECTATION_POPULATION',
  'CREATE_CONFIRMED_OBJECTS',
] as const;

function needs(scope: RunScope): EntryNeed[] {
  return [
    { key: confirmedPlaceKey, openPlace: true },
    ...backlogOf(scope, earlier, name, [
      { key: confirmedTripKey, range: rangeOf(scope, 'data.end_ts') },
      { key: confirmedUntrackedKey, range: rangeOf(scope, 'data.end_ts') },
      { key: recreatedLocationKey, range: since(scope, 'data.ts') },
      ...[inferredSectionKey, cleanedSectionKey].map((key) => ({
        key,
        range: since(scope, 'data.start_ts'),
      })),
    ]),
  ];
}

/** What belongs to trips that an earlier run has confirmed: their places, and what began before the range of the run. */
function furtherNeeds(scope: RunScope, view: EntryView): EntryNeed[] {
  return travelOf(scope, view).flatMap(({ data }) => {
    const { start_ts: start, end_ts: end } = data as { start_ts: number; end_ts: number };
    return [
      { key: confirmedPlaceKey, range: { field: 'data.exit_ts', start, end: start } },
      { key: confirmedPlaceKey, range: { field: 'data.enter_ts', start: end, end: end + lastWayToPlace } },
      { key: inferredSectionKey, range: { field: 'data.start_ts', start, end } },
      { key: cleanedSectionKey, range: { field: 'data.start_ts', start, end } },
      { key: recreatedLocationKey, range: { field: 'data.ts', start, end } },
    ] as const;
  });
}

function run(input: StageInput): StageOutput {
  const travel = [confirmedTripKey, confirmedUntrackedKey]
    .flatMap((key) => unprocessed(input, name, key, 'data.end_ts'))
    .sort(compareBy('data.end_ts'));
  const last = travel.at(-1);
  if (last === undefined) return { processedUpTo: null, entries: 0 };
  const compose: Composer = createComposer(input);
  return {
    insert: travel.map(compose),
    processedUpTo: doneUpTo(input, name, last.data.end_ts as number),
    entries: travel.length,
  };
}

/** Confirmed trips and untracked periods of earlier runs that have no composite trip yet. */
function travelOf(scope: RunScope, view: EntryView): Entry[] {
  const range = rangeOf(scope, 'data.end_ts');
  return [...view.find(confirmedTripKey, range), ...view.find(confirmedUntrackedKey, range)];
}

function rangeOf({ states, now }: RunScope, field: TimeField): TimeRange {
  return { field, ...stageRange(states[name], now) };
}

/** The range of a run, and the moment before it at which the last trip of the run before ended. */
function since(scope: RunScope, field: TimeField): TimeRange {
  const { start, end } = rangeOf(scope, field);
  return { field, start: start === null ? null : start - markSeconds, end };
}
