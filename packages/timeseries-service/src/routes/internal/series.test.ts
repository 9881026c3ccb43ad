import { type Entry, nobody } from '@sojourn/datamodel';
import {
  additionsFor,
  confirmedObjectFor,
  createServiceClient,
  finalLabelsOf,
  firstPlace,
  hasFinalLabels,
  inferredModesOf,
  inferredSectionOf,
  isInputFor,
  lastPlace,
  type PersonClient,
  placeBefore,
  pointsOf,
  type ServiceClient,
  sectionsOfTrip,
  stopsOfTrip,
  timelineOf,
  userInputFor,
  withInputColumns,
} from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, type RunningService, SOME_TIME, startService, storedTrip } from '../../testing/index.js';
import { SERVICE_AUDIENCE } from '../access.js';

let service: RunningService;
let client: ServiceClient;
let person: PersonClient;
beforeAll(async () => {
  service = await startService();
  client = createServiceClient({
    baseUrl: service.internalUrl,
    serviceToken: () =>
      service.authority.mint({ subject: 'test', audience: SERVICE_AUDIENCE, scope: serviceScopes }),
  });
});
afterAll(() => service.stop());
beforeEach(async () => {
  person = client.person((await service.participant()).person);
});
const trip = (number: number, more: object = {}) =>
  storedTrip(number, SOME_TIME + number * 1000, SOME_TIME + number * 1000 + 500, more);
const owned = (entry: object) => ({ ...entry, user_id: { $uuid: person.id } }) as Entry;
const idOf = (number: number) => trip(number)._id.$oid;
const found = async (query: object, from: Pick<PersonClient, 'streamEntries'> = person) => {
  const entries: Entry[] = [];
  for await (const some of from.streamEntries({ keys: null, ...query })) entries.push(...some);
  return entries;
};
const code = (promise: Promise<unknown>) => promise.then(String, (error: { code: string }) => error.code);

