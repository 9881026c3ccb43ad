import type { Entry } from '@sojourn/datamodel';
import { isKnownZone } from '@sojourn/datamodel/time';
import { backlogOf } from '../backlog.js';
import type { TimeRange } from '../entry-order.js';
import type { LabelPrediction } from '../label-inference/index.js';
import type { RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { stageRange } from '../state.js';
import { expectedTripKey, inferredTripKey } from '../stream-keys.js';
import { doneUpTo, unprocessed } from '../unprocessed.js';
import { activeMode } from './collection-mode.js';
import { type CollectionMode, standardExpectations } from './configuration.js';
import { matchingRule } from './matching-rule.js';

const name = 'EXPECTATION_POPULATION';

/** Says of each trip whether its traveller is expected to label it. */
export const expectationPopulation: Stage = {
  name,
  needs: (scope) =>
    backlogOf(scope, 'LABEL_INFERENCE', name, [{ key: inferredTripKey, range: rangeOf(scope) }]),
  run(input): StageOutput {
    const trips = unprocessed(input, name, inferredTripKey, 'data.end_ts');
    const last = trips.at(-1);
    const ofStudy = input.settings['study.expectations'] as readonly CollectionMode[];
    const modes = ofStudy.length === 0 ? standardExpectations : ofStudy;
    return {
      insert: trips.map((trip) => expectedTrip(trip, modes, input)),
      processedUpTo: last === undefined ? null : doneUpTo(input, name, last.data.end_ts as number),
      entries: trips.length,
    };
  },
};

function rangeOf({ states, now }: RunScope): TimeRange {
  return { field: 'data.end_ts', ...stageRange(states[name], now) };
}

function expectedTrip(trip: Entry, modes: readonly CollectionMode[], { make, settings }: StageInput): Entry {
  const { end_ts, end_local_dt, inferred_labels } = trip.data as {
    end_ts: number;
    end_local_dt?: { timezone?: unknown };
    inferred_labels: LabelPrediction;
  };
  const zone = end_local_dt?.timezone;
  const mode = activeMode(modes, end_ts, isKnownZone(zone) ? zone : 'UTC');
  const labels = settings['userinput.keylist'].map((key) => key.replace(/^manual\//, ''));
  const { expect } = matchingRule(mode, inferred_labels, labels);
  const data = {
    ...trip.data,
    inferred_trip: trip._id,
    expectation: { to_label: expect.type !== 'none' },
    confidence_threshold: mode.confidenceThreshold,
  };
  return make.create(expectedTripKey, data, trip.metadata.time_zone ?? 'UTC');
}
