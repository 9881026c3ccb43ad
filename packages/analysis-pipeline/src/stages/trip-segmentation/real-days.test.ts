import { describe, it } from 'vitest';
import {
  expectRawDiary,
  haveRealDays,
  type ReferenceOutput,
  readDay,
  readReferenceOutput,
  TestDiary,
} from '../../testing/index.js';
import { accuracyFilter } from '../accuracy-filter/index.js';
import { userInputMatch } from '../user-input-match/index.js';
import { tripSegmentation } from './index.js';

const stages = [userInputMatch, accuracyFilter, tripSegmentation];
function expectEqual(diary: TestDiary, reference: ReferenceOutput): void {
  expectRawDiary((key) => diary.stream(key), diary.states, reference);
}

const singleDays = [
  'android-2015-08-21-gaps',
  'android-2015-08-23-index-length',
  'android-2015-08-27-extrapolation',
  'android-2016-06-15-short-trips',
  'android-2016-06-20',
  'android-2016-08-05-air-trip',
  'android-2016-08-10',
  'android-2016-08-15-jumps',
  'android-2016-08-15-jumps-bus-start',
  'android-2016-08-15-jumps-straddle',
  'android-2022-07-20-large-gap',
  'android-2023-03-12-untracked',
  'ios-2016-02-22-short-trips',
  'ios-2016-07-27-no-trips',
];

describe.skipIf(!haveRealDays)('raw trips, places and states of real days equal the reference’s', () => {
  it.each(singleDays)('%s', (day) => {
    const diary = new TestDiary().load(readDay(day));
    diary.run(stages);
    expectEqual(diary, readReferenceOutput(day));
  });

  it('ios-2015-11-06-unfiltered, with the accuracy filter', () => {
    const diary = new TestDiary().load(readDay('ios-2015-11-06-unfiltered'));
    diary.run(stages, { 'intake.cleaning.filter_accuracy.enable': true });
    expectEqual(diary, readReferenceOutput('ios-2015-11-06-unfiltered'));
  });

  it('android-2016-07-22-reboot, then android-2016-07-25-reboot', () => {
    const diary = new TestDiary().load(readDay('android-2016-07-22-reboot'));
    diary.run(stages);
    diary.load(readDay('android-2016-07-25-reboot')).run(stages);
    expectEqual(diary, readReferenceOutput('android-2016-07-22-25-reboot'));
  });

  it.each([
    ['android-2016-08-09-10-multi-sync', 0],
    ['android-2016-08-09-10-multi-sync.end-not-detected', 2],
  ])('%s, in two syncs', (name, lost) => {
    const cut = Date.parse('2016-08-10T10:30:00-07:00') / 1000;
    const second = readDay('android-2016-08-10');
    const early = second.filter(({ metadata }) => metadata.write_ts <= cut);
    const diary = new TestDiary().load(readDay('android-2016-08-09'));
    diary.load(early.slice(0, early.length - lost)).run(stages);
    diary.load(second.filter(({ metadata }) => metadata.write_ts > cut)).run(stages);
    expectEqual(diary, readReferenceOutput(name));
  });
});