describe('writing', () => {
  it('adds entries one by one, with an outcome of each', async () => {
    const { _id, user_id, ...bare } = trip(1);
    const id = await person.insert(bare);
    expect((await found({}))[0]).toMatchObject({ _id: { $oid: id }, user_id: { $uuid: person.id } });
    expect(await person.insert(owned(trip(2)))).toBe(idOf(2));
    const stranger = { ...trip(5), user_id: { $uuid: 'a'.repeat(32) } };
    const bad = { ...owned(trip(6)), metadata: { key: 'segmentation/raw_trip' } } as never;
    const outcomes = await person.bulkInsert([
      owned(trip(2)),
      owned(trip(2, { more: 1 })),
      owned(trip(3)),
      stranger,
      bad,
    ]);
    expect(outcomes).toEqual([
      { outcome: 'unchanged', id: idOf(2) },
      { outcome: 'exists', id: idOf(2) },
      { outcome: 'inserted', id: idOf(3) },
      { outcome: 'refused', code: 'entry-field-invalid', path: 'user_id' },
      { outcome: 'quarantined', code: expect.any(String), path: 'metadata.write_ts' },
    ]);
    expect(await person.count({ keys: null })).toBe(3);
    expect(await person.count({ keys: null, stores: ['quarantine'] })).toBe(1);
    expect(await code(person.insert(owned(trip(2, { more: 2 }))))).toBe('conflict');
    expect(await code(person.insert(stranger))).toBe('entry-field-invalid');
  });

  it('wraps payloads in metadata of the server, and replaces them under the same id', async () => {
    const id = await person.insertData(
      'stats/server_api_time',
      { name: 'x', ts: 1.5, reading: 2 },
      'Europe/Paris',
    );
    const [entry] = await found({});
    const now = service.now() / 1000;
    expect(entry).toMatchObject({
      _id: { $oid: id },
      metadata: { key: 'stats/server_api_time', platform: 'server', time_zone: 'Europe/Paris' },
      data: { name: 'x', ts: 1.5, reading: 2 },
    });
    expect(entry!.metadata.write_ts).toBeGreaterThan(now - 60);
    expect(entry!.metadata.write_fmt_time).toMatch(/\+0[12]:00$/);
    await person.updateData(id, 'stats/server_api_time', { name: 'y', ts: 2, reading: 3 });
    expect(await found({})).toMatchObject([{ _id: { $oid: id }, data: { name: 'y' } }]);
    expect(await code(person.updateData('a'.repeat(24), 'stats/x', {}))).toBe('not-found');
    expect(await code(person.insertData('stats/x', {}, 'Nowhere/Land'))).toBe('zone-unknown');
  });

  it('replaces whole entries, hides raw ones, and sets errors aside', async () => {
    await person.update(owned(trip(1)));
    await person.update(owned(trip(1, { distance: 7 })));
    expect(await found({})).toMatchObject([{ data: { distance: 7 } }]);
    expect(await code(person.update({ ...trip(1), user_id: { $uuid: 'b'.repeat(32) } }))).toBe(
      'request-invalid',
    );
    expect(await code(person.invalidate(idOf(1)))).toBe('not-found');
    const raw = await person.insertData('stats/server_api_time', { name: 'x', ts: 1, reading: 2 });
    await person.invalidate(raw);
    expect(await person.count({ keys: ['stats/server_api_time'] })).toBe(0);
    expect(await person.entry(raw)).toMatchObject({ invalid: true });
    await person.insertError(battery(SOME_TIME) as never, {
      code: 'zone-unknown',
      path: 'metadata.time_zone',
    });
    expect(await found({ stores: ['quarantine'] })).toMatchObject([{ data: { code: 'zone-unknown' } }]);
  });

  it('keeps the newest models of each stream alone', async () => {
    for (let model = 1; model <= 5; model++) {
      service.pass(1000);
      await person.saveModel('inference/trip_model', { model });
      await person.saveModel('inference/other_model', { model: -model }, 1);
    }
    const all = await found({ keys: ['inference/trip_model'] });
    expect(all.map(({ data }) => data.model)).toEqual([3, 4, 5]);
    expect((await person.currentModel('inference/trip_model'))!.data.model).toBe(5);
    expect((await person.currentModel('inference/other_model'))!.data.model).toBe(-5);
    expect(await person.currentModel('inference/nothing')).toBeUndefined();
  });

  it('works on the usercache as on a queue', async () => {
    const outcome = await person.putUsercache([
      battery(SOME_TIME),
      battery(SOME_TIME + 10),
      {
        ...battery(SOME_TIME),
        metadata: { ...battery(SOME_TIME).metadata, type: 'message', key: 'manual/x' },
      },
    ]);
    expect(outcome).toEqual({ stored: 3, unchanged: 0, superseded: 0, quarantined: [] });
    expect(await person.usercacheKeys()).toEqual(['background/battery', 'manual/x']);
    expect(await person.usercacheKeys('message')).toEqual(['manual/x']);
    expect(await person.clearUsercache(['background/battery'], { end: SOME_TIME })).toBe(1);
    expect(await person.count({ keys: null, stores: ['usercache'] })).toBe(2);
    expect(await person.clearUsercache(null)).toBe(2);
    const mixed = [
      battery(SOME_TIME),
      owned({ ...trip(1), metadata: { ...trip(1).metadata, write_fmt_time: 'x' } }),
    ];
    expect(await person.insertMixed(mixed as never)).toEqual({ timeseries: 1, usercache: 1 });
  });
});

