import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { haveRealDays, readDay, readRecording, readSeedForest, TestDiary } from '../../testing/index.js';
import { stagesOf } from '../registry.js';

const day = 'android-2023-03-12-untracked';
const first = 'USER_INPUT_MATCH_INCOMING';
const last = 'CREATE_COMPOSITE_OBJECTS';

/** What the reference compares of composite trips. */
const shown = ({ data }: Entry) => ({
  start: data.start_ts,
  end: data.end_ts,
  entered: (data.end_confirmed_place as Entry).data.enter_ts,
  locations: (data.locations as Entry[]).map((location) => location.data.ts),
  sections: (data.sections as Entry[]).map(({ data: { start_ts, sensed_mode, sensed_mode_str } }) => [
    start_ts,
    sensed_mode,
    sensed_mode_str,
  ]),
});

const inOrder = (entries: readonly Entry[]) =>
  [...entries].sort((left, right) => (left.data.start_ts as number) - (right.data.start_ts as number));

function composites(settings: Record<string, unknown>, alternative: string): Entry[] {
  const diary = new TestDiary().load(readDay(day));
  diary.run(stagesOf({ first, last }, { MODE_INFERENCE: alternative }), settings);
  return inOrder(diary.stream('analysis/composite_trip'));
}

const counts = (entries: readonly Entry[], member: string) =>
  entries.map(({ data }) => (data[member] as unknown[]).length);

describe.skipIf(!haveRealDays)('composite trips of a day with untracked time', () => {
  it('show sensed modes as recorded', () => {
    const found = composites({ 'analysis.result.section.key': 'analysis/cleaned_section' }, 'none');
    const expected = inOrder(readRecording(`${day}.expected_composite_trips`) as Entry[]);
    expect(found.map(shown)).toEqual(expected.map(shown));
    expect(found.map(({ metadata }) => metadata.origin_key)).toEqual([
      'analysis/confirmed_trip',
      'analysis/confirmed_trip',
      'analysis/confirmed_untracked',
      'analysis/confirmed_trip',
    ]);
    expect(counts(found, 'locations')).toEqual([96, 100, 0, 28]);
    expect(counts(found, 'sections')).toEqual([1, 1, 0, 1]);
  });

  it('show modes that a forest inferred as recorded', () => {
    const forest = { 'classification.inference.mode.forest': readSeedForest() };
    const found = composites(forest, 'forest');
    const recorded = inOrder(readRecording(`${day}.inferred_section.expected_composite_trips`) as Entry[]);
    expect(found.map(shown)).toEqual(recorded.map(shown));
    // The last digit depends on the mathematical library that sines come from.
    const buses = [291529.0171651621, 192292.6194098783, undefined, 5365.3076466935945];
    expect(found.map(({ data }) => data.inferred_section_summary)).toEqual(
      recorded.map(({ data }, index) => {
        const distance = { BUS: expect.closeTo(buses[index] ?? 0, 8) };
        return buses[index] && { ...(data.inferred_section_summary as object), distance };
      }),
    );
  });

  it('fall back on sensed modes where none was inferred', () => {
    const modes = composites({}, 'none').flatMap(({ data }) =>
      (data.sections as Entry[]).map((section) => [section.metadata.key, section.data.sensed_mode]),
    );
    expect(modes).toEqual(Array.from({ length: 3 }, () => ['analysis/cleaned_section', 4]));
  });
});
