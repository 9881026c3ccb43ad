import type { Entry, EntryData } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { inventEntry, TestDiary } from '../../testing/index.js';
import { compositeObjects } from '../composite-objects/index.js';
import { confirmedObjects } from './index.js';

const tripKey = 'analysis/confirmed_trip';
const placeKey = 'analysis/confirmed_place';
const compositeKey = 'analysis/composite_trip';
const zone = { timezone: 'Europe/Paris' };

/** A chain of cleaned places, with an expected trip or untracked time between neighbours. */
function chain(travel: readonly (readonly [start: number, end: number, untracked?: boolean])[]): Entry[] {
  const location = { type: 'Point', coordinates: [2, 48] };
  const places = Array.from({ length: travel.length + 1 }, () =>
    inventEntry('analysis/cleaned_place', { source: 'test', location, raw_places: [] }, 1),
  );
  const entries = travel.flatMap(([start, end, untracked = false], index): Entry[] => {
    const [from, to] = [places[index]!, places[index + 1]!];
    const data: EntryData = {
      source: 'test',
      start_ts: start,
      end_ts: end,
      start_local_dt: zone,
      duration: end - start,
      distance: 100,
      start_place: from._id,
      end_place: to._id,
      start_loc: location,
      end_loc: location,
    };
    const cleaned = inventEntry(untracked ? 'analysis/cleaned_untracked' : 'analysis/cleaned_trip', data, 1);
    leave(from, start, cleaned);
    Object.assign(to.data, { enter_ts: end, enter_fmt_time: `at ${end}`, ending_trip: cleaned._id });
    if (untracked) return [cleaned];
    const more = { cleaned_trip: cleaned._id, raw_trip: cleaned._id, inferred_labels: [] };
    return [cleaned, inventEntry('analysis/expected_trip', { ...data, ...more }, 1)];
  });
  return [...places, ...entries];
}

function leave({ data }: Entry, at: number, trip: Entry): void {
  Object.assign(data, {
    exit_ts: at,
    exit_fmt_time: `at ${at}`,
    exit_local_dt: zone,
    starting_trip: trip._id,
  });
  if (typeof data.enter_ts === 'number') data.duration = at - data.enter_ts;
}

const stages = [confirmedObjects, compositeObjects];
const byTime = (entries: readonly Entry[], field: string): Entry[] =>
  [...entries].sort(
    (left, right) => ((left.data[field] ?? 0) as number) - ((right.data[field] ?? 0) as number),
  );
const said = (key: string, start: number, end: number, more: EntryData = {}, written = 10): Entry =>
  inventEntry(`manual/${key}`, { start_ts: start, end_ts: end, label: 'walk', ...more }, written);