describe('asking', () => {
  const ids = async (query: object) =>
    (await found(query)).map(({ _id }) => Number(BigInt(`0x${_id.$oid}`) & 0xffffn));
  beforeEach(async () => {
    const places = [
      {
        loc: { type: 'Point', coordinates: [2.35, 48.85] },
        mode: 'walk',
        tags: ['a', 'b'],
        nested: { deep: 1 },
      },
      { loc: { type: 'Point', coordinates: [13.4, 52.5] }, mode: 'bike', tags: ['b'], distance: 12.5 },
      { mode: null, distance: 900, trip_id: { $oid: 'c'.repeat(24) } },
    ];
    await person.import(places.map((place, index) => owned(trip(index + 1, place))));
  });

  it.each([
    [{ 'data.mode': 'walk' }, [1]],
    [{ 'data.mode': { $ne: 'walk' } }, [2, 3]],
    [{ 'data.mode': null }, [3]],
    [{ 'data.mode': { $in: ['bike', null] } }, [2, 3]],
    [{ 'data.mode': { $nin: ['bike', 'walk'] } }, [3]],
    [{ 'data.mode': { $exists: true } }, [1, 2, 3]],
    [{ 'data.tags': 'b' }, [1, 2]],
    [{ 'data.tags': { $in: ['a'] } }, [1]],
    [{ 'data.distance': { $exists: false } }, [1]],
    [{ 'data.distance': { $gt: 12.5 } }, [3]],
    [{ 'data.distance': { $gte: 12.5, $lt: 900 } }, [2]],
    [{ 'data.distance': { $lte: 'text' } }, []],
    [{ 'data.nested.deep': 1 }, [1]],
    [{ 'data.trip_id': { $oid: 'C'.repeat(24) } }, [3]],
    [{ 'data.trip_id': { $in: [{ $oid: 'c'.repeat(24) }] } }, [3]],
    [{ _id: { $oid: idOf(2) } }, [2]],
    [
      {
        'data.loc': {
          $geoWithin: {
            $box: [
              [2, 48],
              [3, 49],
            ],
          },
        },
      },
      [1],
    ],
    [
      {
        'data.loc': {
          $geoIntersects: {
            $geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [13, 52],
                  [14, 52],
                  [14, 53],
                  [13, 53],
                  [13, 52],
                ],
              ],
            },
          },
        },
      },
      [2],
    ],
    [{ 'data.distance': { $gt: 0 }, 'data.mode': 'bike' }, [2]],
  ])('finds what fits %j', async (condition, expected) => {
    expect(await ids({ where: [condition] })).toEqual(expected);
    expect(await person.count({ keys: null, where: [condition] })).toBe(expected.length);
  });

  it.each([
    [[{ 'data.mode': { $regex: 'x' } }], 'where.0.data.mode.$regex', 'operator-unknown'],
    [[{ $where: 'sleep()' }], 'where.0.$where', 'operator-unknown'],
    [[{ user_id: 'x' }], 'where.0.user_id', 'field-taken'],
    [[{ 'data.ts': 1 }, { 'metadata.write_ts': { $gt: 1 } }], 'where.1.metadata.write_ts', 'field-taken'],
    [[{ 'data.mode': { $in: 'walk' } }], 'where.0.data.mode.$in', 'invalid'],
    [[{ 'data.mode': { $exists: 1 } }], 'where.0.data.mode.$exists', 'invalid'],
    [[{ 'data.mode': { a: 1 } }], 'where.0.data.mode.a', 'operator-unknown'],
    [[{ 'data.mode': { $gt: null } }], 'where.0.data.mode.$gt', 'invalid'],
    [
      [{ 'data.loc': { $geoWithin: { $geometry: { type: 'Point' } } } }],
      'where.0.data.loc.$geoWithin.$geometry',
      'invalid',
    ],
    [[{ 'data.__proto__..x': 1 }], 'where.0.data.__proto__..x', 'invalid'],
  ])('refuses %j and says where', async (where, path, reason) => {
    const time = { field: 'metadata.write_ts', start: 0 };
    const answer = await service.service('POST', `/v1/people/${person.id}/entries/query`, {
      keys: null,
      time,
      where,
    });
    expect([answer.status, answer.json.code, answer.json.errors]).toEqual([
      400,
      'filter-invalid',
      [{ path, code: reason }],
    ]);
    expect(answer.json.detail.length).toBeGreaterThan(10);
  });

  it('finds points in a region whose edges are great circles, also over the date line', async () => {
    const ring = (...corners: number[][]) => ({ type: 'Polygon', coordinates: [[...corners, corners[0]!]] });
    const north = { loc: { type: 'Point', coordinates: [45, 61] } };
    await person.import([
      owned(trip(4, north)),
      owned(trip(5, { loc: { type: 'Point', coordinates: [179.9, -17] } })),
    ]);
    const geo = (region: object) => ids({ geo: { fields: ['data.loc'], region } });
    // Between its corners on the 60th parallel, the edge of the region runs further north.
    expect(await geo(ring([20, 60], [70, 60], [70, 65], [20, 65]))).toEqual([]);
    expect(await geo(ring([20, 50], [70, 50], [70, 60], [20, 60]))).toEqual([4]);
    expect(await geo({ geometry: ring([178, -19], [178, -15], [-178, -15], [-178, -19]) })).toEqual([5]);
    expect(
      await geo({
        type: 'MultiPolygon',
        coordinates: [
          ring([2, 48], [3, 48], [3, 49], [2, 49]).coordinates,
          ring([13, 52], [14, 52], [14, 53], [13, 53]).coordinates,
        ],
      }),
    ).toEqual([1, 2]);
    expect(
      await code(person.count({ keys: null, geo: { fields: [], region: ring([0, 0], [1, 0], [1, 1]) } })),
    ).toBe('filter-invalid');
    expect(
      await code(person.count({ keys: null, geo: { fields: ['data.loc'], region: { type: 'Point' } } })),
    ).toBe('filter-invalid');
  });

  it('compares formatted times as texts, whatever their offset', async () => {
    const at = (number: number, time: string) =>
      owned(trip(number, { start_ts: Date.parse(time) / 1000, start_fmt_time: time }));
    await person.import([
      at(11, '2024-01-31T23:30:00-05:00'),
      at(12, '2024-03-31T23:59:59+02:00'),
      at(13, '2024-04-01T00:00:00+14:00'),
    ]);
    const query = (start: string | null, end: string) => ({
      formattedTime: { field: 'data.start_fmt_time', start, end },
    });
    expect(await ids(query('2024-01', '2024-03'))).toEqual([11, 12]);
    expect(await ids(query('2024-04', '2024-04'))).toEqual([13]);
    expect(await ids(query(null, '2024-01-31'))).toEqual([11]);
    expect(
      await code(
        person.count({ keys: null, ...query('2024', '2024'), formattedTime: { field: 'data.ts', end: 'x' } }),
      ),
    ).toBe('filter-invalid');
  });

  it('finds an entry by its exact time, and extremes within a window of another time', async () => {
    const start = trip(2).data.start_ts;
    expect(await person.entryAt('segmentation/raw_trip', 'data.start_ts', start)).toEqual(
      owned(trip(2, (await found({}))[1]!.data)),
    );
    expect(await person.entryAt('segmentation/raw_trip', 'data.start_ts', start + 0.5)).toBeUndefined();
    const time = { field: 'data.start_ts', start: 0, end: start };
    const { value } = await person.extreme({
      key: 'segmentation/raw_trip',
      field: 'data.distance',
      end: 'last',
      time,
    });
    expect(value).toBe(12.5);
  });

  it('goes through entries backwards as it goes forwards', async () => {
    const pages = async (descending: boolean) => {
      const entries: Entry[] = [];
      for await (const page of person.entryPages({ keys: null, descending, pageSize: 1 }))
        entries.push(...page);
      return entries.map(({ _id }) => _id.$oid);
    };
    expect((await pages(true)).reverse()).toEqual(await pages(false));
  });
});

