import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { stageSlots, stagesOf } from '../stages/index.js';
import {
  derivedStreams,
  differences,
  haveRealDays,
  MemoryStore,
  readDay,
  readRecording,
  runOn,
  TestDiary,
} from '../testing/index.js';

/** Nothing is derived anew: stages go on where they were. */
const settings = { 'intake.rederive': 'never' };

/** Entries in so many parts of equal size, in the order of their writing. */
function inParts(entries: readonly Entry[], count: number): Entry[][] {
  const written = [...entries].sort((left, right) => left.metadata.write_ts - right.metadata.write_ts);
  const size = Math.ceil(written.length / count);
  return Array.from({ length: count }, (_, index) => written.slice(index * size, (index + 1) * size));
}

/** What the traveller said, spread over the parts of the day. */
function withInputs(parts: readonly Entry[][], inputs: readonly Entry[]): Entry[][] {
  return parts.map((part, index) => [...part, ...inputs.filter((_, at) => at % parts.length === index)]);
}

const inputFiles = [
  'user_inputs',
  'user_inputs.manual_trip_user_input',
  'user_inputs.manual_trip_addition_input.manual_place_addition_input',
];

describe.skipIf(!haveRealDays)('what stages say they need is enough, run after run, for', () => {
  it.each([
    ['android-2016-06-20', 7, inputFiles],
    ['android-2016-06-20', 20, inputFiles],
    ['android-2015-08-21-gaps', 9, []],
    ['android-2015-08-27-extrapolation', 5, []],
    ['android-2016-08-15-jumps', 3, []],
    ['ios-2016-02-22-short-trips', 12, []],
  ])('%s in %i parts', async (day, count, files) => {
    const inputs = files.flatMap((file) => readRecording(`${day}.${file}`) as Entry[]);
    const store = new MemoryStore();
    const diary = new TestDiary();
    for (const part of withInputs(inParts(readDay(day), count), inputs)) {
      store.import(part);
      await runOn(store, { settings });
      diary.load(part).run(stagesOf(), settings);
    }
    const [sparse, greedy] = [derivedStreams(store.entries.values()), derivedStreams(diary.entries.values())];
    const keys = [...new Set([...Object.keys(sparse), ...Object.keys(greedy)])].sort();
    expect(keys.length).toBeGreaterThan(10);
    expect(differences(sparse, greedy, keys, { ignored: ['user_id', 'metadata'] })).toEqual([]);
    for (const { name } of stageSlots) {
      const marks = [store, diary].map(({ states }) => states[name]?.last_processed_ts);
      expect([name, marks[0]]).toEqual([name, marks[1]]);
    }
  });
});
