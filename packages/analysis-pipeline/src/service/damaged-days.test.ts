import type { Entry } from '@sojourn/datamodel';
import { toPhoneForm } from '@sojourn/datamodel/formats';
import { simulate } from '@sojourn/simulator';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { haveRealDays, lawBounds, readDay } from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

/** An entry as a phone sends it. */
type Sent = Pick<Entry, 'metadata' | 'data'>;
type Damage = (entries: readonly Sent[]) => readonly Sent[];

const uploadEntries = 1000;
const year = 366 * 86_400;

function inventedDay(kind: 'android' | 'ios'): Sent[] {
  const [person] = simulate({
    seed: `damaged ${kind}`,
    days: 1,
    from: '2020-06-01',
    platform: kind,
    flights: false,
  });
  return [...person!.entries] as unknown as Sent[];
}

function recordedDay(name: string): Sent[] {
  return readDay(name).flatMap((entry) => (toPhoneForm(entry) as Sent | undefined) ?? []);
}

const days = new Map<string, Sent[]>([
  ['an invented Android day', inventedDay('android')],
  ['an invented iOS day', inventedDay('ios')],
  ...(haveRealDays ? [['android-2016-06-20', recordedDay('android-2016-06-20')] as const] : []),
]);

const isPoint = ({ metadata: { key } }: Sent): boolean => key.endsWith('location');
const without =
  (key: string): Damage =>
  (entries) =>
    entries.filter(({ metadata }) => metadata.key !== key);
const each =
  (change: (entry: Sent, index: number) => Sent): Damage =>
  (entries) =>
    entries.map(change);
const changedData = (entry: Sent, members: Record<string, unknown>): Sent => ({
  ...entry,
  data: { ...entry.data, ...members },
});
const moved = (entry: Sent, seconds: number): Sent => {
  const { ts } = entry.data;
  const metadata = { ...entry.metadata, write_ts: entry.metadata.write_ts + seconds };
  return { metadata, data: typeof ts === 'number' ? { ...entry.data, ts: ts + seconds } : entry.data };
};
const inPart = (from: number, to: number, damage: Damage): Damage => {
  return (entries) => {
    const [start, end] = [Math.floor(from * entries.length), Math.ceil(to * entries.length)];
    return [...entries.slice(0, start), ...damage(entries.slice(start, end)), ...entries.slice(end)];
  };
};

const strange = [null, 'now', -1, 1e300, {}, [], true, '', 5e-324];
/** Halves of pairs of surrogates, marks of the byte order, NUL, and a text that is long and full of quotes. */
const hardTexts = ['\ufeff', '\ud800', '\ufeffwalk', 'x\udc00', '\0', '"\\'.repeat(1000), '🚲'];
const damages = {
  'no motion activity': without('background/motion_activity'),
  'no transitions': without('statemachine/transition'),
  'no points': (entries) => entries.filter((entry) => !isPoint(entry)),
  'one point': (entries) => {
    const point = entries.find(isPoint);
    return entries.filter((entry) => !isPoint(entry) || entry === point);
  },
  'points alone': (entries) => entries.filter(isPoint),
  'everything twice': (entries) => [...entries, ...entries],
  'a clock that jumps years ahead': inPart(
    0.4,
    1,
    each((entry) => moved(entry, 3 * year)),
  ),
  'a clock that jumps years back': inPart(
    0.4,
    1,
    each((entry) => moved(entry, -10 * year)),
  ),
  'a clock that jumps to and fro': inPart(
    0.3,
    0.6,
    each((entry) => moved(entry, 2 * year)),
  ),
  'a clock that began in 1970': (entries) =>
    entries.map((entry) => moved(entry, 100 - Math.min(...entries.map(({ metadata }) => metadata.write_ts)))),
  'the wrong order': (entries) => entries.toReversed(),
  'no collection mode': each((entry) => {
    const { filter: _, ...data } = entry.data;
    return { ...entry, data };
  }),
  'no zones': each((entry) => ({ ...entry, metadata: { ...entry.metadata, time_zone: undefined as never } })),
  'unknown zones': each((entry) => ({
    ...entry,
    metadata: { ...entry.metadata, time_zone: 'Nowhere/Else' },
  })),
  'one place for all points': each((entry) =>
    isPoint(entry) ? changedData(entry, { latitude: 37.4, longitude: -122.1 }) : entry,
  ),
  'points at the poles and the edges of the map': each((entry, index) =>
    isPoint(entry)
      ? changedData(entry, { latitude: index % 2 === 0 ? 90 : -90, longitude: index % 3 === 0 ? 180 : -180 })
      : entry,
  ),
  'impossible points': each((entry, index) =>
    isPoint(entry) && index % 5 === 0
      ? changedData(entry, { latitude: strange[index % strange.length], accuracy: strange[(index + 3) % 9] })
      : entry,
  ),
  'members of strange types': each((entry, index) => {
    const names = Object.keys(entry.data);
    const name = names[index % names.length];
    return name === undefined || index % 7 !== 0
      ? entry
      : changedData(entry, { [name]: strange[(index / 7) % strange.length] });
  }),
  'texts that are hard to carry': each((entry, index) =>
    changedData(entry, { note: `${hardTexts[index % hardTexts.length]}${index}` }),
  ),
  'empty payloads': each((entry, index) => (index % 6 === 0 ? { ...entry, data: {} } : entry)),
} satisfies Record<string, Damage>;
const damageNames = Object.keys(damages) as (keyof typeof damages)[];

