import type { Entry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseLocalDates, readerOf, tripCollections } from '../results/index.js';
import type { StageName } from '../stages/index.js';
import {
  differences,
  exactly,
  haveRealDays,
  nearly,
  type RecordedRun,
  readExpectedTrips,
  readRecordedTrips,
  readReferenceOutput,
  recordedRuns,
  tripDifferences,
} from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

let platform: TestPlatform;
beforeAll(async () => {
  if (haveRealDays) platform = await startPlatform();
});
afterAll(() => platform?.stop());

const sectionKey = 'analysis/cleaned_section';

/** Where the expectation of a recorded run on a date has another name than the run. */
const expectations: Readonly<Record<string, string>> = {
  'android-2016-07-22-25-reboot 2016-07-22': 'android-2016-07-22-reboot',
  'android-2016-07-22-25-reboot 2016-07-25': 'android-2016-07-25-reboot',
  'android-2016-08-09-10-multi-sync.end-not-detected 2016-08-09..2016-08-10':
    'android-2016-08-09-10-multi-sync',
  'android-2016-08-15-jumps-bus-start 2016-08-15': 'android-2016-08-15-jumps.alt',
  'android-2016-08-15-jumps-straddle 2016-08-15': 'android-2016-08-15-jumps.alt',
};

/** Days that the reference's tests have no such expectation for. */
const withoutExpectation = [
  'android-2015-08-21-gaps',
  'android-2022-07-20-large-gap',
  'android-2023-03-12-untracked',
  'ios-2015-11-06-unfiltered',
];

/** Imports what arrives before each run, runs, and reads everything that is there in the end. */
async function play({ settings, deliveries }: RecordedRun): Promise<{ store: PersonClient; diary: Entry[] }> {
  const { id, store } = await platform.newPerson();
  for (const delivery of deliveries()) {
    await store.import(delivery);
    await platform.pipeline.run({
      person: id,
      settings: { ...settings, 'analysis.result.section.key': sectionKey },
    });
  }
  const diary: Entry[] = [];
  for await (const list of store.streamEntries({ keys: null })) diary.push(...list);
  return { store, diary };
}

describe.skipIf(!haveRealDays)('real days through the services equal the reference’s', () => {
  it.each(recordedRuns)('$name', async (run) => {
    const { store, diary } = await play(run);
    const { analysis, pipeline_state, profile } = readReferenceOutput(run.name);
    const keys = Object.keys(analysis);
    const streams = Object.fromEntries(
      keys.map((key) => [key, diary.filter(({ metadata }) => metadata.key === key)]),
    );
    // The heading of a short way depends on the last bit of sines; how little is tested where it is made.
    const options = { tolerance: 1e-12, ignored: ['user_id', 'heading', 'metadata'] };
    expect(differences(streams, analysis, keys, options)).toEqual([]);
    const origins = (entries: readonly Entry[]) =>
      [...entries]
        .sort((left, right) => (left.data.start_ts as number) - (right.data.start_ts as number))
        .map(({ metadata }) => metadata.origin_key);
    const composite = 'analysis/composite_trip';
    expect(origins(streams[composite]!)).toEqual(origins(analysis[composite]!));
    const { states } = await store.states();
    for (const stage of Object.keys(pipeline_state) as StageName[]) {
      const { last_processed_ts, curr_run_ts } = states[stage]!;
      expect({ stage, last_processed_ts, curr_run_ts }).toEqual({ stage, ...pipeline_state[stage] });
    }
    expect(await store.profile()).toMatchObject(profile);
    for (const [dates, recorded] of Object.entries(readRecordedTrips(run.name))) {
      const options = { sectionKey, validityAssertions: true };
      const drawn = await tripCollections(readerOf(diary), parseLocalDates(dates), options);
      expect(tripDifferences(drawn, recorded, exactly)).toEqual([]);
      if (withoutExpectation.includes(run.name)) continue;
      const expected = readExpectedTrips(expectations[`${run.name} ${dates}`] ?? run.name);
      const close = run.name.includes('multi-sync') ? nearly : exactly;
      expect(tripDifferences(drawn, expected, close)).toEqual([]);
    }
  });
});
