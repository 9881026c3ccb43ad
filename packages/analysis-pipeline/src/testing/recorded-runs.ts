import type { Entry } from '@sojourn/datamodel';
import type { Stage } from '../stages/index.js';
import { TestDiary } from './diary.js';
import { readDay } from './real-days.js';

/** A run, or a sequence of runs, over real days whose result the reference has left behind. */
export interface RecordedRun {
  /** Name of the recorded output. */
  readonly name: string;
  /** Settings that the reference had for these days alone. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What arrives before each run. */
  readonly deliveries: () => readonly Entry[][];
  /** Puts the entries in and runs the stages as the reference did. */
  readonly play: (stages: readonly Stage[], settings?: Readonly<Record<string, unknown>>) => TestDiary;
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

/** When the first of two syncs of 10 August 2016 was, Unix seconds. */
const firstSync = Date.parse('2016-08-10T10:30:00-07:00') / 1000;

function recordedRun(
  name: string,
  deliveries: () => readonly Entry[][],
  own: Readonly<Record<string, unknown>> = {},
): RecordedRun {
  return {
    name,
    settings: own,
    deliveries,
    play: (stages, settings) => {
      const diary = new TestDiary();
      for (const delivery of deliveries()) diary.load(delivery).run(stages, { ...own, ...settings });
      return diary;
    },
  };
}

/** The two syncs of 9 and 10 August; of the first one, the last entries may have been lost. */
function inTwoSyncs(name: string, lost: number): RecordedRun {
  return recordedRun(name, () => {
    const second = readDay('android-2016-08-10');
    const early = second.filter(({ metadata }) => metadata.write_ts <= firstSync);
    return [
      [...readDay('android-2016-08-09'), ...early.slice(0, early.length - lost)],
      second.filter(({ metadata }) => metadata.write_ts > firstSync),
    ];
  });
}

function inOneRun(name: string, settings: Readonly<Record<string, unknown>> = {}): RecordedRun {
  return recordedRun(name, () => [readDay(name)], settings);
}

/** Everything that the reference's output is recorded of. */
export const recordedRuns: readonly RecordedRun[] = [
  ...singleDays.map((day) => inOneRun(day)),
  inOneRun('ios-2015-11-06-unfiltered', { 'intake.cleaning.filter_accuracy.enable': true }),
  recordedRun('android-2016-07-22-25-reboot', () => [
    readDay('android-2016-07-22-reboot'),
    readDay('android-2016-07-25-reboot'),
  ]),
  inTwoSyncs('android-2016-08-09-10-multi-sync', 0),
  inTwoSyncs('android-2016-08-09-10-multi-sync.end-not-detected', 2),
];