describe('confirmed objects', () => {
  it('are linked among themselves, and made in the order of walking', () => {
    const entries = chain([
      [1000, 2000],
      [2000, 2500, true],
      [3000, 4000],
    ]);
    const diary = new TestDiary().load(entries);
    diary.run([confirmedObjects]);
    const places = diary.stream(placeKey);
    const travel = byTime(
      [...diary.stream(tripKey), ...diary.stream('analysis/confirmed_untracked')],
      'start_ts',
    );
    expect(places).toHaveLength(4);
    travel.forEach(({ _id, data }, index) => {
      const [from, to] = [places[index]!, places[index + 1]!];
      expect([data.start_place, data.end_place]).toEqual([from._id, to._id]);
      expect([from.data.starting_trip, to.data.ending_trip]).toEqual([_id, _id]);
      expect([from._id.$oid < _id.$oid, _id.$oid < to._id.$oid]).toEqual([true, true]);
    });
    const [first, second, , last] = places;
    expect(Object.keys(first!.data)).not.toContain('enter_ts');
    expect(Object.keys(last!.data)).not.toContain('exit_ts');
    expect([first!, last!].map(({ data }) => data.duration)).toEqual([undefined, undefined]);
    expect(second!.data).toMatchObject({
      duration: 0,
      cleaned_place: entries[1]!._id,
      user_input: {},
      additions: [],
    });
    expect(diary.states.CREATE_CONFIRMED_OBJECTS!.last_processed_ts).toBe(4005);
  });

  it('have the members that the reference gives them', () => {
    const entries = chain([[1000, 2000]]);
    const diary = new TestDiary().load(entries);
    diary.run([confirmedObjects]);
    const expected = entries.find(({ metadata }) => metadata.key === 'analysis/expected_trip')!;
    const empty = { distance: {}, duration: {}, count: {} };
    expect(diary.stream(tripKey)[0]!.data).toEqual({
      ...expected.data,
      expected_trip: expected._id,
      inferred_section_summary: empty,
      cleaned_section_summary: empty,
      ble_sensed_summary: empty,
      start_place: diary.stream(placeKey)[0]!._id,
      end_place: diary.stream(placeKey)[1]!._id,
      user_input: {},
      additions: [],
    });
  });

  it('have what was said before, whatever it is about', () => {
    const diary = new TestDiary()
      .load(
        chain([
          [1000, 2000],
          [2500, 4000, true],
        ]),
      )
      .load([
        said('mode_confirm', 2000, 2400),
        said('place_addition_input', 2600, 3000, { match_id: 'a' }),
        said('trip_addition_input', 500, 900, { match_id: 'b' }),
        said('place_user_input', 5000, 6000),
      ]);
    diary.run([confirmedObjects]);
    const [first, middle, last] = diary.stream(placeKey);
    const [untracked] = diary.stream('analysis/confirmed_untracked');
    expect(middle!.data.user_input).toEqual({ mode_confirm: 'walk' });
    const ids = ({ data }: Entry) => (data.additions as Entry[]).map((addition) => addition.data.match_id);
    expect([first!, untracked!].map(ids)).toEqual([['b'], ['a']]);
    expect(Object.keys(last!.data.user_input as object)).toEqual(['place_user_input']);
  });

  it('go on at the last place, which gets an exit but no duration', () => {
    const day = chain([
      [1000, 2000],
      [3000, 4000],
    ]);
    const [, home] = day;
    const next = new Set(['analysis/cleaned_trip', 'analysis/expected_trip']);
    const isLater = ({ metadata, data }: Entry) =>
      (next.has(metadata.key) && data.start_ts === 3000) || data.enter_ts === 4000;
    const { exit_ts, exit_fmt_time, exit_local_dt, starting_trip, duration, ...open } = home!.data;
    const diary = new TestDiary()
      .load(day.filter((entry) => !isLater(entry)))
      .load([{ ...home!, data: open }]);
    diary.run(stages);
    const before = diary.stream(placeKey);
    expect(before).toHaveLength(2);
    diary.load([...day.filter(isLater), home!, said('place_user_input', 2100, 2900)]).run(stages);
    const places = diary.stream(placeKey).map(({ data }) => data);
    const trips = byTime(diary.stream(tripKey), 'start_ts');
    expect(places).toHaveLength(3);
    const left = byTime(diary.stream(placeKey), 'enter_ts')[1]!;
    expect(left._id).toEqual(before[1]!._id);
    expect(left.data).toMatchObject({
      exit_ts: 3000,
      exit_fmt_time: 'at 3000',
      exit_local_dt: zone,
      starting_trip: trips[1]!._id,
      user_input: { place_user_input: expect.anything() },
    });
    expect(left.data.duration).toBeUndefined();
    expect(trips[1]!.data.start_place).toEqual(left._id);
    const [first, second] = byTime(diary.stream(compositeKey), 'start_ts');
    expect(first!.data.end_confirmed_place).toEqual(left);
    expect(second!.data.start_confirmed_place).toEqual(left);
  });

  it('change nothing when nothing is new', () => {
    const diary = new TestDiary().load(
      chain([
        [1000, 2000],
        [3000, 4000, true],
      ]),
    );
    diary.run(stages);
    const before = new Map(diary.entries);
    diary.run(stages);
    expect(diary.entries).toEqual(before);
  });

  it('are none without trips, and for a place that nobody came to', () => {
    const [place] = chain([]);
    const diary = new TestDiary().load([place!]);
    diary.run(stages);
    expect(diary.stream(placeKey)).toEqual([]);
    expect(diary.states.CREATE_CONFIRMED_OBJECTS!.last_processed_ts).toBeNull();
    expect(diary.states.CREATE_COMPOSITE_OBJECTS!.last_processed_ts).toBeNull();
  });

  it('are made of a single place', () => {
    const [, place] = chain([[1000, 2000]]);
    const diary = new TestDiary().load([place!]);
    diary.run([confirmedObjects]);
    expect(diary.stream(placeKey)).toHaveLength(1);
    expect(diary.states.CREATE_CONFIRMED_OBJECTS!.last_processed_ts).toBe(2005);
  });

  it('fail together when a trip leads to no place', () => {
    const entries = chain([[1000, 2000]]);
    const diary = new TestDiary().load(entries.filter(({ data }) => data.enter_ts !== 2000));
    expect(() => diary.run([confirmedObjects])).toThrow('no place');
    expect(diary.stream(placeKey)).toEqual([]);
  });
});
