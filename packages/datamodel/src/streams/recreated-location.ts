import type { z } from 'zod';
import { defineStream } from '../stream.js';
import { MotionType } from './enums.js';
import { code, number, objectIdField } from './fields.js';
import { location, locationDeduplicate } from './location.js';

export const recreatedLocation = location.extend({
  mode: code(MotionType, 'sensed mode of the section'),
  section: objectIdField('cleaned section'),
  idx: number('', 'position in the section').optional(),
});
export type RecreatedLocation = z.infer<typeof recreatedLocation>;

export const recreatedLocationStream = defineStream({
  key: 'analysis/recreated_location',
  title: 'Recreated location',
  description: 'The way of a cleaned section, one point every 30 seconds.',
  store: 'analysis',
  data: recreatedLocation,
  deduplicate: [...locationDeduplicate, 'mode', 'idx'],
});
