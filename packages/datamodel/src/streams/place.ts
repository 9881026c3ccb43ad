import { z } from 'zod';
import { defineStream } from '../stream.js';
import { document, objectIdField, optionalText, pointField, quantity, text } from './fields.js';
import { stay } from './times.js';
import { userInput } from './trip.js';

/** Members that every kind of place has. Of one level exactly one place lacks the exit: the last. */
export const place = z.looseObject({
  ...stay,
  ending_trip: objectIdField('trip or untracked time that arrived').nullable().optional(),
  starting_trip: objectIdField('trip or untracked time that left').nullable().optional(),
  location: pointField('where'),
  source: text('method of segmentation').optional(),
  duration: quantity('s', 'departure − arrival, when both exist').optional(),
});
export type Place = z.infer<typeof place>;

export const cleanedPlace = place.extend({
  raw_places: z
    .array(objectIdField('a raw place'))
    .optional()
    .meta({ description: 'raw places it was made from' }),
  display_name: optionalText('name by reverse geocoding'),
  reverse_geocode: document('parts of the address').nullable().optional(),
});
export type CleanedPlace = z.infer<typeof cleanedPlace>;

export const confirmedPlace = cleanedPlace.extend({
  raw_place: objectIdField('raw place').optional(),
  cleaned_place: objectIdField('cleaned place it was made from'),
  ...userInput,
});
export type ConfirmedPlace = z.infer<typeof confirmedPlace>;

const nullable = ['enter_ts', 'enter_fmt_time', 'ending_trip', 'exit_ts', 'exit_fmt_time', 'starting_trip'];
const deduplicate = ['enter_ts', 'exit_ts', 'duration'];
const store = 'analysis';

export const placeStreams = [
  defineStream({
    key: 'segmentation/raw_place',
    title: 'Raw place',
    store,
    data: place,
    nullable,
    deduplicate,
  }),
  defineStream({
    key: 'analysis/cleaned_place',
    title: 'Cleaned place',
    store,
    data: cleanedPlace,
    nullable,
    deduplicate,
  }),
  defineStream({
    key: 'analysis/confirmed_place',
    title: 'Confirmed place',
    description: 'A place with what people said about it. Replaced when they say more.',
    store,
    data: confirmedPlace,
    nullable,
    deduplicate,
  }),
] as const;
