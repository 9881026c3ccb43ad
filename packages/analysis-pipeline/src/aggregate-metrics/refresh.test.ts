import type { Entry } from '@sojourn/datamodel';
import type { ServiceClient } from '@sojourn/datamodel/client';
import { afterEach, describe, expect, it } from 'vitest';
import { type DaySummaryOptions, daySummaryOptions, metricsAnswer, onlyMetrics } from '../results/index.js';
import { createSettings } from '../settings/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { AggregateStore, refreshAggregate } from './index.js';

let ids = 0;
const newId = () => ({ $oid: (++ids).toString(16).padStart(24, '0') });

function trip(start: string, mode_confirm: string, distance: number, _id = newId()): Entry {
  const start_ts = Date.parse(start) / 1000;
  return {
    _id,
    user_id: { $uuid: '0'.repeat(32) },
    metadata: {
      key: 'analysis/confirmed_trip',
      platform: 'server',
      write_ts: start_ts,
      time_zone: 'Europe/Paris',
    } as Entry['metadata'],
    data: {
      ...{ start_ts, end_ts: start_ts + 600, start_fmt_time: start, duration: 600, distance },
      user_input: { mode_confirm },
    },
  };
}

const otherStream = { ...trip('2024-01-01T00:00:00Z', 'walk', 0).metadata, key: 'manual/incident' };
const platforms: TestPlatform[] = [];
afterEach(async () => {
  for (const platform of platforms.splice(0)) await platform.stop();
});

async function study() {
  const platform = await startPlatform();
  platforms.push(platform);
  const { services: store } = platform;
  let read = 0;
  const counting: ServiceClient = {
    ...store,
    person(id) {
      const person = store.person(id);
      return {
        ...person,
        async *streamEntries(query, options) {
          for await (const list of person.streamEntries(query, options)) {
            read += list.length;
            yield list as never;
          }
        },
      };
    },
  };
  const refresh = (signal?: AbortSignal, options: Omit<DaySummaryOptions, 'now'> = {}) =>
    refreshAggregate({
      store: counting,
      summaries: { ...options, now: 7 },
      forEach: async (items, work) => {
        for (const item of items) await work(item);
      },
      ...(signal === undefined ? {} : { signal }),
    });
  return {
    refresh,
    /** Trips that a refresh reads. */
    async tripsRead() {
      const before = read;
      await refresh();
      return read - before;
    },
    newTraveller: async (...trips: Entry[]) => {
      const { store: person } = await platform.newPerson();
      if (trips.length > 0) await person.import(trips);
      return person;
    },
    /** Carbon dioxide of electric bicycles on each day. */
    carbon: async () =>
      (await new AggregateStore(store).read('2024', '2024')).flatMap(({ metric, dimensions }) =>
        metric === 'footprint'
          ? dimensions.mode_confirm!.map(({ measure }) => (measure as { kg_co2: number }).kg_co2)
          : [],
      ),
    /** Metres by mode of each day, with the number of people. */
    distances: async (start = '2024', end = '2024') => {
      const summaries = await new AggregateStore(store).read(start, end);
      const { distance } = metricsAnswer(onlyMetrics(summaries, { distance: ['mode_confirm'] }), {
        ...{ start, end, minimumUsers: 1 },
      });
      return distance;
    },
  };
}

const day = (date: string, nUsers: number, modes: Record<string, number>) => ({
  date,
  nUsers,
  ...Object.fromEntries(Object.entries(modes).map(([mode, metres]) => [`mode_confirm_${mode}`, metres])),
});

