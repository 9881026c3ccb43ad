import { z } from 'zod';
import { defineStream } from '../stream.js';
import { objectIdField, pointField, quantity, text } from './fields.js';
import { stay } from './times.js';

/** A pause between two sections of a trip. */
export const stop = z.looseObject({
  ...stay,
  trip_id: objectIdField('trip of the same level'),
  ending_section: objectIdField('section before').nullable().optional(),
  starting_section: objectIdField('section after').nullable().optional(),
  enter_loc: pointField('where the section before ended').optional(),
  exit_loc: pointField('where the section after starts').optional(),
  source: text('method of segmentation').optional(),
  duration: quantity('s', 'departure − arrival').optional(),
  distance: quantity('m', 'between the two positions').optional(),
});
export type Stop = z.infer<typeof stop>;

const nullable = [
  'enter_ts',
  'enter_fmt_time',
  'ending_section',
  'exit_ts',
  'exit_fmt_time',
  'starting_section',
];
const deduplicate = ['enter_ts', 'exit_ts', 'duration', 'distance'];

export const stopStreams = [
  defineStream({
    key: 'segmentation/raw_stop',
    title: 'Raw stop',
    store: 'analysis',
    data: stop,
    nullable,
    deduplicate,
  }),
  defineStream({
    key: 'analysis/cleaned_stop',
    title: 'Cleaned stop',
    store: 'analysis',
    data: stop,
    nullable,
    deduplicate,
  }),
] as const;
