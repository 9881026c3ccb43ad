import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { differences, haveRealDays, readReferenceOutput, recordedRuns } from '../../testing/index.js';
import { accuracyFilter } from '../accuracy-filter/index.js';
import { jumpSmoothing } from '../jump-smoothing/index.js';
import { sectionSegmentation } from '../section-segmentation/index.js';
import { tripSegmentation } from '../trip-segmentation/index.js';
import { userInputMatch } from '../user-input-match/index.js';
import { cleanResampling } from './index.js';

const stages = [
  userInputMatch,
  accuracyFilter,
  tripSegmentation,
  sectionSegmentation,
  jumpSmoothing,
  cleanResampling,
];
const points = 'analysis/recreated_location';
const keys = [
  'background/filtered_location',
  'segmentation/raw_trip',
  'segmentation/raw_untracked',
  'segmentation/raw_place',
  'segmentation/raw_section',
  'segmentation/raw_stop',
  'analysis/smoothing',
  'analysis/cleaned_trip',
  'analysis/cleaned_untracked',
  'analysis/cleaned_place',
  'analysis/cleaned_section',
  'analysis/cleaned_stop',
  points,
];

/** How far, in metres, following another heading over the way to a point leads astray. */
const astray = ({ data }: Entry, other: Entry): number =>
  Math.abs(Math.sin((((data.heading as number) - (other.data.heading as number)) * Math.PI) / 360)) *
  2 *
  (data.distance as number);

describe.skipIf(!haveRealDays)('from points to cleaned trips, real days equal the reference’s', () => {
  it.each(recordedRuns)('$name', ({ name, play }) => {
    const diary = play(stages);
    const { analysis, pipeline_state } = readReferenceOutput(name);
    const compared = keys.filter((key) => key in analysis);
    const streams = Object.fromEntries(compared.map((key) => [key, diary.stream(key)]));
    // Sines and cosines differ in the last bit between mathematical libraries, which is much to a heading.
    const options = { tolerance: 1e-12, ignored: ['user_id', 'heading'] };
    expect(differences(streams, analysis, compared, options)).toEqual([]);
    const recreated = analysis[points]!;
    const most = Math.max(0, ...diary.stream(points).map((point, index) => astray(point, recreated[index]!)));
    expect(most).toBeLessThan(1e-6);
    for (const { name: stage } of stages) {
      const { last_processed_ts, curr_run_ts } = diary.states[stage]!;
      expect({ stage, last_processed_ts, curr_run_ts }).toEqual({ stage, ...pipeline_state[stage] });
    }
  });
});
