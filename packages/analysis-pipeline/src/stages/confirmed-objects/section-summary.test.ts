import type { Entry } from '@sojourn/datamodel';
import { MotionType, PredictedMode } from '@sojourn/datamodel/streams';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { haveRealDays, inventEntry, readReferenceOutput, TestDiary } from '../../testing/index.js';
import { stagesOf } from '../registry.js';
import { sectionSummary } from './index.js';
import { compensatedSum } from './section-summary.js';

let start = 0;
const section = (
  mode: number,
  distance: number,
  duration: number,
  more: object = {},
  written = ++start,
): Entry =>
  inventEntry(
    'analysis/cleaned_section',
    { sensed_mode: mode, distance, duration, start_ts: ++start, end_ts: start + duration, ...more },
    written,
  );
const inferred = (...about: Parameters<typeof section>): Entry => {
  const entry = section(...about);
  return { ...entry, metadata: { ...entry.metadata, key: 'analysis/inferred_section' } };
};

describe('a summary of sections', () => {
  it('adds them up by sensed mode', () => {
    const sections = [
      section(MotionType.BICYCLING, 500, 50),
      section(MotionType.BICYCLING, 200, 20),
      section(MotionType.UNKNOWN, 200, 20),
      section(MotionType.IN_VEHICLE, 400, 40),
      section(MotionType.WALKING, 300, 30),
    ];
    expect(sectionSummary(sections, 'sensed_mode')).toEqual({
      distance: { BICYCLING: 700, IN_VEHICLE: 400, UNKNOWN: 200, WALKING: 300 },
      duration: { BICYCLING: 70, IN_VEHICLE: 40, UNKNOWN: 20, WALKING: 30 },
      count: { BICYCLING: 2, IN_VEHICLE: 1, UNKNOWN: 1, WALKING: 1 },
    });
    expect(Object.keys(sectionSummary(sections.reverse(), 'sensed_mode').count)).toEqual([
      'BICYCLING',
      'IN_VEHICLE',
      'UNKNOWN',
      'WALKING',
    ]);
  });

  it('adds them up by inferred mode', () => {
    const sections = [
      inferred(PredictedMode.BUS, 500, 50),
      inferred(PredictedMode.BUS, 200, 20, {}, 77),
      inferred(PredictedMode.TRAIN, 200, 20, {}, 77),
      inferred(PredictedMode.CAR, 300, 30),
    ];
    expect(sectionSummary(sections, 'sensed_mode')).toEqual({
      distance: { BUS: 700, CAR: 300, TRAIN: 200 },
      duration: { BUS: 70, CAR: 30, TRAIN: 20 },
      count: { BUS: 2, CAR: 1, TRAIN: 1 },
    });
  });

  it('adds them up by the vehicle that was sensed, where one was', () => {
    const sections = [
      inferred(5, 500, 50, { ble_sensed_mode: { baseMode: 'E_CAR' } }),
      inferred(5, 200, 20, { ble_sensed_mode: null }),
      inferred(5, 100, 10),
    ];
    expect(sectionSummary(sections, 'ble_sensed_mode').distance).toEqual({ E_CAR: 500, UNKNOWN: 300 });
  });

  it('is empty without sections', () => {
    expect(sectionSummary([], 'sensed_mode')).toEqual({ distance: {}, duration: {}, count: {} });
  });

  it('counts a section that is stored twice once', () => {
    const one = section(1, 500, 50);
    const again = { ...one, _id: { $oid: 'f'.repeat(24) } };
    const later = { ...again, metadata: { ...one.metadata, write_ts: 1e9 } };
    expect(sectionSummary([one, again], 'sensed_mode').count).toEqual({ BICYCLING: 1 });
    expect(sectionSummary([one, later], 'sensed_mode').count).toEqual({ BICYCLING: 2 });
  });

  it('carries rounding errors along', () => {
    expect(compensatedSum([1, 1e-16, 1e-16, 1e-16])).toBe(1 + 3e-16);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e6 })), (values) => {
        expect(compensatedSum(values)).toBe(values.reduce((sum, value) => sum + value, 0));
      }),
    );
  });

  it.skipIf(!haveRealDays)('of 20 June 2016 is the recorded one', () => {
    const { analysis } = readReferenceOutput('android-2016-06-20');
    const diary = new TestDiary();
    for (const key of ['analysis/cleaned_trip', 'analysis/cleaned_place', 'analysis/cleaned_section'])
      diary.load(analysis[key]!);
    diary.run(
      stagesOf({ first: 'MODE_INFERENCE', last: 'CREATE_CONFIRMED_OBJECTS' }, { MODE_INFERENCE: 'none' }),
    );
    const trips = diary.stream('analysis/confirmed_trip').map(({ data }) => data);
    expect(
      trips.map(({ cleaned_section_summary }) => (cleaned_section_summary as { distance: object }).distance),
    ).toEqual([
      { ON_FOOT: 1047.1630675866315 },
      { ON_FOOT: 886.4937093667857 },
      { ON_FOOT: 610.2234223038181 },
      { ON_FOOT: 405.97685486691756 },
      { IN_VEHICLE: 4230.990793080315, ON_FOOT: 263.78214582296704 },
      { IN_VEHICLE: 4255.784960891164, ON_FOOT: 1072.3604467826494 },
    ]);
    const empty = { distance: {}, duration: {}, count: {} };
    for (const trip of trips) {
      expect(trip).toMatchObject({
        expectation: { to_label: true },
        confidence_threshold: 0.55,
        inferred_labels: [],
        inferred_section_summary: empty,
        ble_sensed_summary: empty,
        user_input: {},
        additions: [],
      });
    }
    expect(diary.states.MODE_INFERENCE).toBeUndefined();
    for (const stage of ['LABEL_INFERENCE', 'EXPECTATION_POPULATION', 'CREATE_CONFIRMED_OBJECTS'] as const)
      expect(diary.states[stage]!.last_processed_ts).toBe(1466467964.767);
  });
});
