import type { Entry } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { expect, it } from 'vitest';
import { type EntryReader, parseLocalDates, readerOf, tripCollections } from './index.js';

const strict = { sectionKey: 'analysis/cleaned_section', validityAssertions: true };
const lenient = { ...strict, validityAssertions: false };
const day = parseLocalDates('2024-03-10');
/** 2024-03-10T08:00:00Z. */
const start = 1_710_057_600;
const localDate = { year: 2024, month: 3, day: 10 };

const idOf = (number: number) => number.toString(16).padStart(24, '0');

function entry(number: number, key: string, data: Record<string, unknown>): Entry {
  return {
    _id: { $oid: idOf(number) },
    user_id: { $uuid: '0'.repeat(32) },
    metadata: { key, write_ts: start } as Entry['metadata'],
    data,
  };
}

const way = (number: number, ts: number, longitude: number) =>
  entry(number, 'analysis/recreated_location', { ts, loc: point(longitude, 45) });

/** One trip of a minute with one section, between two places. */
function diary(): Entry[] {
  return [
    entry(1, 'analysis/confirmed_place', { location: point(5, 45), exit_ts: start }),
    entry(2, 'analysis/confirmed_place', { location: point(5.01, 45), enter_ts: start + 60 }),
    entry(3, 'analysis/confirmed_trip', {
      start_ts: start,
      end_ts: start + 60,
      start_local_dt: localDate,
      start_place: { $oid: idOf(1) },
      end_place: { $oid: idOf(2) },
      cleaned_trip: { $oid: idOf(4) },
    }),
    entry(5, 'analysis/cleaned_section', {
      trip_id: { $oid: idOf(4) },
      start_ts: start,
      end_ts: start + 60,
      end_loc: point(5.01, 45),
      sensed_mode: 2,
    }),
    way(6, start - 0.001, 4.9),
    way(7, start, 5),
    way(8, start + 30, 5.005),
    way(9, start + 60, 5.01),
    way(10, start + 60.001, 5.02),
  ];
}

const draw = (entries: readonly Entry[], options = strict) =>
  tripCollections(readerOf(entries), day, options);

it('draws the way between the ends of a section, both included', async () => {
  const [trip] = await draw(diary());
  expect(trip).toMatchObject({ id: idOf(3), properties: { feature_type: 'trip' } });
  expect(trip!.features).toHaveLength(3);
  expect(trip!.features[2]).toMatchObject({
    features: [
      {
        geometry: {
          coordinates: [
            [5, 45],
            [5.005, 45],
            [5.01, 45],
          ],
        },
        properties: {
          times: [start, start + 30, start + 60],
          timestamps: [start * 1000, start * 1000 + 30_000, start * 1000 + 60_000],
          sensed_mode: 'MotionTypes.ON_FOOT',
        },
      },
    ],
  });
});

it('rounds half milliseconds to the even one', async () => {
  // Both are exact in binary.
  const times = [start + 0.0625, start + 0.1875];
  const [trip] = await draw([...diary(), way(20, times[0]!, 5), way(21, times[1]!, 5)]);
  const section = trip!.features[2] as unknown as { features: [{ properties: { timestamps: number[] } }] };
  const timestamps = section.features[0].properties.timestamps.map((time) => time - start * 1000);
  expect(timestamps).toEqual([0, 62, 188, 30_000, 60_000]);
});

it('puts incidents on the way last, also those that are not converted yet', async () => {
  const [trip] = await draw([
    ...diary(),
    entry(30, 'manual/incident', { ts: start - 1, loc: point(5, 45), stress: 1 }),
    entry(31, 'manual/incident', { ts: start, loc: point(5, 45), stress: 2 }),
    entry(32, 'manual/incident', { ts: start + 60, longitude: 5.01, latitude: 45, stress: 3 }),
  ]);
  expect(trip!.features.slice(3)).toEqual([
    {
      type: 'Feature',
      geometry: point(5, 45),
      properties: { ts: start, loc: point(5, 45), stress: 2, feature_type: 'incident' },
      id: idOf(31),
    },
    expect.objectContaining({ geometry: point(5.01, 45), id: idOf(32) }),
  ]);
});

it('refuses a line that does not lead to the end, or mends it with the filtered point there', async () => {
  const short = diary().filter(({ _id }) => _id.$oid !== idOf(9));
  const filtered = entry(40, 'background/filtered_location', { ts: start + 60, loc: point(5.01, 45) });
  await expect(draw(short)).rejects.toMatchObject({ code: 'entry-field-invalid' });
  for (const [entries, count] of [
    [short, 2],
    [[...short, filtered], 3],
  ] as const) {
    const [trip] = await draw(entries, lenient);
    expect(trip!.features[2]).toMatchObject({ features: [{ properties: { times: { length: count } } }] });
  }
});

it('finds places whose times do not meet those of the trip, and does without one that is gone', async () => {
  const entries = diary().map((made) =>
    made._id.$oid === idOf(1) ? { ...made, data: { ...made.data, exit_ts: start - 7200 } } : made,
  );
  const [trip] = await draw(entries.filter(({ _id }) => _id.$oid !== idOf(2)));
  const types = trip!.features.map((feature) => ('features' in feature ? 'section' : feature.properties));
  expect(types).toMatchObject([{ feature_type: 'start_place' }, 'section']);
});

it('asks for nothing but trips on a day without any', async () => {
  const asked: string[] = [];
  const reader: EntryReader = {
    ...readerOf([]),
    window: async ({ key }) => {
      asked.push(key);
      return [];
    },
  };
  expect(await tripCollections(reader, day, strict)).toEqual([]);
  expect(asked).toEqual(['analysis/confirmed_trip']);
});