describe('everybody together', () => {
  it('is read page by page, counted, and found by id', async () => {
    const others = await Promise.all([1, 2, 3].map(() => service.participant()));
    const people = [person, ...others.map((other) => client.person(other.person))];
    const key = `test/everybody${SOME_TIME}`;
    for (const [index, one] of people.entries()) {
      const entries = [0, 1, 2].map((part) => trip(1000 + index * 10 + part));
      await one.import(entries.map((entry) => ({ ...entry, metadata: { ...entry.metadata, key } })) as never);
    }
    const selection = { keys: [key], where: [{ 'data.duration': 500 }] };
    const read: string[] = [];
    for await (const page of client.everybody.entryPages({ ...selection, pageSize: 2 })) {
      expect(page.length).toBeLessThanOrEqual(2);
      read.push(...page.map(({ user_id }) => user_id!.$uuid));
    }
    const expected = people.map(({ id }) => id).sort();
    expect(read).toEqual(expected.flatMap((id) => [id, id, id]));
    expect(await client.everybody.count(selection)).toEqual({ count: 12, locked: [] });
    expect(await client.everybody.peopleWith(selection)).toEqual({ people: expected, locked: [] });
    expect(await client.everybody.entry(idOf(1021))).toMatchObject({ user_id: { $uuid: people[2]!.id } });
    expect(await code(client.everybody.entry('e'.repeat(24)))).toBe('not-found');
    const chunks: Uint8Array[] = [];
    for await (const chunk of client.everybody.dataFrame({ key })) chunks.push(chunk);
    const frame = tableFromIPC(Buffer.concat(chunks));
    expect(frame.numRows).toBe(12);
    expect(new Set(frame.getChild('user_id')!.toArray())).toEqual(new Set(expected));
    const { json } = await service.service('POST', '/v1/entries/query', { keys: [key], pageSize: 2 });
    const other = { keys: null, pageSize: 2, cursor: json.cursor };
    expect((await service.service('POST', '/v1/entries/query', other)).json.code).toBe('cursor-invalid');
  });

  it('names those whose data is locked', async () => {
    await person.import([owned(trip(1))]);
    await person.changeCustody({ custody: 'presented', passphrase: 'a passphrase of some length' });
    await person.lock();
    expect((await client.everybody.count({ keys: null })).locked).toContain(person.id);
    const told: string[] = [];
    for await (const _ of client.everybody.entryPages({ keys: null }, (locked) => told.push(...locked)));
    expect(told).toContain(person.id);
  });

  it('leaves out what belongs to nobody, which has a series of its own', async () => {
    const series = client.person(nobody);
    expect(await series.count({ keys: null })).toBe(0);
    const id = await series.insertData('stats/dashboard_error', { name: 'x', ts: 1, reading: 1 });
    expect(await series.entry(id)).toMatchObject({ user_id: null });
    expect(await found({}, series)).toHaveLength(1);
    const listed: string[] = [];
    for await (const { id: known } of client.people()) listed.push(known);
    expect(listed).not.toContain(nobody);
    expect((await client.everybody.peopleWith({ keys: null })).people).not.toContain(nobody);
  });
});