/** Uploads, runs, and holds that nothing failed and nothing is left to do. */
async function live(entries: readonly Sent[]) {
  const { id, phone, store } = await platform.newPerson();
  const upload = async (): Promise<void> => {
    for (let start = 0; start < entries.length; start += uploadEntries) {
      await phone.putUsercache(entries.slice(start, start + uploadEntries) as never);
    }
  };
  await upload();
  const outcome = await platform.pipeline.run({ person: id });
  expect(outcome.stages.filter((stage) => stage.outcome === 'failed')).toEqual([]);
  const { sequence, processedSequence } = await store.summary();
  expect(processedSequence).toBe(sequence);
  return { id, store, upload, outcome };
}

describe('a damaged day', () => {
  // Each damage befalls one of the days, and all of them in turn.
  it.each(damageNames.map((name, index) => [name, [...days.keys()][index % days.size]!] as const))(
    'with %s (%s) gets a diary',
    async (name, day) => {
      const { id } = await live(damages[name](days.get(day)!));
      expect((await platform.pipeline.run({ person: id })).changed).toBe(false);
    },
  );

  it('with any damages together gets a diary, and another upload of the same changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...days.values()),
        fc.array(
          fc.tuple(
            fc.constantFrom(...damageNames),
            fc.double({ min: 0, max: 1 }),
            fc.double({ min: 0, max: 1 }),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        async (day, chosen) => {
          const entries = chosen.reduce<readonly Sent[]>(
            (sent, [name, one, other]) =>
              inPart(Math.min(one, other), Math.max(one, other), damages[name])(sent),
            day,
          );
          const { id, store, upload } = await live(entries);
          // What was set aside is looked at again, and how long that took is noted.
          const entriesBesideStatistics = async () =>
            (await store.count({ keys: null })) - (await store.count({ keys: ['stats/pipeline_time'] }));
          const before = await entriesBesideStatistics();
          await upload();
          await platform.pipeline.run({ person: id });
          expect(await entriesBesideStatistics()).toBe(before);
        },
      ),
      lawBounds(10, 4),
    );
  });

  it('with a clock that is years ahead of ours gets a diary of the rest, and what comes later as well', async () => {
    const day = days.get('an invented Android day')!;
    const ahead = inPart(
      0.5,
      0.7,
      each((entry) => moved(entry, 30 * year)),
    )(day);
    const { id, phone, store } = await platform.newPerson();
    await phone.putUsercache(ahead as never);
    const { stages } = await platform.pipeline.run({ person: id });
    expect(stages.filter((stage) => stage.outcome === 'failed')).toEqual([]);
    expect(await store.count({ keys: ['segmentation/raw_trip'] })).toBeGreaterThan(0);
    // What lies in the future waits, and is not lost.
    const left = await store.count({ keys: [] });
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(ahead.length / 4);
    const before = await store.count({ keys: null, stores: ['raw'] });
    await phone.putUsercache(day.map((entry) => moved(entry, 86_400)) as never);
    await platform.pipeline.run({ person: id });
    expect(await store.count({ keys: null, stores: ['raw'] })).toBeGreaterThan(before + day.length / 2);
    expect(await store.count({ keys: [] })).toBe(left);
  });

  it('with texts that are hard to carry keeps them as they were sent', async () => {
    const day = damages['texts that are hard to carry'](days.get('an invented Android day')!);
    const { store } = await live(day);
    const kept: unknown[] = [];
    for await (const page of store.streamEntries({ keys: ['background/location'] })) {
      kept.push(...page.map(({ data }) => data.note));
    }
    const sent = day.filter(({ metadata: { key } }) => key === 'background/location');
    expect(sent.length).toBeGreaterThan(100);
    expect(kept.sort()).toEqual(sent.map(({ data }) => data.note).sort());
  });

  it('with very many points gets a diary, and is cut into trips as with few', async () => {
    const points = Number(process.env.SOJOURN_TEST_POINTS ?? 10_000);
    const { outcome, store } = await live(denseDay(points));
    expect(outcome.stages.find(({ stage }) => stage === 'TRIP_SEGMENTATION')).toMatchObject({
      entries: points,
    });
    expect(await store.count({ keys: ['analysis/confirmed_trip'] })).toBe(2);
  }, 300_000);
});

/** A day of two long ways, at the start and in the middle, in so many points. */
function denseDay(points: number): Sent[] {
  const start = 1_600_000_000;
  const seconds = 86_000;
  let metres = 0;
  return Array.from({ length: points }, (_, index) => {
    const ts = start + (index * seconds) / points;
    const share = index / points;
    const isOnTheWay = share < 0.3 || (share > 0.5 && share < 0.8);
    if (isOnTheWay) metres += (seconds / points) * 6;
    return {
      metadata: {
        key: 'background/filtered_location',
        type: 'sensor-data',
        platform: 'android',
        time_zone: 'America/Los_Angeles',
        write_ts: ts + 0.5,
      },
      data: {
        ts,
        latitude: 37.4 + metres / 111_000,
        longitude: -122 + Math.sin(index) * 1e-6,
        accuracy: 10,
        sensed_speed: isOnTheWay ? 6 : 0,
        bearing: 0,
        altitude: 20,
        elapsedRealtimeNanos: index * 1e9,
        filter: 'time',
      },
    };
  });
}
