import type { Entry, EntryData } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { haveRealDays, readDay, readRecording, TestDiary } from '../../testing/index.js';
import { stagesOf } from '../registry.js';

const day = 'android-2016-06-20';
const tripKey = 'analysis/confirmed_trip';
const placeKey = 'analysis/confirmed_place';
const stages = stagesOf({ first: 'USER_INPUT_MATCH_INCOMING', last: 'CREATE_COMPOSITE_OBJECTS' });
const read = (name: string) => readRecording(`${day}.${name}`) as Entry[];

/** The diary of the day with what its traveller said, before the first run or between two. */
function diaryWith(inputs: readonly Entry[], isBefore: boolean): TestDiary {
  const diary = new TestDiary().load(readDay(day));
  if (isBefore) diary.load(inputs).run(stages);
  else {
    diary.run(stages);
    diary.load(inputs).run(stages);
  }
  return diary;
}

const inOrder = (entries: readonly Entry[]) =>
  [...entries].sort((left, right) => timeOf(left) - timeOf(right));
const timeOf = ({ data }: Entry) => ((data.start_ts ?? data.enter_ts) as number | undefined) ?? 0;
const additionsOf = ({ data }: Entry): EntryData[] =>
  (data.additions as readonly Entry[]).map((addition) => addition.data);
const userInput = ({ data }: Entry) => data.user_input as Record<string, Entry | undefined>;

/** Holds confirmed objects to expected ones as the reference does: the data of one input, and of additions. */
function expectSame(actual: readonly Entry[], expected: readonly Entry[], named: string): void {
  const said = (entries: readonly Entry[]) =>
    inOrder(entries).map((entry) => ({
      input: userInput(entry)[named]?.data,
      additions: additionsOf(entry),
    }));
  expect(said(actual)).toEqual(said(expected));
}

describe.skipIf(!haveRealDays).each([true, false])(
  'what was said on 20 June 2016, before the run: %s',
  (isBefore) => {
    it('are labels of four trips, the latest each', () => {
      const diary = diaryWith(read('user_inputs'), isBefore);
      expect(inOrder(diary.stream(tripKey)).map(userInput)).toEqual([
        { mode_confirm: 'walk', purpose_confirm: 'library' },
        {},
        {},
        { mode_confirm: 'walk', purpose_confirm: 'home' },
        { mode_confirm: 'shared_ride', purpose_confirm: 'karate' },
        { mode_confirm: 'shared_ride', purpose_confirm: 'home' },
      ]);
      expect(inOrder(diary.stream(tripKey)).map(userInput)).toEqual(
        inOrder(read('expected_confirmed_trips')).map(userInput),
      );
      expect(diary.stream(placeKey).map(userInput)).toEqual(Array.from({ length: 7 }, () => ({})));
      expect(read('expected_confirmed_places')).toHaveLength(7);
      const shown = inOrder(diary.stream('analysis/composite_trip'));
      expect(shown.map(userInput)).toEqual(inOrder(diary.stream(tripKey)).map(userInput));
    });

    it('are answers to surveys about four trips', () => {
      const diary = diaryWith(read('user_inputs.manual_trip_user_input'), isBefore);
      const trips = inOrder(diary.stream(tripKey));
      expectSame(trips, read('expected_confirmed_trips.manual_trip_user_input'), 'trip_user_input');
      expect(trips.map((trip) => 'trip_user_input' in userInput(trip))).toEqual([
        true,
        false,
        false,
        true,
        true,
        true,
      ]);
      expect(diary.stream(placeKey)).toHaveLength(7);
    });

    it('are additions to two trips and two places', () => {
      const inputs = read('user_inputs.manual_trip_addition_input.manual_place_addition_input');
      const diary = diaryWith(inputs, isBefore);
      const trips = read('expected_confirmed_trips.manual_trip_addition_input');
      expectSame(diary.stream(tripKey), trips, 'trip_user_input');
      const ids = inOrder(diary.stream(placeKey)).map((place) =>
        additionsOf(place).map(({ match_id }) => (match_id as string).slice(0, 8)),
      );
      // What is there before the place is in order of time, what comes later in the order of coming.
      const afternoon = isBefore ? ['f3e38098', '8592d417'] : ['8592d417', 'f3e38098'];
      expect(ids).toEqual([[], [], afternoon, [], [], [], ['644909d3']]);
      if (isBefore) {
        const places = read('expected_confirmed_places.manual_place_addition_input');
        expectSame(diary.stream(placeKey), places, 'place_user_input');
      }
      const ends = inOrder(diary.stream('analysis/composite_trip')).map(
        ({ data }) => additionsOf(data.end_confirmed_place as Entry).length,
      );
      expect(ends).toEqual([0, 2, 0, 0, 0, 1]);
    });
  },
);
