import { describe, expect, it } from 'vitest';
import { stagesOf } from '../stages/index.js';
import {
  exactly,
  haveRealDays,
  nearly,
  readExpectedTrips,
  readRecordedTrips,
  recordedRuns,
  tripDifferences,
} from '../testing/index.js';
import { parseLocalDates, readerOf, tripCollections } from './index.js';

/** All but the move out of the usercache: recorded days are in server form. */
const stages = stagesOf({ first: 'USER_INPUT_MATCH_INCOMING', last: 'CREATE_COMPOSITE_OBJECTS' });
const sectionKey = 'analysis/cleaned_section';

/** Where the expectation of a recorded run on a date has another name than the run. */
const expectations: Readonly<Record<string, string>> = {
  'android-2016-07-22-25-reboot 2016-07-22': 'android-2016-07-22-reboot',
  'android-2016-07-22-25-reboot 2016-07-25': 'android-2016-07-25-reboot',
  'android-2016-08-09-10-multi-sync.end-not-detected 2016-08-09..2016-08-10':
    'android-2016-08-09-10-multi-sync',
  'android-2016-08-15-jumps-bus-start 2016-08-15': 'android-2016-08-15-jumps.alt',
  'android-2016-08-15-jumps-straddle 2016-08-15': 'android-2016-08-15-jumps.alt',
};

/** Days that the reference's tests have no such expectation for. */
const withoutExpectation = [
  'android-2015-08-21-gaps',
  'android-2022-07-20-large-gap',
  'android-2023-03-12-untracked',
  'ios-2015-11-06-unfiltered',
];

describe.runIf(haveRealDays)(
  'from points to drawn trips, real days are as the reference’s tests expect',
  () => {
    it.each(recordedRuns)('$name', async ({ name, play }) => {
      const diary = play(stages, { 'analysis.result.section.key': sectionKey });
      const reader = readerOf([...diary.entries.values()]);
      for (const [dates, recorded] of Object.entries(readRecordedTrips(name))) {
        const options = { sectionKey, validityAssertions: true };
        const drawn = await tripCollections(reader, parseLocalDates(dates), options);
        expect(tripDifferences(drawn, recorded, exactly)).toEqual([]);
        if (withoutExpectation.includes(name)) continue;
        const expected = readExpectedTrips(expectations[`${name} ${dates}`] ?? name);
        expect(tripDifferences(drawn, expected, name.includes('multi-sync') ? nearly : exactly)).toEqual([]);
      }
    });
  },
);
