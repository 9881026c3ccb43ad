import { describe, expect, it } from 'vitest';
import { inventEntry, TestDiary } from '../../testing/index.js';
import { expectationPopulation, standardExpectations } from './index.js';

const end = Date.parse('2021-05-01T20:00:00+08:00') / 1000;
const certain = [{ labels: { mode_confirm: 'bike', purpose_confirm: 'work', replaced_mode: 'walk' }, p: 1 }];

function expected(inferred_labels: unknown, settings: Record<string, unknown> = {}, end_ts = end) {
  const trip = inventEntry(
    'analysis/inferred_trip',
    {
      raw_trip: { $oid: 'a'.repeat(24) },
      start_ts: end_ts - 100,
      end_ts,
      end_local_dt: { timezone: 'Etc/GMT-8' },
      inferred_labels,
    },
    1,
  );
  const diary = new TestDiary().load([trip]);
  diary.run([expectationPopulation], settings);
  const [found, ...others] = diary.stream('analysis/expected_trip');
  expect(others).toEqual([]);
  expect(diary.states.EXPECTATION_POPULATION!.last_processed_ts).toBe(end_ts + 5);
  return { trip, data: found!.data };
}

describe('an expected trip', () => {
  it('has all of the inferred trip, and what is expected', () => {
    const { trip, data } = expected([]);
    expect(data).toEqual({
      ...trip.data,
      inferred_trip: trip._id,
      expectation: { to_label: true },
      confidence_threshold: 0.55,
    });
  });

  it('is to be labelled however sure the inference, because surveys are never inferred', () => {
    expect(expected(certain).data.expectation).toEqual({ to_label: true });
  });

  it('is not to be labelled when all that is asked for is known', () => {
    const settings = { 'userinput.keylist': ['manual/mode_confirm', 'manual/purpose_confirm'] };
    expect(expected(certain, settings).data.expectation).toEqual({ to_label: false });
    const intense = expected(certain, settings, Date.parse('2021-06-02T20:00:00+08:00') / 1000);
    expect(intense.data).toMatchObject({ expectation: { to_label: true }, confidence_threshold: 0.65 });
    expect(expected([], { 'userinput.keylist': [] }).data.expectation).toEqual({ to_label: false });
  });

  it('follows the collection modes of the study', () => {
    const [intensive] = standardExpectations;
    const { schedule, ...always } = intensive!;
    const { data } = expected([], { 'study.expectations': [always] });
    expect(data.confidence_threshold).toBe(0.65);
  });
});
