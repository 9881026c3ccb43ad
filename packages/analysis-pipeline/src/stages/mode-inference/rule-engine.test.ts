import type { EntryData } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { describe, expect, it } from 'vitest';
import { createSettings } from '../../settings/index.js';
import { haveRealDays, inventEntry, readReferenceOutput, TestDiary } from '../../testing/index.js';
import { noTransitStops, type TransitStopLookup } from '../transit-stops.js';
import { WorkingSet } from '../working-set.js';
import { createModeInference, inferredModes, ruleEngine } from './index.js';

const byRules = createModeInference(ruleEngine);
const notAsked: TransitStopLookup = { stopsIn: () => undefined };
const busStops: TransitStopLookup = {
  stopsIn: () => [{ id: 1, tags: {}, routes: [{ id: 1, tags: { route: 'bus' } }] }],
};

const section = (sensed_mode: number, more: EntryData = {}, start = 1000) =>
  inventEntry(
    'analysis/cleaned_section',
    {
      sensed_mode,
      speeds: [1],
      distance: 1000,
      duration: 100,
      start_ts: start,
      end_ts: start + 100,
      trip_id: { $oid: 'c'.repeat(24) },
      start_loc: point(2, 48),
      end_loc: point(3, 48),
      ...more,
    },
    1,
  );

function modesOf(sections: ReturnType<typeof section>[], stops: TransitStopLookup): (string | undefined)[] {
  const diary = new TestDiary().load(sections);
  diary.transitStops = stops;
  diary.run([byRules]);
  return diary
    .stream('inference/prediction')
    .map(({ data }) => Object.keys(data.predicted_mode_map as object)[0]);
}

describe('the rules', () => {
  it.each([
    ['a flight', 11, { speeds: [1] }, ['AIR_OR_HSR', 'AIR_OR_HSR', 'AIR_OR_HSR']],
    ['a slow ride', 0, { speeds: [1] }, ['CAR', 'BUS', 'UNKNOWN']],
    ['a slow bicycle', 1, { speeds: [0, 1.7, 9] }, ['WALKING', 'WALKING', 'WALKING']],
    ['a fast walk', 2, { speeds: [1.71] }, ['BICYCLING', 'BICYCLING', 'BICYCLING']],
    ['a walk without speeds', 7, { speeds: [] }, ['WALKING', 'WALKING', 'WALKING']],
    ['a walk of no known speed', 2, { speeds: [Number.NaN, 30] }, ['WALKING', 'WALKING', 'WALKING']],
    ['a walk with a broken speed', 2, { speeds: [null, 30] }, ['UNKNOWN', 'UNKNOWN', 'UNKNOWN']],
    ['something slow', 4, { speeds: [1, 1, 30] }, ['WALKING', 'WALKING', 'WALKING']],
    ['something slow as a whole', 4, { speeds: [9], distance: 170 }, ['WALKING', 'WALKING', 'WALKING']],
    ['something fast', 4, { speeds: [9] }, ['UNKNOWN', 'BUS', 'UNKNOWN']],
    ['something without speeds', 4, { speeds: [] }, ['UNKNOWN', 'BUS', 'UNKNOWN']],
    ['something of no duration', 4, { speeds: [], duration: 0 }, ['UNKNOWN', 'UNKNOWN', 'UNKNOWN']],
  ])('for %s', (_, sensed, more, modes) => {
    const found = [noTransitStops, busStops, notAsked].map((stops) =>
      modesOf([section(sensed, more)], stops),
    );
    expect(found).toEqual(modes.map((mode) => [mode]));
  });

  it('leave a prediction and an inferred section for each section, in order of their ends', () => {
    const sections = [section(0, {}, 2000), section(2, {}, 1000)];
    const diary = new TestDiary().load(sections);
    diary.run([byRules]);
    const [walk, ride] = diary.stream('analysis/inferred_section');
    expect(walk).toMatchObject({
      metadata: { ...sections[1]!.metadata, key: 'analysis/inferred_section' },
      data: { ...sections[1]!.data, sensed_mode: 1, cleaned_section: sections[1]!._id },
    });
    expect(ride!.data).toMatchObject({ sensed_mode: 5, cleaned_section: sections[0]!._id });
    expect(diary.stream('inference/prediction')[1]!.data).toEqual({
      trip_id: sections[0]!.data.trip_id,
      section_id: sections[0]!._id,
      algorithm_id: 2,
      predicted_mode_map: { CAR: 1 },
      start_ts: 2000,
      end_ts: 2100,
    });
    expect(diary.states.MODE_INFERENCE!.last_processed_ts).toBe(2105);
    diary.run([byRules]);
    expect(diary.stream('inference/prediction')).toHaveLength(2);
  });

  it('say so where stops would have decided and nobody could be asked', () => {
    const diary = new TestDiary().load([section(0), section(2, {}, 2000), section(4, { speeds: [9] }, 3000)]);
    diary.transitStops = notAsked;
    diary.run([byRules]);
    const marks = diary.stream('inference/prediction').map(({ data }) => data.transit_stops);
    expect(marks).toEqual(['not-looked-up', undefined, 'not-looked-up']);
  });

  it('want to know of stops only where they decide', () => {
    const asked = (sensed: number, more: EntryData = {}) =>
      ruleEngine.transitBoxes!(section(sensed, more), createSettings()).length;
    expect([asked(11), asked(2), asked(4), asked(4, { speeds: [9], duration: 0 })]).toEqual([0, 0, 0, 0]);
    expect([asked(0), asked(4, { speeds: [9] }), asked(0, { end_loc: null })]).toEqual([2, 2, 0]);
  });

  it('answer for sections that nobody knows: unknown', () => {
    const sections = [section(0)];
    const diary = new TestDiary().load(sections);
    diary.run([byRules]);
    const view = new WorkingSet();
    view.load(diary.entries.values());
    const known = sections[0]!._id.$oid;
    expect([...inferredModes([known, '', 'None'], view)]).toEqual([
      [known, 5],
      ['', 0],
      ['None', 0],
    ]);
    expect(inferredModes([], view).size).toBe(0);
  });
});

