import type { Entry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupMetrics, parseLocalDates, readerOf, tripCollections } from '../results/index.js';
import { exactly, haveRealDays, readDay, readExpectedTrips, tripDifferences } from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

let platform: TestPlatform;
beforeAll(async () => {
  if (haveRealDays) platform = await startPlatform();
});
afterAll(() => platform?.stop());

const sectionKey = 'analysis/cleaned_section';
const gaps = 'android-2015-08-21-gaps';
const extrapolation = 'android-2015-08-27-extrapolation';
const reboot = 'android-2016-07-22-reboot';
const points = 'background/filtered_location';

/** A person whose days are imported and run, one after the other. */
async function personWith(days: readonly string[], settings: Record<string, unknown> = {}) {
  const person = await platform.newPerson();
  for (const day of days) {
    await person.store.import(readDay(day));
    await platform.pipeline.run({
      person: person.id,
      settings: { ...settings, 'analysis.result.section.key': sectionKey },
    });
  }
  return person;
}

async function read(store: PersonClient, keys: string[] | null): Promise<Entry[]> {
  const all: Entry[] = [];
  for await (const list of store.streamEntries({ keys })) all.push(...list);
  return all;
}

const inOrder = (entries: readonly Entry[], field: string) =>
  [...entries].sort(
    (left, right) => ((left.data[field] as number) ?? 0) - ((right.data[field] as number) ?? 0),
  );

/** Raw trips and untracked time in order, and the places that were entered. */
async function chainOf(store: PersonClient) {
  const [travel, places] = await Promise.all([
    read(store, ['segmentation/raw_trip', 'segmentation/raw_untracked']),
    read(store, ['segmentation/raw_place']),
  ]);
  return {
    travel: inOrder(travel, 'start_ts'),
    places: inOrder(places, 'enter_ts').filter(({ data }) => data.enter_ts !== undefined),
  };
}

function expectLinked({ travel, places }: Awaited<ReturnType<typeof chainOf>>): void {
  const idOf = (link: unknown) => (link as { $oid: string }).$oid;
  expect(travel.map(({ data }) => idOf(data.end_place))).toEqual(places.map(({ _id }) => _id.$oid));
  expect(travel.slice(1).map(({ data }) => idOf(data.start_place))).toEqual(
    places.slice(0, -1).map(({ _id }) => _id.$oid),
  );
  expect(places.slice(0, -1).map(({ data }) => idOf(data.starting_trip))).toEqual(
    travel.slice(1).map(({ _id }) => _id.$oid),
  );
}

