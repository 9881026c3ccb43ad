import { describe, expect, it } from 'vitest';
import { inventEntry } from '../../testing/index.js';
import { noStatistics, statisticsAfter, statisticsIn, statisticsOf } from './index.js';

const trip = (start: number, end: number, user_input: object = {}) =>
  inventEntry('analysis/confirmed_trip', { start_ts: start, end_ts: end, user_input }, 1);
const untracked = (start: number, end: number) =>
  inventEntry('analysis/confirmed_untracked', { start_ts: start, end_ts: end, user_input: {} }, 1);
const composite = (start: number, end: number) =>
  inventEntry('analysis/composite_trip', { start_ts: start, end_ts: end }, 1);
const nothing = { insert: [], replace: [], remove: [] };
const unknown = () => undefined;

describe('statistics of a diary', () => {
  it('count trips, and untracked time in their range only', () => {
    expect(statisticsOf([untracked(5, 10), trip(20, 30), trip(40, 50, { mode_confirm: 'walk' })])).toEqual({
      pipeline_range: { start_ts: 5, end_ts: 50 },
      total_trips: 2,
      labeled_trips: 1,
    });
    expect(statisticsOf([])).toEqual(noStatistics);
  });

  it('are read from a profile that has them', () => {
    expect(statisticsIn({ phone_lang: 'en', ...noStatistics })).toEqual(noStatistics);
    expect(statisticsIn({ total_trips: 1, labeled_trips: 1 })?.pipeline_range).toEqual({
      start_ts: null,
      end_ts: null,
    });
    expect(statisticsIn({})).toBeUndefined();
    expect(statisticsIn({ ...noStatistics, total_trips: null })).toBeUndefined();
  });

  it('grow with the diary', () => {
    const shown = [composite(20, 30), composite(30, 60)];
    const insert = [trip(20, 30, { purpose_confirm: 'work' }), untracked(30, 60), ...shown];
    const first = statisticsAfter(noStatistics, {
      changes: { ...nothing, insert },
      before: unknown,
      shown,
      earlierEnd: null,
    });
    expect(first).toEqual({ pipeline_range: { start_ts: 20, end_ts: 60 }, total_trips: 1, labeled_trips: 1 });
    const next = composite(70, 80);
    expect(
      statisticsAfter(first, {
        changes: { ...nothing, insert: [trip(70, 80), next] },
        before: unknown,
        shown: [next],
        earlierEnd: null,
      }),
    ).toEqual({ pipeline_range: { start_ts: 20, end_ts: 80 }, total_trips: 2, labeled_trips: 1 });
  });

  it('follow what people say', () => {
    const before = { pipeline_range: { start_ts: 20, end_ts: 80 }, total_trips: 2, labeled_trips: 1 };
    const silent = trip(70, 80);
    const labelled = { ...silent, data: { ...silent.data, user_input: { mode_confirm: 'walk' } } };
    const say = (from: typeof silent, to: typeof silent) =>
      statisticsAfter(before, {
        changes: { ...nothing, replace: [to] },
        before: () => from,
        shown: [],
        earlierEnd: null,
      }).labeled_trips;
    expect([say(silent, labelled), say(labelled, labelled), say(labelled, silent)]).toEqual([2, 1, 0]);
  });

  it('shrink with the diary', () => {
    const before = { pipeline_range: { start_ts: 20, end_ts: 80 }, total_trips: 3, labeled_trips: 1 };
    const remove = [trip(70, 80, { mode_confirm: 'walk' }), composite(70, 80)];
    const original = (id: string) => remove.find(({ _id }) => _id.$oid === id);
    expect(
      statisticsAfter(before, {
        changes: { ...nothing, remove },
        before: original,
        shown: [],
        earlierEnd: 60,
      }),
    ).toEqual({ pipeline_range: { start_ts: 20, end_ts: 60 }, total_trips: 2, labeled_trips: 0 });
    const all = [...remove, composite(20, 30)];
    expect(
      statisticsAfter(before, {
        changes: { ...nothing, remove: all },
        before: unknown,
        shown: [],
        earlierEnd: null,
      }).pipeline_range,
    ).toEqual({ start_ts: null, end_ts: null });
  });

  it('follow a composite trip that is moved in time', () => {
    const before = { pipeline_range: { start_ts: 20, end_ts: 80 }, total_trips: 2, labeled_trips: 0 };
    const was = composite(70, 80);
    const is = { ...was, data: { ...was.data, end_ts: 75 } };
    expect(
      statisticsAfter(before, {
        changes: { ...nothing, replace: [is] },
        before: () => was,
        shown: [is],
        earlierEnd: 30,
      }).pipeline_range,
    ).toEqual({ start_ts: 20, end_ts: 75 });
  });
});