describe.skipIf(!haveRealDays)('real sections', () => {
  const clock = ({ data }: { data: EntryData }) => (data.start_fmt_time as string).slice(11, 19);
  const table = (day: string, stops: TransitStopLookup) => {
    const { analysis } = readReferenceOutput(day);
    const diary = new TestDiary().load(analysis['analysis/cleaned_section']!);
    diary.transitStops = stops;
    diary.run([byRules]);
    const modes = new Map(
      diary
        .stream('inference/prediction')
        .map(({ data }) => [
          (data.section_id as { $oid: string }).$oid,
          Object.keys(data.predicted_mode_map as object)[0],
        ]),
    );
    return Object.fromEntries(
      diary
        .stream('analysis/cleaned_section')
        .map((section) => [clock(section), modes.get(section._id.$oid)]),
    );
  };
  const walks20June = {
    '08:28:03': 'WALKING',
    '08:43:58': 'WALKING',
    '15:27:03': 'BICYCLING',
    '15:34:12': 'WALKING',
    '15:59:46': 'WALKING',
    '16:49:49': 'BICYCLING',
  };

  it('of 20 June 2016 are told by speed, and rides by stops', () => {
    const rides = (mode: string) => ({ '15:49:30': mode, '16:56:49': mode });
    expect(table('android-2016-06-20', noTransitStops)).toEqual({ ...walks20June, ...rides('CAR') });
    expect(table('android-2016-06-20', notAsked)).toEqual({ ...walks20June, ...rides('UNKNOWN') });
  });

  it('of 10 August 2016 need no stops', () => {
    const modes = {
      '09:53:59': 'WALKING',
      '11:05:42': 'WALKING',
      '17:42:20': 'BICYCLING',
      '18:09:32': 'BICYCLING',
      '18:13:08': 'WALKING',
      '19:25:49': 'BICYCLING',
    };
    expect(table('android-2016-08-10', noTransitStops)).toEqual(modes);
    expect(table('android-2016-08-10', notAsked)).toEqual(modes);
  });

  it('of 27 August 2015: slow bicycles walk, and so does what is unknown and slow', () => {
    const slow = { '08:32:20': 'WALKING', '17:46:03': 'WALKING', '11:14:58': 'WALKING' };
    expect(table('android-2015-08-27-extrapolation', noTransitStops)).toMatchObject({
      ...slow,
      '19:20:57': 'CAR',
    });
    expect(table('android-2015-08-27-extrapolation', notAsked)).toMatchObject({
      ...slow,
      '19:20:57': 'UNKNOWN',
    });
  });
});
