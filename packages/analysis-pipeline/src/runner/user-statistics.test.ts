import { describe, expect, it } from 'vitest';
import {
  haveRealDays,
  inventEntry,
  MemoryStore,
  readDay,
  readRecording,
  recordedRuns,
  runOn,
} from '../testing/index.js';

const label = (start: number, end: number, written: number) =>
  inventEntry('manual/mode_confirm', { start_ts: start, end_ts: end, label: 'walk' }, written);

describe.skipIf(!haveRealDays)('the profile after a run', () => {
  const singleDays = recordedRuns
    .map(({ name }) => name)
    .filter((name) => !name.includes('multi-sync') && !name.includes('22-25'));
  it.each(singleDays)('says of %s what the reference says', async (day) => {
    const store = new MemoryStore().import(readDay(day));
    const filter = { 'intake.cleaning.filter_accuracy.enable': day.includes('unfiltered') };
    await runOn(store, { settings: filter });
    expect(store.members).toEqual((readRecording(`${day}.reference-output`) as { profile: object }).profile);
  });

  it('counts on from what it said, without looking at trips that it counted', async () => {
    const store = new MemoryStore().import(readDay('android-2016-07-22-reboot'));
    await runOn(store);
    const first = { ...store.members };
    store.import(readDay('android-2016-07-25-reboot'));
    store.queries.length = 0;
    await runOn(store);
    const recorded = readRecording('android-2016-07-22-25-reboot.reference-output');
    expect(store.members).toEqual((recorded as { profile: object }).profile);
    expect(store.members).not.toEqual(first);
    const keys = store.queries.flatMap((query) => query.keys);
    expect(keys).not.toContain('analysis/confirmed_trip');
    expect(keys).not.toContain('analysis/recreated_location');
  });

  it('counts labels that come later, once, and all trips when its numbers are lost', async () => {
    const store = new MemoryStore().import(readDay('android-2016-06-20'));
    await runOn(store);
    store.import([label(1466436506, 1466437200, 1_700_000_000)]);
    await runOn(store);
    expect(store.members).toMatchObject({ total_trips: 6, labeled_trips: 1 });
    store.import([label(1466436506, 1466437200, 1_700_000_100)]);
    store.members = { phone_lang: 'en' };
    await runOn(store);
    expect(store.members).toMatchObject({
      phone_lang: 'en',
      total_trips: 6,
      labeled_trips: 1,
      pipeline_range: { start_ts: 1466436483.395, end_ts: 1466467959.767 },
    });
  });

  it('is left alone by runs that change nothing of the diary', async () => {
    const store = new MemoryStore().import(readDay('android-2016-06-20'));
    await runOn(store);
    store.members = {};
    store.import([inventEntry('background/battery', { ts: 1 }, 1)]);
    await runOn(store);
    expect(store.members).toEqual({});
  });
});
