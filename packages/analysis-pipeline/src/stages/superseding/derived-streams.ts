import type { TimeField } from '../entry-order.js';
import type { StageName } from '../state.js';
import {
  cleanedPlaceKey,
  cleanedSectionKey,
  cleanedStopKey,
  cleanedTripKey,
  cleanedUntrackedKey,
  compositeTripKey,
  confirmedPlaceKey,
  confirmedTripKey,
  confirmedUntrackedKey,
  expectedTripKey,
  inferredLabelsKey,
  inferredSectionKey,
  inferredTripKey,
  labelPredictionKey,
  modePredictionKey,
  rawSectionKey,
  rawStopKey,
  recreatedLocationKey,
  smoothingKey,
} from '../stream-keys.js';

/** A stream that a stage derives from raw trips. */
export interface DerivedStream {
  readonly key: string;
  /** Time after which an entry lies behind a place; the reach of a stretch, the arrival at a place. */
  readonly field: TimeField;
  /** Entries belong to those of another stream, which decide for them. */
  readonly of?: string;
}

/** What each stage after trip segmentation derives, in the order of the stages. */
export const derivedStreams: ReadonlyMap<StageName, readonly DerivedStream[]> = new Map([
  [
    'SECTION_SEGMENTATION',
    [
      { key: rawSectionKey, field: 'data.end_ts' },
      { key: rawStopKey, field: 'data.exit_ts' },
    ],
  ],
  ['JUMP_SMOOTHING', [{ key: smoothingKey, field: 'metadata.write_ts', of: rawSectionKey }]],
  [
    'CLEAN_RESAMPLING',
    [
      { key: cleanedTripKey, field: 'data.end_ts' },
      { key: cleanedUntrackedKey, field: 'data.end_ts' },
      { key: cleanedPlaceKey, field: 'data.enter_ts' },
      { key: cleanedSectionKey, field: 'data.end_ts' },
      { key: cleanedStopKey, field: 'data.exit_ts' },
      { key: recreatedLocationKey, field: 'data.ts', of: cleanedSectionKey },
    ],
  ],
  [
    'MODE_INFERENCE',
    [
      { key: modePredictionKey, field: 'data.end_ts' },
      { key: inferredSectionKey, field: 'data.end_ts' },
    ],
  ],
  [
    'LABEL_INFERENCE',
    [
      { key: labelPredictionKey, field: 'data.end_ts' },
      { key: inferredLabelsKey, field: 'data.end_ts' },
      { key: inferredTripKey, field: 'data.end_ts' },
    ],
  ],
  ['EXPECTATION_POPULATION', [{ key: expectedTripKey, field: 'data.end_ts' }]],
  [
    'CREATE_CONFIRMED_OBJECTS',
    [
      { key: confirmedTripKey, field: 'data.end_ts' },
      { key: confirmedUntrackedKey, field: 'data.end_ts' },
      { key: confirmedPlaceKey, field: 'data.enter_ts' },
    ],
  ],
  ['CREATE_COMPOSITE_OBJECTS', [{ key: compositeTripKey, field: 'data.end_ts' }]],
] satisfies [StageName, DerivedStream[]][]);

/** Streams of places, of which the one that is gone on from is opened again. */
export const chainedPlaces: ReadonlySet<string> = new Set([cleanedPlaceKey, confirmedPlaceKey]);
