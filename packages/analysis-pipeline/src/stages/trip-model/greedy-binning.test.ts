import type { Entry } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { inventEntry } from '../../testing/index.js';
import {
  addTrips,
  type ClusteringWay,
  featuresOf,
  isSimilar,
  modelData,
  parseBinModel,
  predictLabels,
  standardTripModel,
  type TripModelConfiguration,
  trainTripModel,
} from './index.js';

type Place = readonly [longitude: number, latitude: number];
const ways: readonly ClusteringWay[] = ['origin', 'destination', 'origin-destination'];
const labels = { mode_confirm: 'bike' };

const trip = (from: Place, to: Place, user_input: object = labels, end = 1): Entry =>
  inventEntry(
    'analysis/confirmed_trip',
    { start_loc: point(...from), end_loc: point(...to), user_input, end_ts: end },
    1,
  );

const configured = (more: Partial<TripModelConfiguration>): TripModelConfiguration => ({
  ...standardTripModel,
  ...more,
});
/** Metres to degrees of longitude on the equator. */
const east = (metres: number): number => metres / 111_194.92664;
/** Spots several kilometres apart. */
const far = (index: number): Place => [0.1 * index, 20];
/** Spots within a few hundred metres. */
const near = (index: number): Place => [50 + east(80 * index), 0];

const sizes = (trips: readonly Entry[], way: ClusteringWay, threshold = 500) =>
  addTrips([], trips, configured({ clusteringWay: way, similarityThreshold: threshold })).map(
    ({ feature_rows }) => feature_rows.length,
  );

describe('trips are alike', () => {
  it.each(ways)('by their %s, up to the threshold', (way) => {
    const at = (metres: number) => [0, 0, 1, 0].map((value, index) => (index % 2 ? 0 : value + east(metres)));
    const isAlike = (metres: number) =>
      isSimilar([0, 0, 1, 0], at(metres) as unknown as [number, number, number, number], way, 500);
    expect([isAlike(0), isAlike(499), isAlike(501)]).toEqual([true, true, false]);
  });

  it('only at the ends that are looked at', () => {
    const [one, other] = [
      [0, 0, 1, 0],
      [0, 0, 2, 0],
    ] as const;
    expect(ways.map((way) => isSimilar(one, other, way, 500))).toEqual([true, false, false]);
  });

  it('not when nobody knows where they were', () => {
    expect(() => featuresOf(inventEntry('analysis/confirmed_trip', {}, 1))).toThrow(
      expect.objectContaining({ code: 'entry-field-missing' }),
    );
  });
});

describe('bins', () => {
  it.each(ways)('hold a trip each when all trips differ by %s', (way) => {
    const trips = Array.from({ length: 20 }, (_, index) => trip(far(index), far(index + 100)));
    expect(sizes(trips, way)).toEqual(Array.from({ length: 20 }, () => 1));
  });

  it.each([
    ['origin', near, far],
    ['destination', far, near],
    ['origin-destination', near, near],
  ] as const)('hold five trips that have their %s in common', (way, from, to) => {
    const alike = Array.from({ length: 5 }, (_, index) => trip(from(index), to(index)));
    const others = Array.from({ length: 15 }, (_, index) => trip(far(index + 200), far(index + 300)));
    expect(sizes([...others.slice(0, 7), ...alike, ...others.slice(7)], way).sort()).toEqual(
      [5, ...Array.from({ length: 15 }, () => 1)].sort(),
    );
  });

  it('hold trips that are similar to all in them, and are asked for any', () => {
    const trips = [8, 9, 10, 11].map((index) =>
      trip([index / 10, index / 10], [index / 10 + 0.1, index / 10 + 0.1]),
    );
    expect(sizes(trips, 'origin-destination', 16_000)).toEqual([2, 2]);
    const bins = addTrips([], trips, configured({ similarityThreshold: 16_000 }));
    const model = { bins, modelTs: 1 };
    expect(predictLabels(model, trip([1.2, 1.2], [1.3, 1.3]), 16_000).trips).toBe(2);
    // What is near the ends is looked at in any case, even of bins made by origins alone.
    const byOrigin = addTrips([], trips.slice(0, 1), configured({ clusteringWay: 'origin' }));
    expect(predictLabels({ bins: byOrigin, modelTs: 1 }, trip([0.8, 0.8], [30, 30])).trips).toBe(0);
  });

  it('are not made of trips without labels', () => {
    expect(() => addTrips([], [trip([0, 0], [1, 1], {})], standardTripModel)).toThrow(
      expect.objectContaining({ code: 'request-invalid' }),
    );
  });

  it('predict as often as trips were labelled so', () => {
    const modes = Array.from({ length: 50 }, (_, index) => (index % 5 === 0 ? 'walk' : 'bike'));
    const trips = modes.map((mode, index) =>
      trip([2 + index * 1e-5, 48], [2.1 + index * 1e-5, 48], { mode_confirm: mode }),
    );
    const { model } = trainTripModel(trips, undefined, standardTripModel);
    for (let index = 0; index < 10; index++) {
      expect(predictLabels(model!, trip([2 + index * 1e-5, 48], [2.1, 48]))).toEqual({
        predictions: [
          { labels: { mode_confirm: 'bike' }, p: 0.8 },
          { labels: { mode_confirm: 'walk' }, p: 0.2 },
        ],
        trips: 50,
      });
    }
  });
});