describe('the sums of everybody', () => {
  it('are those of each person’s local days, over months and years', async () => {
    const { refresh, newTraveller, distances } = await study();
    expect(await refresh()).toEqual({ people: 0, changed: 0, locked: 0, days: 0 });
    await newTraveller(
      trip('2024-01-31T23:50:00+01:00', 'bike', 1000),
      trip('2024-01-31T08:00:00+01:00', 'bike', 500),
      trip('2024-02-01T00:10:00+01:00', 'walk', 100),
    );
    await newTraveller(
      trip('2024-01-31T23:50:00-08:00', 'bike', 4000),
      trip('2023-12-31T08:00:00-08:00', 'car', 1),
    );
    await newTraveller();
    expect(await refresh()).toEqual({ people: 3, changed: 3, locked: 0, days: 3 });
    expect(await distances()).toEqual([
      day('2024-01-31', 2, { bike: 5500 }),
      day('2024-02-01', 1, { walk: 100 }),
    ]);
    expect(await distances('2023-12', '2024-01')).toEqual([
      day('2023-12-31', 1, { car: 1 }),
      day('2024-01-31', 2, { bike: 5500 }),
    ]);
    expect(await distances('2024-02-01', '2024-02-01')).toHaveLength(1);
    expect(await distances('2025', '2026')).toBeUndefined();
  });

  it('follow what changes, day by day', async () => {
    const { refresh, newTraveller, distances } = await study();
    const moved = trip('2024-01-02T08:00:00+01:00', 'bike', 1000);
    const first = await newTraveller(trip('2024-01-01T08:00:00+01:00', 'bike', 500), moved);
    await newTraveller(trip('2024-01-02T08:00:00+01:00', 'bike', 1));
    await refresh();
    expect(await refresh()).toMatchObject({ changed: 0, days: 0 });

    await first.commit({ replace: [trip('2024-01-03T08:00:00+01:00', 'walk', 1000, moved._id)] });
    expect(await refresh()).toMatchObject({ changed: 1, days: 2 });
    expect(await distances()).toEqual([
      day('2024-01-01', 1, { bike: 500 }),
      day('2024-01-02', 1, { bike: 1 }),
      day('2024-01-03', 1, { walk: 1000 }),
    ]);

    await first.commit({ remove: [moved._id.$oid] });
    await newTraveller(trip('2024-01-02T09:00:00+01:00', 'walk', 2));
    // A newcomer changes their own days alone.
    expect(await refresh()).toMatchObject({ changed: 2, days: 2 });
    expect(await distances()).toEqual([
      day('2024-01-01', 1, { bike: 500 }),
      day('2024-01-02', 2, { bike: 1, walk: 2 }),
    ]);
  });

  it('cost what has changed, however long the history is', async () => {
    const { refresh, tripsRead, newTraveller, distances } = await study();
    const daily = (year: number) =>
      Array.from({ length: 200 }, (_, index) => {
        const start = new Date(Date.UTC(year, 0, 1, 12) + index * 86_400_000).toISOString();
        return trip(start.replace('.000Z', '+00:00'), 'bike', 1);
      });
    const first = await newTraveller(...daily(2022), ...daily(2023));
    await newTraveller(...daily(2022), ...daily(2023));
    await refresh();
    expect(await tripsRead()).toBe(0);
    await first.import([
      { ...trip('2024-03-01T12:00:00+00:00', 'bike', 1), metadata: otherStream },
      { ...trip('2022-05-01T12:00:00+00:00', 'bike', 1), metadata: otherStream },
    ]);
    expect(await tripsRead()).toBe(0);
    await first.import([trip('2023-03-01T12:00:00+00:00', 'walk', 5)]);
    expect(await tripsRead()).toBeLessThan(20);
    expect(await distances('2023-03-01', '2023-03-01')).toEqual([day('2023-03-01', 2, { bike: 2, walk: 5 })]);
  });

  it('are made anew, all of them, under settings by which the same trips come to something else', async () => {
    const { refresh, newTraveller, carbon } = await study();
    await newTraveller(trip('2024-01-01T08:00:00+01:00', 'e-bike', 1000));
    await newTraveller(trip('2024-02-01T08:00:00+01:00', 'e-bike', 1000));
    const usual = daySummaryOptions(createSettings({}));
    expect(await refresh(undefined, usual)).toMatchObject({ changed: 2, days: 2 });
    expect(await refresh(undefined, usual)).toMatchObject({ changed: 0, days: 0 });
    const [before] = await carbon();
    const grid = { 2024: { national: 10, regions: {} } };
    const greener = daySummaryOptions(createSettings({ 'study.regional_energy': { grid } }));
    expect(await refresh(undefined, greener)).toMatchObject({ changed: 0, days: 2 });
    const after = await carbon();
    expect(after).toEqual([expect.closeTo(0.000_136_7, 9), expect.closeTo(0.000_136_7, 9)]);
    expect(before).toBeGreaterThan(after[0]!);
    expect(await refresh(undefined, greener)).toMatchObject({ days: 0 });
  });

  it('leave out who cannot be read, and take them in again', async () => {
    const { refresh, newTraveller, distances } = await study();
    const passphrase = 'correct horse battery';
    const hidden = await newTraveller(trip('2024-01-01T08:00:00+01:00', 'bike', 500));
    await newTraveller(trip('2024-01-01T08:00:00+01:00', 'bike', 1));
    await hidden.changeCustody({ custody: 'presented', passphrase });
    await hidden.unlock({ passphrase, ttl: 3600 });
    await refresh();
    expect(await distances()).toEqual([day('2024-01-01', 2, { bike: 501 })]);
    await hidden.lock();
    expect(await refresh()).toMatchObject({ people: 1, locked: 1 });
    expect(await distances()).toEqual([day('2024-01-01', 1, { bike: 1 })]);
    await hidden.unlock({ passphrase, ttl: 3600 });
    await refresh();
    expect(await distances()).toEqual([day('2024-01-01', 2, { bike: 501 })]);
  });

  it('are made up for after a refresh that was broken off anywhere', async () => {
    const { refresh, newTraveller, distances } = await study();
    await newTraveller(trip('2024-01-01T08:00:00+01:00', 'bike', 500));
    await newTraveller(trip('2024-01-01T08:00:00+01:00', 'bike', 1));
    for (const looks of [1, 2, 3, 4]) {
      const controller = new AbortController();
      let left = looks;
      const signal = Object.assign(controller.signal, {
        throwIfAborted() {
          left--;
          if (left < 0) throw new Error('broken off');
        },
      });
      await refresh(signal).catch(() => undefined);
    }
    await refresh();
    expect(await distances()).toEqual([day('2024-01-01', 2, { bike: 501 })]);
  });
});
