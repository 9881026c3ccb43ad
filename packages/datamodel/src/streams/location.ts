import { z } from 'zod';
import { defineStream } from '../stream.js';
import { number, optionalText, pointField, quantity, timestamp } from './fields.js';
import { instant } from './times.js';

const fix = {
  latitude: number('° WGS 84', 'latitude'),
  longitude: number('° WGS 84', 'longitude'),
  altitude: quantity('m', 'height as the operating system gives it').optional(),
  accuracy: quantity('m', 'horizontal accuracy, 68 % radius').optional(),
  sensed_speed: quantity('m/s', 'speed as the operating system gives it; −1 = invalid (iOS)').optional(),
  vaccuracy: quantity('m', 'vertical accuracy (iOS)').optional(),
  floor: quantity('', 'floor of a building (iOS, usually 0)').optional(),
  filter: optionalText('`time` (Android) or `distance` (iOS)'),
  elapsedRealtimeNanos: quantity('ns', 'monotonic clock of the fix (Android)').optional(),
};

export const location = z.looseObject({
  ...instant,
  ...fix,
  loc: pointField('the same position as GeoJSON').optional(),
  heading: quantity('°', '0 to 360; −1 = invalid (iOS)').optional(),
  speed: quantity('m/s', 'computed by analysis').optional(),
  distance: quantity('m', 'computed by analysis').optional(),
});
export type Location = z.infer<typeof location>;

export const phoneLocation = z.looseObject({
  ...fix,
  ts: timestamp('time of the fix'),
  bearing: quantity('°', 'becomes `heading`').optional(),
  heading: location.shape.heading,
});

export const locationDeduplicate = [
  'latitude',
  'longitude',
  'ts',
  'altitude',
  'accuracy',
  'sensed_speed',
  'speed',
  'distance',
  'heading',
  'vaccuracy',
  'floor',
];

export const locationStream = defineStream({
  key: 'background/location',
  title: 'Location',
  description: 'Every fix that the operating system delivered.',
  data: location,
  phone: phoneLocation,
  deduplicate: locationDeduplicate,
});

export const filteredLocationStream = defineStream({
  key: 'background/filtered_location',
  title: 'Filtered location',
  description: 'The fixes that the phone keeps: accurate enough, and no duplicates.',
  data: location,
  phone: phoneLocation,
  deduplicate: locationDeduplicate,
});