describe('a diary', () => {
  const id = (number: number) => ({ $oid: number.toString(16).padStart(24, '0') });
  const entry = (number: number, key: string, data: object) =>
    owned({
      _id: id(number),
      metadata: { key, platform: 'server', write_ts: SOME_TIME, time_zone: 'UTC' },
      data,
    });
  const point = (x: number) => ({ type: 'Point', coordinates: [x, 10] });
  const place = (number: number, x: number, data: object) =>
    entry(number, 'analysis/cleaned_place', { location: point(x), ...data });
  const move = (
    number: number,
    start_ts: number,
    end_ts: number,
    from: number,
    to: number,
    data: object = {},
  ) =>
    entry(number, 'analysis/cleaned_trip', {
      start_ts,
      end_ts,
      start_place: id(from),
      end_place: id(to),
      start_loc: point(from),
      end_loc: point(to),
      ...data,
    });
  beforeEach(() =>
    person.import([
      place(1, 1, { exit_ts: 100, starting_trip: id(11) }),
      move(11, 100, 200, 1, 2),
      place(2, 2, { enter_ts: 200, exit_ts: 300, starting_trip: id(12) }),
      move(12, 300, 400, 2, 3, { user_input: { mode_confirm: 'bike' } }),
      place(3, 3, { enter_ts: 400 }),
      entry(21, 'analysis/cleaned_section', { trip_id: id(11), start_ts: 150, end_ts: 200 }),
      entry(22, 'analysis/cleaned_section', { trip_id: id(11), start_ts: 100, end_ts: 150 }),
      entry(23, 'analysis/cleaned_stop', { trip_id: id(11), enter_ts: 150, exit_ts: 150 }),
      entry(31, 'analysis/inferred_section', {
        cleaned_section: id(21),
        trip_id: id(11),
        start_ts: 150,
        end_ts: 200,
        sensed_mode: 2,
      }),
    ] as never),
  );
  const numbers = (entries: readonly (Entry | undefined)[]) =>
    entries.map((one) => one && Number.parseInt(one._id.$oid, 16));

  it('tells sections, stops and modes of a trip', async () => {
    expect(numbers(await sectionsOfTrip(person, id(11).$oid))).toEqual([22, 21]);
    expect(numbers(await stopsOfTrip(person, id(11).$oid))).toEqual([23]);
    expect(
      numbers([await inferredSectionOf(person, id(21).$oid), await inferredSectionOf(person, id(22).$oid)]),
    ).toEqual([31, undefined]);
    const modes = await inferredModesOf(person, [id(21).$oid, id(22).$oid]);
    expect([...modes.values()]).toEqual([2, 0]);
    const [section] = await sectionsOfTrip(person, id(11).$oid);
    expect(pointsOf(section!)).toEqual({ field: 'data.ts', start: 100, end: 150 });
  });

  it('tells where somebody was', async () => {
    const keys = { place: 'analysis/cleaned_place', trip: 'analysis/cleaned_trip' };
    expect(numbers([await firstPlace(person, keys.place), await lastPlace(person, keys.place)])).toEqual([
      1, 3,
    ]);
    const before = async (time: number) => numbers([await placeBefore(person, keys, time)])[0];
    expect(await Promise.all([250, 350, 500, 50].map(before))).toEqual([2, 2, 3, undefined]);
  });

  it('tells places and trips in turn', async () => {
    const query = {
      place: 'analysis/cleaned_place',
      trip: 'analysis/cleaned_trip',
      untracked: 'analysis/cleaned_untracked',
      start: 0,
      end: 1000,
    };
    expect(numbers(await timelineOf(person, query))).toEqual([11, 2, 12, 3]);
    const region = {
      type: 'Polygon',
      coordinates: [
        [
          [1.5, 9],
          [3.5, 9],
          [3.5, 11],
          [1.5, 11],
          [1.5, 9],
        ],
      ],
    };
    expect(numbers(await timelineOf(person, { ...query, region }))).toEqual([2, 12, 3]);
  });

  it('tells what somebody said of a trip, and what they said it of', async () => {
    const input = (number: number, key: string, write_ts: number, data: object) =>
      owned({
        _id: id(number),
        metadata: { key, platform: 'android', write_ts, time_zone: 'UTC', type: 'message' },
        data: { label: 'x', ...data },
      });
    const trips = [
      {
        ...move(41, 1000, 2000, 51, 52),
        metadata: { key: 'analysis/confirmed_trip', platform: 'server', write_ts: 1 },
      },
      { ...place(52, 1, { enter_ts: 2000, exit_ts: 4000 }) },
    ];
    const mode = 'manual/mode_confirm';
    const addition = 'manual/trip_addition_input';
    const about = { start_ts: 1000, end_ts: 1900 };
    const inputs = [
      input(61, mode, 5, about),
      input(62, mode, 9, { start_ts: 1000, end_ts: 2500 }),
      input(63, mode, 20, { start_ts: 1000, end_ts: 4001 }),
      input(64, mode, 30, { start_ts: 900, end_ts: 1500 }),
      input(65, mode, 40, { start_ts: 1700, end_ts: 3000 }),
      input(66, mode, 8, { start_ts: 1200, end_ts: 3900 }),
      input(71, addition, 1, { ...about, status: 'ACTIVE', match_id: 'a' }),
      input(72, addition, 2, { ...about, status: 'DELETED', match_id: 'a' }),
      input(73, addition, 3, { ...about, match_id: 'b' }),
    ];
    await person.import([...trips, ...inputs] as never);
    const confirmed = await person.entry(id(41).$oid);
    const said = await found({ keys: [mode], orderBy: 'metadata.write_ts' });
    const next = await person.entry(id(52).$oid);
    const matching = said.filter((one) => isInputFor(confirmed, one, next));
    expect(numbers(matching)).toEqual([61, 66, 62]);
    expect(numbers([await userInputFor(person, confirmed, mode)])).toEqual([62]);
    expect(numbers(await additionsFor(person, confirmed))).toEqual([73]);
    expect(numbers([await confirmedObjectFor(person, matching[1]!)])).toEqual([41]);
    expect(await confirmedObjectFor(person, said.at(-1)!)).toBeUndefined();
  });

  it('tells which labels count', async () => {
    const trips = await found({ keys: ['analysis/cleaned_trip'] });
    expect(trips.map(hasFinalLabels)).toEqual([false, true]);
    expect(trips.map(finalLabelsOf)).toEqual([{}, { mode_confirm: 'bike' }]);
    expect(withInputColumns(trips)[1]).toMatchObject({ mode_confirm: 'bike', _id: id(12).$oid });
    const expected = owned(
      trip(1, {
        expectation: { to_label: false },
        inferred_labels: [
          { labels: { a: 1 }, p: 0.2 },
          { labels: { a: 2 }, p: 0.8 },
        ],
      }),
    );
    expect(finalLabelsOf(expected)).toEqual({ a: 2 });
  });
});
