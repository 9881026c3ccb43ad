import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { exactly, nearly, tripDifferences } from '../testing/compare-trips.js';
import {
  haveRealDays,
  readExpectedTrips,
  readRecordedTrips,
  readReferenceOutput,
} from '../testing/real-days.js';
import { parseLocalDates, readerOf, tripCollections } from './index.js';

const options = { sectionKey: 'analysis/cleaned_section', validityAssertions: true };

const recorded = [
  'android-2015-08-21-gaps',
  'android-2015-08-23-index-length',
  'android-2015-08-27-extrapolation',
  'android-2016-06-15-short-trips',
  'android-2016-06-20',
  'android-2016-07-22-25-reboot',
  'android-2016-08-05-air-trip',
  'android-2016-08-09-10-multi-sync',
  'android-2016-08-09-10-multi-sync.end-not-detected',
  'android-2016-08-10',
  'android-2016-08-15-jumps',
  'android-2016-08-15-jumps-bus-start',
  'android-2016-08-15-jumps-straddle',
  'android-2022-07-20-large-gap',
  'android-2023-03-12-untracked',
  'ios-2015-11-06-unfiltered',
  'ios-2016-02-22-short-trips',
  'ios-2016-07-27-no-trips',
];

function diaryOf(name: string): Entry[] {
  return Object.values(readReferenceOutput(name).analysis).flat();
}

describe.runIf(haveRealDays)('trips of real days', () => {
  it.each(recorded)('draws %s as recorded, to the last member', async (name) => {
    const reader = readerOf(diaryOf(name));
    for (const [dates, trips] of Object.entries(readRecordedTrips(name))) {
      const drawn = await tripCollections(reader, parseLocalDates(dates), options);
      expect(drawn).toEqual(trips);
    }
  });

  it.each([
    ['android-2015-08-23-index-length', '2015-08-23', 'android-2015-08-23-index-length', exactly],
    ['android-2015-08-27-extrapolation', '2015-08-27', 'android-2015-08-27-extrapolation', exactly],
    ['android-2016-06-15-short-trips', '2016-06-15', 'android-2016-06-15-short-trips', exactly],
    ['android-2016-06-20', '2016-06-20', 'android-2016-06-20', exactly],
    ['android-2016-07-22-25-reboot', '2016-07-22', 'android-2016-07-22-reboot', exactly],
    ['android-2016-07-22-25-reboot', '2016-07-25', 'android-2016-07-25-reboot', exactly],
    ['android-2016-08-05-air-trip', '2016-08-05', 'android-2016-08-05-air-trip', exactly],
    ['android-2016-08-10', '2016-08-10', 'android-2016-08-10', exactly],
    ['android-2016-08-15-jumps', '2016-08-15', 'android-2016-08-15-jumps', exactly],
    ['android-2016-08-15-jumps-bus-start', '2016-08-15', 'android-2016-08-15-jumps.alt', exactly],
    ['android-2016-08-15-jumps-straddle', '2016-08-15', 'android-2016-08-15-jumps.alt', exactly],
    ['ios-2016-02-22-short-trips', '2016-02-22', 'ios-2016-02-22-short-trips', exactly],
    ['ios-2016-07-27-no-trips', '2016-07-27', 'ios-2016-07-27-no-trips', exactly],
    ...['', '.end-not-detected'].map(
      (variant) =>
        [
          `android-2016-08-09-10-multi-sync${variant}`,
          '2016-08-09..2016-08-10',
          'android-2016-08-09-10-multi-sync',
          nearly,
        ] as const,
    ),
  ] as const)('draws %s on %s as the reference’s tests expect', async (name, dates, truth, close) => {
    const drawn = await tripCollections(readerOf(diaryOf(name)), parseLocalDates(dates), options);
    expect(tripDifferences(drawn, readExpectedTrips(truth), close)).toEqual([]);
  });

  it('counts the features of 27 August 2015', async () => {
    const reader = readerOf(diaryOf('android-2015-08-27-extrapolation'));
    const drawn = await tripCollections(reader, parseLocalDates('2015-08-27'), options);
    expect(drawn.map(({ features }) => features.length)).toEqual([5, 3, 3, 5, 3, 5, 9, 5]);
  });

  it('names modes as inferred when inferred sections are asked for', async () => {
    const reader = readerOf(diaryOf('android-2016-06-20'));
    const drawn = await tripCollections(reader, parseLocalDates('2016-06-20'), {
      ...options,
      sectionKey: 'analysis/inferred_section',
    });
    const modes = drawn
      .flatMap(({ features }) => features)
      .flatMap((feature) => ('features' in feature ? [feature.features[0].properties.sensed_mode] : []));
    const modeOf = (name: string) => `PredictedModeTypes.${name}`;
    expect(modes).toEqual(
      ['WALKING', 'WALKING', 'BICYCLING', 'WALKING', 'CAR', 'WALKING', 'BICYCLING', 'CAR'].map(modeOf),
    );
  });
});
