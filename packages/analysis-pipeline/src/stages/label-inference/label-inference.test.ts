import type { Entry } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { haveRealDays, inventEntry, readReferenceOutput, TestDiary } from '../../testing/index.js';
import { type Bin, modelData } from '../trip-model/index.js';
import { confidence } from './confidence-discount.js';
import {
  createConfidenceDiscountedCluster,
  createLabelInference,
  firstPrediction,
  type LabelPredictor,
} from './index.js';
import { always, atTimes } from './placeholders.testing.js';

const trip = (start: number, east = 0): Entry =>
  inventEntry(
    'analysis/cleaned_trip',
    {
      start_ts: start,
      end_ts: start + 60,
      start_loc: point(2 + east, 48),
      end_loc: point(2.1 + east, 48),
      raw_trip: { $oid: 'a'.repeat(24) },
    },
    1,
  );

const inferWith = (predictors: readonly LabelPredictor[], trips: readonly Entry[]) => {
  const diary = new TestDiary().load(trips);
  diary.run([createLabelInference(predictors, firstPrediction)]);
  return diary;
};

const ofTrip = (diary: TestDiary, key: string, { _id }: Entry) =>
  diary.stream(key).filter(({ data }) => (data.trip_id as { $oid: string }).$oid === _id.$oid);

describe('label inference', () => {
  it('keeps what every predictor says, and goes by the first', () => {
    const diary = inferWith([always, atTimes], [trip(1000), trip(2000)]);
    const inferred = diary.stream('analysis/inferred_trip');
    expect(inferred).toHaveLength(2);
    for (const entry of inferred) {
      const { start_ts, end_ts, inferred_labels } = entry.data;
      const said = ofTrip(diary, 'inference/labels', entry).map(({ data }) => data);
      expect(said.map(({ algorithm_id }) => algorithm_id)).toEqual([1, 3]);
      expect(said[0]).toEqual({
        trip_id: entry._id,
        algorithm_id: 1,
        prediction: inferred_labels,
        start_ts,
        end_ts,
      });
      expect(ofTrip(diary, 'analysis/inferred_labels', entry).map(({ data }) => data)).toEqual([said[0]]);
    }
    expect(diary.states.LABEL_INFERENCE!.last_processed_ts).toBe(2065);
  });

  it('makes an inferred trip of a cleaned one: all of it, its id, and the labels', () => {
    const cleaned = trip(1000);
    const [inferred] = inferWith([always], [cleaned]).stream('analysis/inferred_trip');
    expect(inferred!.data).toEqual({
      ...cleaned.data,
      cleaned_trip: cleaned._id,
      inferred_labels: expect.arrayContaining([expect.objectContaining({ p: 0.8 })]),
    });
  });

  it.skipIf(!haveRealDays)('leaves as many trips as there were', () => {
    const { analysis } = readReferenceOutput('android-2016-08-10');
    const cleaned = analysis['analysis/cleaned_trip']!;
    const diary = inferWith([always, atTimes], cleaned);
    const inferred = diary.stream('analysis/inferred_trip');
    expect(inferred.map(({ data }) => data.raw_trip)).toEqual(cleaned.map(({ data }) => data.raw_trip));
    for (const entry of inferred) {
      expect(ofTrip(diary, 'inference/labels', entry)).toHaveLength(2);
      expect(entry.data.inferred_labels).not.toEqual([]);
    }
  });
});

describe('the prediction of a model', () => {
  const bin = (count: number, east = 0): Bin => ({
    feature_rows: Array.from({ length: count }, () => [2 + east, 48, 2.1 + east, 48] as const),
    labels: [],
    predictions: [{ labels: { mode_confirm: 'bike' }, p: 0.75 }],
  });
  const model = (bins: readonly Bin[], written: number) =>
    inventEntry('inference/trip_model', modelData({ bins, modelTs: 1 }), written);
  const labelsWith = (models: readonly Entry[]) =>
    inferWith([createConfidenceDiscountedCluster()], [trip(1000), trip(2000, 0.5), ...models])
      .stream('analysis/inferred_trip')
      .map(({ data }) => data.inferred_labels);

  it('is nothing without a model', () => {
    const diary = inferWith([createConfidenceDiscountedCluster()], [trip(1000)]);
    expect(diary.stream('analysis/inferred_trip')[0]!.data.inferred_labels).toEqual([]);
    expect(diary.stream('inference/labels')[0]!.data).toMatchObject({ algorithm_id: 7, prediction: [] });
  });

  it('is that of the newest model, believed the more the more trips it rests on', () => {
    expect(labelsWith([model([bin(5)], 20), model([bin(1, 0.5)], 10)])).toEqual([
      [{ labels: { mode_confirm: 'bike' }, p: 0.75 * confidence(5) }],
      [],
    ]);
  });

  it.each([
    [1, 0.8],
    [2, 0.857],
    [3, 0.8969],
    [5, 0.944381],
    [10, 0.98233281467],
    [14, 0.988159108802267],
  ])('after %i trips', (trips, expected) => {
    expect(confidence(trips)).toBeCloseTo(expected, 11);
    expect(confidence(trips, { maximum: 1, first: 1, step: 0.3 })).toBe(1);
  });

  it('makes the stage fail when the model is of another type', () => {
    const other = inventEntry('inference/trip_model', { model_type: 'OTHER', model: {} }, 1);
    expect(() => labelsWith([other])).toThrow(expect.objectContaining({ code: 'request-invalid' }));
  });
});
