import { localDate } from '@sojourn/datamodel/time';
import type { LabelPrediction, LabelPredictor } from './label-predictor.js';

const bikeToWork = { mode_confirm: 'bike', purpose_confirm: 'work' };
const walkToShop = { mode_confirm: 'walk', purpose_confirm: 'shopping' };
const one: LabelPrediction = [
  { labels: bikeToWork, p: 0.8 },
  { labels: walkToShop, p: 0.2 },
];
const four = (...p: number[]): LabelPrediction =>
  [
    walkToShop,
    { mode_confirm: 'walk', purpose_confirm: 'entertainment' },
    { mode_confirm: 'drove_alone', purpose_confirm: 'work' },
    { mode_confirm: 'shared_ride', purpose_confirm: 'work' },
  ].map((labels, index) => ({ labels, p: p[index]! }));

/** What the third predictor says, by local minute of the day at which a trip starts. */
export const byMinute = new Map<number, LabelPrediction>([
  [960, []],
  [880, one],
  [805, [{ labels: { mode_confirm: 'drove_alone' }, p: 0.8 }]],
  [795, one],
  [565, four(0.45, 0.35, 0.15, 0.05)],
  [494, four(0.45, 0.35, 0.15, 0.05)],
]);

/** Says the same about every trip. */
export const always: LabelPredictor = { algorithm: 1, predict: (trips) => trips.map(() => one) };

/** Says something about some trips. */
export const atTimes: LabelPredictor = {
  algorithm: 3,
  predict: (trips) =>
    trips.map(({ data, metadata }) => {
      const { hour, minute } = localDate(data.start_ts as number, metadata.time_zone!);
      return byMinute.get(hour * 60 + minute) ?? byMinute.get(960)!;
    }),
};
