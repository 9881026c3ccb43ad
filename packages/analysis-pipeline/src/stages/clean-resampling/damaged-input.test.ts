import type { Entry } from '@sojourn/datamodel';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { haveRealDays, inventRawChain, readDay, TestDiary } from '../../testing/index.js';
import { jumpSmoothing } from '../jump-smoothing/index.js';
import { sectionSegmentation } from '../section-segmentation/index.js';
import { tripSegmentation } from '../trip-segmentation/index.js';
import { cleanResampling } from './index.js';

const stages = [tripSegmentation, sectionSegmentation, jumpSmoothing, cleanResampling];
const oddities = [undefined, null, Number.NaN, -1, 0, 1e300, 'text', true, {}, []];
const members = [
  'altitude',
  'accuracy',
  'filter',
  'heading',
  'local_dt',
  'fmt_time',
  'loc',
  'type',
  'confidence',
];
const days = ['android-2015-08-23-index-length', 'ios-2015-11-06-unfiltered'];

/** A copy of an entry with something odd in its payload. */
function damaged(entry: Entry, member: string, value: unknown): Entry {
  const data = { ...entry.data, [member]: value };
  if (value === undefined) delete (data as Record<string, unknown>)[member];
  return { ...entry, data };
}

function run(entries: readonly Entry[]): TestDiary {
  const diary = new TestDiary().load(entries);
  diary.run(stages);
  return diary;
}

describe.skipIf(!haveRealDays)('real days with missing and odd members', () => {
  const originals = new Map(days.map((day) => [day, haveRealDays ? readDay(day) : []]));

  it('never stop a stage', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...days),
        fc.array(
          fc.record({
            at: fc.nat(),
            member: fc.constantFrom(...members),
            value: fc.constantFrom(...oddities),
          }),
          { maxLength: 40 },
        ),
        (day, damages) => {
          const entries = [...originals.get(day)!];
          for (const { at, member, value } of damages) {
            const index = at % entries.length;
            entries[index] = damaged(entries[index]!, member, value);
          }
          run(entries);
        },
      ),
      { numRuns: 100, interruptAfterTimeLimit: 6000 },
    );
  });

  it('have trips of unknown mode without motion activity, and are whole without transitions', () => {
    const entries = originals.get(days[0]!)!;
    const without = (key: string) => entries.filter(({ metadata }) => metadata.key !== key);
    const unmoved = run(without('background/motion_activity'));
    expect(unmoved.stream('analysis/cleaned_section').map(({ data }) => data.sensed_mode)).toEqual([4, 4]);
    expect(run(without('statemachine/transition')).stream('analysis/cleaned_trip').length).toBeGreaterThan(0);
  });
});

describe('odd days', () => {
  it('of one point, or none, have no trips', () => {
    expect(run([]).entries.size).toBe(0);
    const [, , point] = inventRawChain([{ from: [1000, 0], to: [2000, 5000] }]);
    expect(run([point!]).stream('analysis/cleaned_trip')).toEqual([]);
  });

  it('with a clock that jumps by years within a section take no more room than weeks', () => {
    const years = 9 * 365 * 86_400;
    const chain = inventRawChain([
      {
        sections: [
          {
            mode: 0,
            points: [
              [1000, 0],
              [1060, 900],
              [1060 + years, 1800],
            ],
          },
        ],
      },
    ]);
    const diary = new TestDiary().load(chain);
    diary.run([cleanResampling]);
    expect(diary.stream('analysis/recreated_location').length).toBeLessThan(28_810);
    expect(diary.stream('analysis/cleaned_trip')).toHaveLength(1);
  });
});
