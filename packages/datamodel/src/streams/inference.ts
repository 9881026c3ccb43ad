import { z } from 'zod';
import { defineStream } from '../stream.js';
import { LabelAlgorithm, ModeAlgorithm, MotionType } from './enums.js';
import { anything, code, objectIdField, optionalText, quantity, text, timestamp } from './fields.js';
import { labelGuess } from './trip.js';

export const smoothing = z.looseObject({
  section: objectIdField('raw section'),
  deleted_points: z.array(objectIdField('a location')).meta({ description: 'locations to leave out' }),
  outlier_algo: optionalText('method that found the outliers'),
  filtering_algo: optionalText('method that chose among them'),
});
export type Smoothing = z.infer<typeof smoothing>;

const span = { start_ts: timestamp('start'), end_ts: timestamp('end') };

export const modePrediction = z.looseObject({
  ...span,
  trip_id: objectIdField('cleaned trip').optional(),
  section_id: objectIdField('cleaned section'),
  algorithm_id: code(ModeAlgorithm, 'method'),
  sensed_mode: code(MotionType, 'sensed mode').nullable().optional(),
  predicted_mode_map: z
    .record(z.string(), quantity('0–1', 'probability'))
    .meta({ description: 'probability by name of the predicted mode' }),
  transit_stops: z
    .literal('not-looked-up')
    .optional()
    .meta({ description: 'there when stops would have told the mode and nobody could be asked' }),
});
export type ModePrediction = z.infer<typeof modePrediction>;

export const labelPrediction = z.looseObject({
  ...span,
  trip_id: objectIdField('inferred trip'),
  algorithm_id: code(LabelAlgorithm, 'method'),
  prediction: z.array(labelGuess).meta({ description: 'guesses; the probabilities add up to at most 1' }),
});
export type LabelPrediction = z.infer<typeof labelPrediction>;

export const tripModel = z.looseObject({
  model_type: text('only `GREEDY`'),
  model: anything('opaque state'),
  model_ts: quantity('s', 'time of the newest data in it'),
});
export type TripModel = z.infer<typeof tripModel>;

export const modeInferenceModel = z.looseObject({
  algorithm: anything('method').optional(),
  serialized_model: anything('opaque state').optional(),
  start_ts: quantity('s', 'start of the training data').optional(),
  start_fmt_time: optionalText('the same as ISO 8601'),
  end_ts: quantity('s', 'end of the training data').optional(),
  end_fmt_time: optionalText('the same as ISO 8601'),
});
export type ModeInferenceModel = z.infer<typeof modeInferenceModel>;

const store = 'analysis';
const deduplicate = ['algorithm_id', 'start_ts', 'end_ts'];

export const inferenceStreams = [
  defineStream({
    key: 'analysis/smoothing',
    title: 'Smoothing',
    description: 'Outliers of a section.',
    store,
    data: smoothing,
  }),
  defineStream({
    key: 'inference/prediction',
    title: 'Mode prediction',
    store,
    data: modePrediction,
    deduplicate,
  }),
  defineStream({
    key: 'inference/labels',
    title: 'Label prediction',
    description: 'One entry a trip and method.',
    store,
    data: labelPrediction,
    deduplicate,
  }),
  defineStream({
    key: 'analysis/inferred_labels',
    title: 'Inferred labels',
    description: 'What the ensemble of methods made of the predictions.',
    store,
    data: labelPrediction,
    deduplicate,
  }),
  defineStream({
    key: 'inference/trip_model',
    title: 'Trip model',
    store: 'model',
    data: tripModel,
    deduplicate: ['model_ts'],
  }),
  defineStream({
    key: 'mode_inference/model',
    title: 'Mode inference model',
    description: 'Declared by the reference, stored by nobody.',
    store: 'model',
    data: modeInferenceModel,
  }),
] as const;
