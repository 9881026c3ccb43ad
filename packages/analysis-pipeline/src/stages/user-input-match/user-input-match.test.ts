import type { Entry, EntryData } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { inventEntry, TestDiary } from '../../testing/index.js';
import { userInputMatch } from './index.js';

const trip = (start: number, end: number, more: EntryData = {}): Entry =>
  inventEntry(
    'analysis/confirmed_trip',
    { start_ts: start, end_ts: end, duration: end - start, user_input: {}, additions: [], ...more },
    1,
  );
const label = (key: string, text: string, written: number, start = 1100, end = start + 300): Entry =>
  inventEntry(`manual/${key}`, { start_ts: start, end_ts: end, label: text }, written);
const addition = (match_id: string, written: number, status = 'ACTIVE'): Entry =>
  inventEntry(
    'manual/trip_addition_input',
    { start_ts: 1100, end_ts: 1200, label: 'x', match_id, status },
    written,
  );

/** The trip after inputs, one run for all of them or one for each. */
function said(inputs: readonly Entry[], separately = false): Entry {
  const only = trip(1000, 2000);
  const diary = new TestDiary().load([only]);
  for (const part of separately ? inputs.map((input) => [input]) : [inputs]) {
    diary.load(part).run([userInputMatch]);
  }
  return diary.stream('analysis/confirmed_trip')[0]!;
}

const ids = ({ data }: Entry) => (data.additions as Entry[]).map((entry) => entry.data.match_id);

describe.each([false, true])('inputs that arrive after their trip, each in a run of its own: %s', (apart) => {
  it('take the place of earlier ones', () => {
    const labels = [
      label('mode_confirm', 'FOO', 10),
      label('purpose_confirm', 'BAR', 20),
      label('mode_confirm', 'GOO', 30),
      label('purpose_confirm', 'JAR', 40),
    ];
    expect(said(labels.slice(0, 1), apart).data.user_input).toEqual({ mode_confirm: 'FOO' });
    expect(said(labels, apart).data.user_input).toEqual({ mode_confirm: 'GOO', purpose_confirm: 'JAR' });
  });

  it('are kept as a whole when they answer a survey', () => {
    const answers = [label('trip_user_input', 'one', 10), label('trip_user_input', 'two', 20)];
    expect(said(answers, apart).data.user_input).toEqual({
      trip_user_input: { ...answers[1], user_id: expect.anything() },
    });
  });

  it.each([
    ['one', [addition('a', 10)], ['a']],
    ['two in their order', [addition('a', 10), addition('b', 20)], ['a', 'b']],
    ['one that is left', [addition('foo', 10), addition('bar', 20), addition('foo', 30, 'DELETED')], ['bar']],
    [
      'none that is left',
      [addition('a', 10), addition('b', 20), addition('a', 30, 'DELETED'), addition('b', 40, 'DELETED')],
      [],
    ],
    ['all when another one is taken back', [addition('a', 10), addition('b', 20, 'DELETED')], ['a']],
    ['one that was added again', [addition('a', 10), addition('a', 20, 'DELETED'), addition('a', 30)], ['a']],
    ['none of an unknown status', [addition('a', 10, 'PENDING')], []],
  ] as const)('add up: %s', (_, inputs, kept) => {
    expect(ids(said(inputs, apart))).toEqual(kept);
  });
});

describe('an input', () => {
  it('goes to the trip written last of those that it belongs to', () => {
    const trips = [trip(1000, 2000), trip(1050, 2000)];
    const diary = new TestDiary().load(trips).load([label('mode_confirm', 'walk', 10)]);
    diary.run([userInputMatch]);
    expect(diary.stream('analysis/confirmed_trip').map(({ data }) => data.user_input)).toEqual([
      {},
      { mode_confirm: 'walk' },
    ]);
  });

  it('is not looked for more than a day away', () => {
    const diary = new TestDiary()
      .load([trip(1000, 500_000)])
      .load([label('mode_confirm', 'walk', 10, 87_400), label('purpose_confirm', 'work', 11, 87_401)]);
    diary.run([userInputMatch]);
    expect(diary.stream('analysis/confirmed_trip')[0]!.data.user_input).toEqual({ mode_confirm: 'walk' });
  });

  it('goes to a place when it is about places, and never to untracked time', () => {
    const times = { start_ts: 1000, end_ts: 2000, enter_ts: 1000, exit_ts: 2000, duration: 1000 };
    const place = inventEntry('analysis/confirmed_place', { ...times, user_input: {}, additions: [] }, 1);
    const untracked = inventEntry(
      'analysis/confirmed_untracked',
      { ...times, user_input: {}, additions: [] },
      1,
    );
    const inputs = [
      label('place_user_input', 'x', 10),
      label('mode_confirm', 'walk', 11),
      inventEntry('manual/place_addition_input', { start_ts: 1100, end_ts: 1200, match_id: 'a' }, 12),
    ];
    const diary = new TestDiary().load([place, untracked, ...inputs]);
    diary.run([userInputMatch]);
    const [found] = diary.stream('analysis/confirmed_place');
    expect(Object.keys(found!.data.user_input as object)).toEqual(['place_user_input']);
    expect(ids(found!)).toEqual(['a']);
    expect(diary.stream('analysis/confirmed_untracked')[0]!.data).toEqual(untracked.data);
  });

  it('shows in the composite trip, too', () => {
    const only = trip(1000, 2000);
    const place = inventEntry(
      'analysis/confirmed_place',
      { enter_ts: 2000, user_input: {}, additions: [] },
      1,
    );
    const composite = inventEntry(
      'analysis/composite_trip',
      { ...only.data, start_loc: 'own', end_confirmed_place: place, locations: [] },
      1,
    );
    const inputs = [
      label('mode_confirm', 'walk', 10),
      inventEntry('manual/place_user_input', { start_ts: 2100, end_ts: 2200, label: 'x' }, 12),
    ];
    const diary = new TestDiary().load([only, place, composite, ...inputs]);
    diary.run([userInputMatch]);
    const [shown] = diary.stream('analysis/composite_trip');
    expect(shown!.data).toMatchObject({
      user_input: { mode_confirm: 'walk' },
      start_loc: 'own',
      locations: [],
      end_confirmed_place: {
        _id: place._id,
        data: { user_input: { place_user_input: { _id: inputs[1]!._id } } },
      },
    });
    expect(shown!._id).toEqual(composite._id);
  });

  it('is passed by when it is about nothing, and does not hold others up', () => {
    const inputs = [
      label('mode_confirm', 'walk', 10, 5_000_000),
      inventEntry('manual/mode_confirm', { start_ts: 1100, end_ts: 1200 }, 11),
      inventEntry('manual/trip_addition_input', { end_ts: 1200, status: 'DELETED' }, 12),
      label('purpose_confirm', 'work', 13),
    ];
    for (const { metadata } of inputs) delete metadata.time_zone;
    const diary = new TestDiary().load([trip(1000, 2000), ...inputs]);
    diary.run([userInputMatch]);
    expect(diary.stream('analysis/confirmed_trip')[0]!.data.user_input).toEqual({ purpose_confirm: 'work' });
    expect(diary.states.USER_INPUT_MATCH_INCOMING!.last_processed_ts).toBe(18);
  });
});