describe('a model', () => {
  const denver = Array.from({ length: 5 }, (_, index) => trip([-105 + index * 1e-4, 39.7], [-104.9, 39.7]));
  const few = configured({ minimumTrips: 4 });

  it('predicts what it was trained with, and nothing elsewhere', () => {
    const { model } = trainTripModel(denver, undefined, few);
    expect(predictLabels(model!, trip([-105, 39.7], [-104.9, 39.7]))).toEqual({
      predictions: [{ labels, p: 1 }],
      trips: 5,
    });
    expect(predictLabels(model!, trip([-150, 61], [-149, 61]))).toEqual({ predictions: [], trips: 0 });
  });

  it('comes back from its stored form', () => {
    const { model } = trainTripModel(denver, undefined, few);
    const stored = JSON.parse(JSON.stringify(inventEntry('inference/trip_model', modelData(model!), 1)));
    expect(parseBinModel(stored)).toEqual(model);
    expect(stored.data).toMatchObject({ model_type: 'GREEDY', model_ts: 1 });
  });

  it('keeps its bins in order, however many', () => {
    const trips = Array.from({ length: 12 }, (_, index) => trip(far(index), far(index + 50)));
    const { model } = trainTripModel(trips, undefined, few);
    const stored = JSON.parse(JSON.stringify(inventEntry('inference/trip_model', modelData(model!), 1)));
    expect(parseBinModel(stored).bins.map(({ feature_rows: [row] }) => row![0])).toEqual(
      trips.map((each) => featuresOf(each)[0]),
    );
  });

  it('is not made of no or too few labelled trips', () => {
    expect(trainTripModel([trip([0, 0], [1, 1], {})], undefined, few)).toMatchObject({
      reason: 'no-labelled-trips',
    });
    expect(trainTripModel(denver.slice(0, 3), undefined, few)).toMatchObject({ reason: 'too-few-trips' });
    const { model } = trainTripModel(denver, undefined, few);
    expect(trainTripModel(denver.slice(0, 1), model, few).model).toBeDefined();
  });

  it('trained again with the same trips is the same, and no more confident', () => {
    const { model } = trainTripModel(denver, undefined, few);
    expect(trainTripModel(denver, model, few)).toEqual({ model });
  });

  it('trained incrementally grows by what is new', () => {
    const incremental = configured({ minimumTrips: 4, incremental: true });
    const [a, b, c] = [near(0), near(40), near(80)];
    const labelled = [trip(a, b), trip(a, b, labels, 7), trip(b, c), trip(c, a)];
    const silent = [trip(a, b, {}), trip(b, c, {})];
    const first = trainTripModel([...labelled, ...silent], undefined, incremental);
    const rows = ({ model }: typeof first) => model!.bins.map(({ feature_rows }) => feature_rows.length);
    expect(rows(first)).toEqual([2, 1, 1]);
    expect(first.model!.modelTs).toBe(7);
    const more = Array.from({ length: 3 }, () => trip(a, b));
    expect(rows(trainTripModel(more, first.model, incremental))).toEqual([5, 1, 1]);
  });
});
