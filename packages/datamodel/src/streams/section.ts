import { z } from 'zod';
import { defineStream } from '../stream.js';
import { MotionType, PredictedMode } from './enums.js';
import { code, document, objectIdField, pointField, quantity, text } from './fields.js';
import { interval } from './times.js';

/** A part of a trip in one mode. */
export const section = z.looseObject({
  ...interval,
  trip_id: objectIdField('trip of the same level'),
  start_stop: objectIdField('stop before; absent for the first section').nullable().optional(),
  end_stop: objectIdField('stop after; absent for the last section').nullable().optional(),
  start_loc: pointField('start'),
  end_loc: pointField('end'),
  duration: quantity('s', '`end_ts` − `start_ts`'),
  sensed_mode: code(MotionType, 'sensed mode'),
  ble_sensed_mode: document('vehicle of the deployment whose beacon was seen').nullable().optional(),
  source: text('method of segmentation').optional(),
});
export type Section = z.infer<typeof section>;

export const cleanedSection = section.extend({
  speeds: z.array(quantity('m/s', 'speed')).meta({ description: 'one a resampled point', unit: 'm/s' }),
  distances: z
    .array(quantity('m', 'distance'))
    .meta({ description: 'from the previous point, one a resampled point', unit: 'm' }),
  distance: quantity('m', 'sum of the distances'),
});
export type CleanedSection = z.infer<typeof cleanedSection>;

export const inferredSection = cleanedSection.extend({
  cleaned_section: objectIdField('cleaned section it was copied from'),
  sensed_mode: code(PredictedMode, 'inferred mode'),
});
export type InferredSection = z.infer<typeof inferredSection>;

export const confirmedSection = cleanedSection.extend({
  cleaned_section: objectIdField('cleaned section').optional(),
  inferred_section: objectIdField('inferred section').optional(),
  inferred_mode: code(PredictedMode, 'inferred mode').optional(),
  analysis_mode: code(PredictedMode, 'mode that analysis uses').optional(),
  confirmed_mode: text('mode that the person confirmed').nullable().optional(),
  display_mode: text('mode to show').nullable().optional(),
});
export type ConfirmedSection = z.infer<typeof confirmedSection>;

const nullable = ['start_stop', 'end_stop'];
const deduplicate = ['start_ts', 'end_ts', 'duration', 'sensed_mode'];
const withDistance = [...deduplicate, 'distance'];
const store = 'analysis';

export const sectionStreams = [
  defineStream({
    key: 'segmentation/raw_section',
    title: 'Raw section',
    store,
    data: section,
    nullable,
    deduplicate,
  }),
  defineStream({
    key: 'analysis/cleaned_section',
    title: 'Cleaned section',
    store,
    data: cleanedSection,
    nullable,
    deduplicate: withDistance,
  }),
  defineStream({
    key: 'analysis/inferred_section',
    title: 'Inferred section',
    description: 'A cleaned section whose `sensed_mode` is the inferred one.',
    store,
    data: inferredSection,
    nullable,
    deduplicate: withDistance,
  }),
  defineStream({
    key: 'analysis/confirmed_section',
    title: 'Confirmed section',
    description: 'Declared by the reference, produced by nobody.',
    store,
    data: confirmedSection,
    nullable,
    deduplicate: withDistance,
  }),
] as const;
