import { describe, expect, it } from 'vitest';
import { differences, haveRealDays, readReferenceOutput, recordedRuns } from '../../testing/index.js';
import { accuracyFilter } from '../accuracy-filter/index.js';
import { cleanResampling } from '../clean-resampling/index.js';
import { confirmedObjects } from '../confirmed-objects/index.js';
import { expectationPopulation } from '../expectation-population/index.js';
import { jumpSmoothing } from '../jump-smoothing/index.js';
import {
  createConfidenceDiscountedCluster,
  createLabelInference,
  firstPrediction,
} from '../label-inference/index.js';
import { createModeInference, createRuleEngine, noTransitStops } from '../mode-inference/index.js';
import { sectionSegmentation } from '../section-segmentation/index.js';
import { tripSegmentation } from '../trip-segmentation/index.js';
import { userInputMatch } from '../user-input-match/index.js';
import { compositeObjects } from './index.js';

const stages = [
  userInputMatch,
  accuracyFilter,
  tripSegmentation,
  sectionSegmentation,
  jumpSmoothing,
  cleanResampling,
  createModeInference(createRuleEngine(noTransitStops)),
  createLabelInference([createConfidenceDiscountedCluster()], firstPrediction),
  expectationPopulation,
  confirmedObjects,
  compositeObjects,
];

describe.skipIf(!haveRealDays)('from points to composite trips, real days equal the reference’s', () => {
  it.each(recordedRuns)('$name', ({ name, play }) => {
    const diary = play(stages, { 'analysis.result.section.key': 'analysis/cleaned_section' });
    const { analysis, pipeline_state } = readReferenceOutput(name);
    const keys = Object.keys(analysis);
    const streams = Object.fromEntries(keys.map((key) => [key, diary.stream(key)]));
    const options = { tolerance: 1e-12, ignored: ['user_id', 'heading', 'metadata'] };
    expect(differences(streams, analysis, keys, options)).toEqual([]);
    for (const stage of Object.keys(pipeline_state) as (keyof typeof diary.states)[]) {
      const { last_processed_ts, curr_run_ts } = diary.states[stage]!;
      expect({ stage, last_processed_ts, curr_run_ts }).toEqual({ stage, ...pipeline_state[stage] });
    }
  });
});
