import { describe, expect, it } from 'vitest';
import { differences, haveRealDays, readReferenceOutput, recordedRuns } from '../../testing/index.js';
import { stagesOf } from '../registry.js';

/** All but the move out of the usercache: recorded days are in server form. */
const stages = stagesOf({ first: 'USER_INPUT_MATCH_INCOMING', last: 'CREATE_COMPOSITE_OBJECTS' });

describe.skipIf(!haveRealDays)('from points to composite trips, real days equal the reference’s', () => {
  it.each(recordedRuns)('$name', ({ name, play }) => {
    const diary = play(stages, { 'analysis.result.section.key': 'analysis/cleaned_section' });
    const { analysis, pipeline_state } = readReferenceOutput(name);
    const keys = Object.keys(analysis);
    const streams = Object.fromEntries(keys.map((key) => [key, diary.stream(key)]));
    const options = { tolerance: 1e-12, ignored: ['user_id', 'heading', 'metadata'] };
    expect(differences(streams, analysis, keys, options)).toEqual([]);
    expect(diary.stream('analysis/composite_trip').map(({ metadata }) => metadata.origin_key)).toEqual(
      analysis['analysis/composite_trip']!.map(({ metadata }) => metadata.origin_key),
    );
    for (const stage of Object.keys(pipeline_state) as (keyof typeof diary.states)[]) {
      const { last_processed_ts, curr_run_ts } = diary.states[stage]!;
      expect({ stage, last_processed_ts, curr_run_ts }).toEqual({ stage, ...pipeline_state[stage] });
    }
  });
});
