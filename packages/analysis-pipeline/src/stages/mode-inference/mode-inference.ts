import type { Entry } from '@sojourn/datamodel';
import { backlogOf } from '../backlog.js';
import type { TimeRange } from '../entry-order.js';
import type { RunScope, Stage, StageInput, StageOutput } from '../stage.js';
import { stageRange } from '../state.js';
import { cleanedSectionKey, inferredSectionKey, modePredictionKey } from '../stream-keys.js';
import { doneUpTo, unprocessed } from '../unprocessed.js';
import { likeliestMode } from './likeliest-mode.js';
import type { ModeInference, ModeInferrer } from './mode-inferrer.js';

const name = 'MODE_INFERENCE';

/** A stage that tells the mode of travel of each cleaned section, in the way of an inferrer. */
export function createModeInference(inferrer: ModeInferrer): Stage {
  return {
    name,
    needs: (scope) =>
      backlogOf(scope, 'CLEAN_RESAMPLING', name, [{ key: cleanedSectionKey, range: rangeOf(scope) }]),
    furtherNeeds: (scope, view) =>
      inferrer.furtherNeeds?.(view.find(cleanedSectionKey, rangeOf(scope))) ?? [],
    transitBoxes: (scope, view) =>
      inferrer.transitBoxes === undefined
        ? []
        : unprocessed({ ...scope, view }, name, cleanedSectionKey, 'data.end_ts').flatMap((section) =>
            inferrer.transitBoxes!(section, scope.settings),
          ),
    run(input): StageOutput {
      const sections = unprocessed(input, name, cleanedSectionKey, 'data.end_ts');
      const last = sections.at(-1);
      if (last === undefined) return { processedUpTo: null, entries: 0 };
      const infer = inferrer.prepare(input);
      const insert = sections.flatMap((section) => {
        const inference = infer(section);
        return [
          predictionOf(section, inferrer.algorithm, inference, input),
          inferredSection(section, likeliestMode(inference.probabilities), input),
        ];
      });
      return {
        insert,
        processedUpTo: doneUpTo(input, name, last.data.end_ts as number),
        entries: sections.length,
      };
    },
  };
}

function rangeOf({ states, now }: RunScope): TimeRange {
  return { field: 'data.end_ts', ...stageRange(states[name], now) };
}

function predictionOf(
  { _id, data, metadata }: Entry,
  algorithm: number,
  { probabilities, withoutStops }: ModeInference,
  { make }: StageInput,
): Entry {
  const prediction = {
    trip_id: data.trip_id,
    section_id: _id,
    algorithm_id: algorithm,
    predicted_mode_map: probabilities,
    start_ts: data.start_ts,
    end_ts: data.end_ts,
    ...(withoutStops ? { transit_stops: 'not-looked-up' } : {}),
  };
  return make.create(modePredictionKey, prediction, metadata.time_zone ?? 'UTC');
}

/** The section with a predicted mode in place of the sensed one. It counts as written when the cleaned section was. */
function inferredSection(section: Entry, mode: number, { make }: StageInput): Entry {
  return {
    ...section,
    _id: { $oid: make.createId() },
    metadata: { ...section.metadata, key: inferredSectionKey },
    data: { ...section.data, sensed_mode: mode, cleaned_section: section._id },
  };
}
