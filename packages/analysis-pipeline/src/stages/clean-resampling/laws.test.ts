import type { Entry } from '@sojourn/datamodel';
import { distanceGreatCircle, type Point } from '@sojourn/datamodel/geo';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryDays, TestDiary } from '../../testing/index.js';
import { jumpSmoothing } from '../jump-smoothing/index.js';
import { sectionSegmentation } from '../section-segmentation/index.js';
import { tripSegmentation } from '../trip-segmentation/index.js';
import { cleanResampling } from './index.js';

const stages = [tripSegmentation, sectionSegmentation, jumpSmoothing, cleanResampling];
const bounds = { endOnFailure: false, interruptAfterTimeLimit: 3000, numRuns: 300 } as const;

function diaryOf(entries: readonly Entry[]): TestDiary {
  const diary = new TestDiary().load(entries);
  diary.run(stages);
  return diary;
}

const derived = (diary: TestDiary): Entry[] =>
  [...diary.entries.values()].filter(({ metadata }) => metadata.platform === 'server');

type Span = Record<string, number> & { readonly [link: string]: unknown };
const dataOf = (diary: TestDiary, key: string): Span[] => diary.stream(key).map(({ data }) => data as Span);
const partsOf = (diary: TestDiary, key: string, trip: Entry, time: string): Span[] =>
  dataOf(diary, key)
    .filter(({ trip_id }) => (trip_id as unknown as { $oid: string }).$oid === trip._id.$oid)
    .sort((left, right) => left[time]! - right[time]!);

describe.each(['time', 'distance'] as const)('of days collected by %s', (filter) => {
  it('raw sections lie in their trip, in order, and meet at their stops', () => {
    fc.assert(
      fc.property(arbitraryDays(filter), (entries) => {
        const diary = diaryOf(entries);
        for (const trip of diary.stream('segmentation/raw_trip')) {
          const sections = partsOf(diary, 'segmentation/raw_section', trip, 'start_ts');
          const stops = partsOf(diary, 'segmentation/raw_stop', trip, 'enter_ts');
          expect(stops).toHaveLength(Math.max(0, sections.length - 1));
          sections.forEach((section, index) => {
            expect(section.duration).toBeGreaterThanOrEqual(0);
            expect(section.start_ts).toBeGreaterThanOrEqual(trip.data.start_ts as number);
            expect(section.end_ts).toBeLessThanOrEqual(trip.data.end_ts as number);
            if (index === 0) return;
            expect(section.start_ts).toBe(stops[index - 1]!.exit_ts);
            expect(stops[index - 1]!.enter_ts).toBe(sections[index - 1]!.end_ts);
            expect(section.start_ts).toBeGreaterThanOrEqual(sections[index - 1]!.end_ts!);
          });
        }
      }),
      bounds,
    );
  });

  it('cleaned trips are no shorter than the straight line, and begin and end with their sections', () => {
    fc.assert(
      fc.property(arbitraryDays(filter), (entries) => {
        const diary = diaryOf(entries);
        for (const trip of diary.stream('analysis/cleaned_trip')) {
          const { start_loc, end_loc, distance } = trip.data as {
            start_loc: Point;
            end_loc: Point;
            distance: number;
          };
          const line = distanceGreatCircle(start_loc.coordinates, end_loc.coordinates);
          expect(distance).toBeGreaterThanOrEqual(100);
          expect(distance).toBeGreaterThanOrEqual(line * (1 - 1e-9) - 1e-6);
          const sections = partsOf(diary, 'analysis/cleaned_section', trip, 'start_ts');
          expect(sections[0]!.start_ts).toBe(trip.data.start_ts);
          expect(Math.max(...sections.map(({ end_ts }) => end_ts!))).toBe(trip.data.end_ts);
          for (const { speeds, distances } of sections as unknown as Record<string, number[]>[]) {
            expect(speeds).toHaveLength(distances!.length);
            expect(speeds!.every(Number.isFinite)).toBe(true);
          }
        }
      }),
      bounds,
    );
  });

  it('cleaned places and trips follow each other, and every raw place has been seen', () => {
    fc.assert(
      fc.property(arbitraryDays(filter), (entries) => {
        const diary = diaryOf(entries);
        const places = diary.stream('analysis/cleaned_place');
        const travel = new Map(
          [...diary.stream('analysis/cleaned_trip'), ...diary.stream('analysis/cleaned_untracked')].map(
            (trip) => [trip._id.$oid, trip],
          ),
        );
        expect(travel.size).toBe(Math.max(0, places.length - 1));
        places.forEach(({ _id, data }, index) => {
          const next = travel.get((data.starting_trip as { $oid: string } | undefined)?.$oid ?? '');
          expect(next === undefined).toBe(index === places.length - 1);
          if (next === undefined) return;
          expect(next.data.start_place).toEqual(_id);
          expect(next.data.end_place).toEqual(places[index + 1]!._id);
          expect(data.exit_ts).toBe(next.data.start_ts);
        });
      }),
      bounds,
    );
  });

  it('running again on the same trips changes nothing', () => {
    fc.assert(
      fc.property(arbitraryDays(filter), (entries) => {
        const diary = diaryOf(entries);
        const before = derived(diary);
        diary.run(stages.slice(1));
        expect(derived(diary)).toEqual(before);
      }),
      bounds,
    );
  });
});
