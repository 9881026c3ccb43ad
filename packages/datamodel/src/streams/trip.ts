import { z } from 'zod';
import { defineStream } from '../stream.js';
import { anything, document, objectIdField, pointField, quantity, text } from './fields.js';
import { interval } from './times.js';

/** Members that every kind of trip has. */
export const trip = z.looseObject({
  ...interval,
  start_place: objectIdField('place of the same level that was left').optional(),
  end_place: objectIdField('place of the same level that was reached').optional(),
  start_loc: pointField('start'),
  end_loc: pointField('end'),
  duration: quantity('s', '`end_ts` − `start_ts`'),
  distance: quantity('m', 'raw: straight line; later levels: sum over sections and stops'),
  source: text('method of segmentation').optional(),
});
export type Trip = z.infer<typeof trip>;

export const cleanedTrip = trip.extend({ raw_trip: objectIdField('raw trip it was made from') });
export type CleanedTrip = z.infer<typeof cleanedTrip>;

/** A guess of labels and its probability. */
export const labelGuess = z.looseObject({
  labels: document('label by kind of label'),
  p: quantity('0–1', 'probability'),
});
export type LabelGuess = z.infer<typeof labelGuess>;

export const inferredTrip = cleanedTrip.extend({
  cleaned_trip: objectIdField('cleaned trip it was made from'),
  inferred_labels: z.array(labelGuess).meta({ description: 'guesses of labels; may be empty' }),
});
export type InferredTrip = z.infer<typeof inferredTrip>;

export const expectedTrip = inferredTrip.extend({
  inferred_trip: objectIdField('inferred trip it was made from'),
  expectation: document('whether the person is asked: `to_label`'),
  confidence_threshold: quantity('0–1', 'guesses below it are not shown'),
});
export type ExpectedTrip = z.infer<typeof expectedTrip>;

const modes = z.record(z.string(), z.number().nullable());

/** Distances, durations and numbers of sections by name of the mode. */
export const sectionSummary = z.looseObject({ distance: modes, duration: modes, count: modes });
export type SectionSummary = z.infer<typeof sectionSummary>;

const summary = (description: string) => sectionSummary.optional().meta({ description });

/** What people said about a trip or place. */
export const userInput = {
  user_input: document('labels as texts, survey answers as whole entries, by kind of input'),
  additions: z.array(anything('a whole entry')).meta({ description: 'active additions as whole entries' }),
};

export const confirmedTrip = expectedTrip.extend({
  expected_trip: objectIdField('expected trip it was made from'),
  inferred_section_summary: summary('by inferred mode'),
  cleaned_section_summary: summary('by sensed mode'),
  ble_sensed_summary: summary('by base mode of the sensed vehicle'),
  ...userInput,
});
export type ConfirmedTrip = z.infer<typeof confirmedTrip>;

export const untrackedTime = trip.extend({
  user_input: userInput.user_input.optional(),
  additions: userInput.additions.optional(),
});
export type UntrackedTime = z.infer<typeof untrackedTime>;

/** All that a diary shows of a trip, or of untracked time (which lacks the links and summaries). */
export const compositeTrip = confirmedTrip
  .partial({
    raw_trip: true,
    cleaned_trip: true,
    inferred_trip: true,
    expected_trip: true,
    inferred_labels: true,
    expectation: true,
    confidence_threshold: true,
  })
  .extend({
    confirmed_trip: objectIdField('confirmed trip or untracked time it was copied from'),
    start_confirmed_place: anything('the whole entry of the place that was left').optional(),
    end_confirmed_place: anything('the whole entry of the place that was reached').optional(),
    locations: z
      .array(anything('a whole entry'))
      .meta({ description: 'at most 100 resampled locations as whole entries' }),
    sections: z.array(anything('a whole entry')).meta({ description: 'sections as whole entries' }),
  });
export type CompositeTrip = z.infer<typeof compositeTrip>;

const deduplicate = ['start_ts', 'end_ts', 'duration', 'distance'];
const withThreshold = [...deduplicate, 'confidence_threshold'];
const store = 'analysis';

export const tripStreams = [
  defineStream({ key: 'segmentation/raw_trip', title: 'Raw trip', store, data: trip, deduplicate }),
  defineStream({
    key: 'analysis/cleaned_trip',
    title: 'Cleaned trip',
    store,
    data: cleanedTrip,
    deduplicate,
  }),
  defineStream({
    key: 'analysis/inferred_trip',
    title: 'Inferred trip',
    store,
    data: inferredTrip,
    deduplicate,
  }),
  defineStream({
    key: 'analysis/expected_trip',
    title: 'Expected trip',
    store,
    data: expectedTrip,
    deduplicate: withThreshold,
  }),
  defineStream({
    key: 'analysis/confirmed_trip',
    title: 'Confirmed trip',
    description: 'A trip with what people said about it. Replaced when they say more.',
    store,
    data: confirmedTrip,
    deduplicate: withThreshold,
  }),
  defineStream({
    key: 'analysis/composite_trip',
    title: 'Composite trip',
    description:
      'Everything that a diary shows of one trip or untracked time; `metadata.origin_key` says which. Replaced when people say more.',
    store,
    data: compositeTrip,
    deduplicate: withThreshold,
  }),
] as const;

const untracked = <const Key extends string>(key: Key, title: string) =>
  defineStream({
    key,
    title,
    description: 'Time without tracking between two places.',
    store,
    data: untrackedTime,
    deduplicate,
  });

export const untrackedStreams = [
  untracked('segmentation/raw_untracked', 'Raw untracked time'),
  untracked('analysis/cleaned_untracked', 'Cleaned untracked time'),
  untracked('analysis/confirmed_untracked', 'Confirmed untracked time'),
] as const;