describe.skipIf(!haveRealDays)('what is told of single real days', () => {
  it('20 June 2016: a query by local date finds its points', async () => {
    const { phone, store } = await platform.newPerson();
    await store.import(readDay('android-2016-06-20'));
    const date = { year: 2016, month: 6, day: 20 };
    const found = await collect(
      phone.findEntriesReference({
        key_list: [points],
        from_local_date: date,
        to_local_date: date,
        key_local_date: 'data.local_dt',
      }),
    );
    expect(found).toHaveLength(256);
  });

  it('21 August 2015: five trips that nobody labelled', async () => {
    const { store } = await personWith([gaps]);
    expect(await read(store, ['analysis/confirmed_trip'])).toHaveLength(5);
    expect(await store.profile()).toMatchObject({
      total_trips: 5,
      labeled_trips: 0,
      pipeline_range: { start_ts: 1440168891.095, end_ts: 1440209488.817 },
    });
  });

  it('21 and 27 August 2015: entries of two people are counted each for themselves', async () => {
    const people = await Promise.all(
      [gaps, extrapolation].map(async (day) => {
        const { store } = await platform.newPerson();
        await store.import(readDay(day));
        return store;
      }),
    );
    const counts = async (keys: string[] | null) => Promise.all(people.map((store) => store.count({ keys })));
    const locations = await counts(['background/location', points]);
    const all = await counts(null);
    expect(locations).toEqual([738 + 508, 555 + 327]);
    expect(all).toEqual([2125, 1482]);
    expect([locations, all].map(([one, other]) => one! + other!)).toEqual([2128, 3607]);
  });

  it('27 August 2015: trips and places are linked, and drawn', async () => {
    const { store } = await personWith([extrapolation]);
    const { travel, places } = await chainOf(store);
    const within = (time: unknown) => (time as number) >= 1440658800 && (time as number) <= 1440745200;
    expect(places.filter(({ data }) => within(data.enter_ts))).toHaveLength(9);
    expect(travel.filter(({ metadata }) => metadata.key === 'segmentation/raw_trip')).toHaveLength(8);
    expectLinked({ travel, places });
    expect(travel.slice(0, 2).map(({ data }) => Math.round(data.duration as number))).toEqual([669, 414]);
    const cleaned = await read(store, ['analysis/cleaned_trip', 'analysis/cleaned_untracked']);
    expect(cleaned).toHaveLength(9);
    const reader = readerOf(await read(store, null));
    const drawn = await tripCollections(reader, parseLocalDates('2015-08-27'), {
      sectionKey,
      validityAssertions: true,
    });
    expect(drawn).toHaveLength(8);
    expect([drawn[0], drawn.at(-1)].map((trip) => trip?.features.length)).toEqual([5, 5]);
  });

  it('27 August 2015: queries by local date compare component by component', async () => {
    const { phone, store } = await platform.newPerson();
    await store.import(readDay(extrapolation));
    const count = async (from: object, to: object, key = 'data.local_dt') =>
      (
        await collect(
          phone.findEntriesReference({
            key_list: null,
            from_local_date: { ...from },
            to_local_date: { ...to },
            key_local_date: key,
          }),
        )
      ).length;
    expect(await count({ hour: 8 }, { hour: 9 }, 'metadata.write_local_dt')).toBe(490);
    const date = { year: 2015, month: 8 };
    expect(await count({ ...date, hour: 8, minute: 18 }, { ...date, hour: 8, minute: 20 })).toBe(15);
    expect(await count({ hour: 8, minute: 18 }, { hour: 9, minute: 8 })).toBe(448);
    expect(await count({ minute: 8 }, { minute: 8 })).toBe(20);
    const at = 1440688739.672;
    const [point] = await collect(
      phone.findEntriesReference({ key_list: [points], key_time: 'data.ts', start_time: at, end_time: at }),
    );
    expect(point?.data).toMatchObject({ latitude: 37.393415, accuracy: 43.5 });
    const range = { field: 'data.ts', start: null, end: null } as const;
    const { entry } = await store.extreme({ key: points, field: 'data.ts', end: 'last', time: range });
    expect(entry?.data.ts).toBe(1440729334.797);
    expect(await store.count({ keys: [points] })).toBe(327);
  });

  it('21 and 27 August 2015: metrics of what was derived', async () => {
    const people = await Promise.all([extrapolation, gaps].map((day) => personWith([day])));
    const [own, other] = await Promise.all(people.map(({ store }) => read(store, [sectionKey])));
    const august = { frequency: 'd', start: 1_438_387_200, end: 1_441_065_600 } as const;
    const [days] = groupMetrics(own!, ['count'], august).metrics;
    expect(days!.map(({ local_dt }) => local_dt.day)).toEqual([27, 28]);
    expect(days![0]).toMatchObject({ ON_FOOT: 3, BICYCLING: 2, IN_VEHICLE: 4 });
    const [everybody] = groupMetrics([...own!, ...other!], ['count'], august).metrics;
    expect(everybody!.map(({ nUsers }) => nUsers)).toEqual([1, 1, 0, 0, 0, 0, 1, 1]);
  });

  it('22 July 2016 alone: the last trip is not there yet, nor the exit that it begins with', async () => {
    const { store } = await personWith([reboot]);
    const drawn = await tripCollections(readerOf(await read(store, null)), parseLocalDates('2016-07-22'), {
      sectionKey,
      validityAssertions: true,
    });
    const expected = structuredClone(readExpectedTrips(reboot).slice(0, -1)) as Drawn[];
    const { properties } = expected
      .at(-1)!
      .features.find((feature) => feature.properties?.feature_type === 'end_place')!;
    for (const name of ['exit_fmt_time', 'exit_ts']) delete properties?.[name];
    expect(tripDifferences(drawn, expected, exactly)).toEqual([]);
  });

  it('25 July 2016 alone: ends where its last trip does, and is left alone while somebody works on it', async () => {
    const { id, store } = await personWith(['android-2016-07-25-reboot']);
    expect(await store.profile()).toMatchObject({ pipeline_range: { end_ts: 1469493031.0 } });
    const { fence } = await store.acquireLease('another run', 60);
    await expect(platform.pipeline.run({ person: id })).rejects.toMatchObject({ code: 'run-in-progress' });
    await store.releaseLease(fence);
    expect(await platform.pipeline.run({ person: id })).toMatchObject({ outcome: 'done' });
  });

  it('20 July 2022: no composite trip of untracked time, each written during the run', async () => {
    const started = Date.now() / 1000;
    const { store } = await personWith(['android-2022-07-20-large-gap']);
    const composites = await read(store, ['analysis/composite_trip']);
    expect(composites.map(({ metadata }) => metadata.origin_key)).toEqual(
      Array.from({ length: 3 }, () => 'analysis/confirmed_trip'),
    );
    for (const { metadata } of composites) {
      expect(metadata.write_ts).toBeGreaterThanOrEqual(started);
      expect(metadata.write_ts).toBeLessThanOrEqual(Date.now() / 1000);
    }
  });

  const filtering = { 'intake.cleaning.filter_accuracy.enable': true };

  it('6 November 2015: two linked trips of points that are not filtered yet', async () => {
    const { store } = await personWith(['ios-2015-11-06-unfiltered'], filtering);
    const chain = await chainOf(store);
    expect(await store.count({ keys: [points] })).toBe(295);
    expect(chain.travel.map(({ data }) => Math.round(data.duration as number))).toEqual([881, 6656]);
    expect(chain.places).toHaveLength(2);
    expectLinked(chain);
  });

  it('6 November 2015 after 27 August 2015: the trips of another phone come last', async () => {
    const alone = await chainOf((await personWith([extrapolation])).store);
    const other = await personWith(['ios-2015-11-06-unfiltered'], filtering);
    const { id, store } = await platform.newPerson();
    await store.import(readDay(extrapolation));
    // Filtered by itself: the filter would find another point in the days of the first phone, too.
    const sensed = await read(other.store, null);
    await store.import(sensed.filter(({ metadata }) => /^(background|statemachine)/.test(metadata.key)));
    await platform.pipeline.run({ person: id });
    const { travel, places } = await chainOf(store);
    expect(travel).toHaveLength(11);
    expect(places).toHaveLength(11);
    const times = (entries: readonly Entry[]) =>
      entries.map(({ data: { start_ts, end_ts } }) => [start_ts, end_ts]);
    expect(times(travel.slice(0, 9))).toEqual(times(alone.travel));
    expect(times(travel.slice(-2))).toEqual([
      [1446797042.282652, 1446797923.682973],
      [1446821561.559255, 1446828217.125328],
    ]);
    expectLinked({ travel, places });
  });
});

interface Drawn {
  readonly features: readonly { readonly properties?: Record<string, unknown> }[];
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
