import type { Entry } from '@sojourn/datamodel';
import { backlogOf } from '../backlog.js';
import type { TimeRange } from '../entry-order.js';
import type { EntryNeed, RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { stageRange } from '../state.js';
import { cleanedTripKey, inferredLabelsKey, inferredTripKey, labelPredictionKey } from '../stream-keys.js';
import { doneUpTo, unprocessed } from '../unprocessed.js';
import type { LabelChoice, LabelEnsemble, LabelPredictor } from './label-predictor.js';

const name = 'LABEL_INFERENCE';

/** A stage that guesses how people will label their trips. @param predictors at least one */
export function createLabelInference(predictors: readonly LabelPredictor[], combine: LabelEnsemble): Stage {
  return {
    name,
    needs: (scope): EntryNeed[] => [
      ...backlogOf(scope, 'CLEAN_RESAMPLING', name, [{ key: cleanedTripKey, range: rangeOf(scope) }]),
      ...predictors.flatMap((predictor) => predictor.needs?.(scope) ?? []),
    ],
    run(input): StageOutput {
      const cleaned = unprocessed(input, name, cleanedTripKey, 'data.end_ts');
      const last = cleaned.at(-1);
      if (last === undefined) return { processedUpTo: null, entries: 0 };
      const trips = cleaned.map(({ data, metadata }) =>
        input.make.create(inferredTripKey, data, metadata.time_zone ?? 'UTC'),
      );
      const choices = predictAll(predictors, trips, input);
      const predictions = choices.flatMap((ofOne) =>
        ofOne.map((choice, index) => entryOf(labelPredictionKey, trips[index]!, choice, input)),
      );
      const combined = trips.map((_, index) => combine(choices.map((ofOne) => ofOne[index]!)));
      const inferred = combined.map((choice, index) =>
        entryOf(inferredLabelsKey, trips[index]!, choice, input),
      );
      const labelled = trips.map((trip, index) => ({
        ...trip,
        data: {
          ...trip.data,
          cleaned_trip: cleaned[index]!._id,
          inferred_labels: combined[index]!.prediction,
        },
      }));
      return {
        insert: [...predictions, ...inferred, ...labelled],
        processedUpTo: doneUpTo(input, name, last.data.end_ts as number),
        entries: cleaned.length,
      };
    },
  };
}

function rangeOf({ states, now }: RunScope): TimeRange {
  return { field: 'data.end_ts', ...stageRange(states[name], now) };
}

/** What each predictor says about each trip. */
function predictAll(
  predictors: readonly LabelPredictor[],
  trips: readonly Entry[],
  input: StageInput,
): LabelChoice[][] {
  return predictors.map(({ algorithm, predict }) =>
    predict(trips, input).map((prediction) => ({ algorithm, prediction })),
  );
}

/** A prediction as an entry. It names the inferred trip, not the cleaned one. */
function entryOf(
  key: string,
  { _id, data, metadata }: Entry,
  { algorithm, prediction }: LabelChoice,
  { make }: StageInput,
): Entry {
  const { start_ts, end_ts } = data;
  return make.create(
    key,
    { trip_id: _id, algorithm_id: algorithm, prediction, start_ts, end_ts },
    metadata.time_zone ?? 'UTC',
  );
}
