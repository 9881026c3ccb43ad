import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  battery,
  location,
  modeLabel,
  type RunningService,
  SOME_TIME,
  startService,
  storedTrip,
  unknownStream,
} from '../../testing/index.js';

/** What a phone needs of a server, point by point of the reference's compatibility list. */
let service: RunningService;
let token: string;
let person: string;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

async function newPerson() {
  ({ token, person } = await service.participant());
}
const put = (entries: unknown[], more: object = {}) =>
  service.post('/usercache/put', { user: token, phone_to_server: entries, ...more });
const find = (keys: string[] | null, more: object = {}) =>
  service.post('/datastreams/find_entries/timestamp', {
    user: token,
    key_list: keys,
    start_time: 0,
    end_time: 2 ** 63,
    ...more,
  });
const writeTimes = (answer: { json: { phone_data: { metadata: { write_ts: number } }[] } }) =>
  answer.json.phone_data.map(({ metadata }) => metadata.write_ts);

describe('a phone', () => {
  beforeAll(newPerson);

  it('1: posts JSON with `user`, with a charset and doubled slashes', async () => {
    const headers = { 'content-type': 'application/json; charset=UTF-8' };
    const answer = await service.post('//usercache//get', { user: token }, headers);
    expect([answer.status, answer.json]).toEqual([200, { server_to_phone: [] }]);
  });

  it('2: is told exactly 200 with nothing, also for an empty batch', async () => {
    for (const entries of [[battery(SOME_TIME)], []]) {
      const answer = await put(entries);
      expect([answer.status, answer.text]).toEqual([200, '']);
    }
  });

  it('2: may send the same batch again', async () => {
    const batch = [battery(SOME_TIME + 10), location(SOME_TIME + 11)];
    await put(batch);
    const before = (await find(null)).json.phone_data;
    await put(batch);
    await put([...batch, ...batch]);
    expect((await find(null)).json.phone_data).toEqual(before);
  });

  it('2: loses no good entry to a bad one', async () => {
    await newPerson();
    const answer = await put([
      battery(SOME_TIME),
      { metadata: { key: 'background/battery' } },
      5,
      battery(SOME_TIME + 1),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.json.quarantined.map(({ index }: { index: number }) => index)).toEqual([1, 2]);
    expect(writeTimes(await find(['background/battery']))).toEqual([SOME_TIME, SOME_TIME + 1]);
  });

  it('2: finds its data after a restart right after the answer', async () => {
    await newPerson();
    await put([battery(SOME_TIME)]);
    const { folder } = service;
    await service.close();
    service = await startService({ folder });
    expect(writeTimes(await find(['background/battery']))).toEqual([SOME_TIME]);
  });

  it.each([
    ['POST', '/usercache/put/'],
    ['POST', '/usercache'],
    ['POST', '/nothing/here'],
    ['POST', '/'],
    ['GET', '/'],
    ['GET', '/index.html'],
  ])('3: is never sent elsewhere: %s %s', async (method, path) => {
    const body = JSON.stringify({ user: token, phone_to_server: [battery(SOME_TIME)] });
    const init = method === 'POST' ? { body, headers: { 'content-type': 'application/json' } } : {};
    const answer = await service.call(path, { method, ...init });
    expect([answer.status, answer.json.code]).toEqual([404, 'not-found']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('3: gets 405 for a GET where a POST belongs', async () => {
    for (const path of ['/usercache/put', '/profile/create', '/datastreams/find_entries/timestamp']) {
      const answer = await service.call(path);
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  it('4: reads JSON objects with the members that it looks for', async () => {
    await newPerson();
    const user = { user: token };
    expect((await find([])).json).toEqual({ phone_data: [] });
    expect((await service.post('/usercache/get', user)).json).toEqual({ server_to_phone: [] });
    expect((await service.post('/profile/create', user)).json.uuid).toMatch(
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    );
    expect((await service.post('/profile/get', user)).json).toMatchObject({ source: 'sojourn' });
    expect((await service.post('/pipeline/get_complete_ts', user)).json).toEqual({ complete_ts: null });
  });

  it('5: reads ids and dates in extended JSON', async () => {
    await put([battery(SOME_TIME)]);
    const [entry] = (await find(['background/battery'])).json.phone_data;
    expect(entry._id.$oid).toMatch(/^[0-9a-f]{24}$/);
    expect(entry.user_id).toEqual({ $uuid: person });
    const profile = (await service.post('/profile/get', { user: token })).json;
    expect(profile.user_id).toEqual({ $uuid: person });
    expect(Number.isInteger(profile.create_ts.$date)).toBe(true);
  });

  it('6: reads back the very numbers that it wrote', async () => {
    await newPerson();
    const times = [1718000005.123456, 1718000005.1234562, 1718000006, 1711846799.9999995];
    await put(times.map((time) => battery(time)));
    expect(writeTimes(await find(['background/battery']))).toEqual([...times].sort((a, b) => a - b));
    const sent = location(SOME_TIME, 48.853412345678);
    await put([sent]);
    const [entry] = (await find(['background/location'])).json.phone_data;
    expect(entry.data).toStrictEqual(sent.data);
    expect(entry.metadata).toStrictEqual(sent.metadata);
  });

  it('7: reads from bound to bound, in order, whatever the last part of the path', async () => {
    await newPerson();
    await put([3, 1, 2, 5, 4].map((second) => battery(SOME_TIME + second)));
    const range = { start_time: SOME_TIME + 2, end_time: SOME_TIME + 4 };
    for (const type of ['timestamp', 'local_date', 'time_type', '%F0%9F%9A%B2']) {
      const body = { user: token, key_list: ['background/battery'], ...range };
      const answer = await service.post(`/datastreams/find_entries/${type}`, body);
      expect(writeTimes(answer)).toEqual([SOME_TIME + 2, SOME_TIME + 3, SOME_TIME + 4]);
    }
    const everything = `{"user":"${token}","key_list":null,"start_time":null,"end_time":9223372036854775807}`;
    expect(writeTimes(await service.post('/datastreams/find_entries/x', everything))).toHaveLength(5);
    const lastTwo = { max_entries: 2, trunc_method: 'last' };
    expect(writeTimes(await find(null, lastTwo))).toEqual([SOME_TIME + 4, SOME_TIME + 5]);
    const sample = { max_entries: 2, trunc_method: 'sample' };
    expect(writeTimes(await find(null, sample))).toEqual([SOME_TIME + 1, SOME_TIME + 4]);
  });

  it('8: sees a label the moment it has pushed it', async () => {
    await newPerson();
    await put([modeLabel(SOME_TIME)]);
    expect((await find(['manual/mode_confirm'])).json.phone_data[0].data).toEqual(modeLabel(SOME_TIME).data);
  });

  it('9: gets 403 for a bad token with 403 in the text, 401 for reading without one', async () => {
    const bad = await service.post('/profile/get', { user: 'nrelop_demo_default_wrong' });
    expect([bad.status, bad.text.includes('403')]).toEqual([403, true]);
    const none = await service.post('/datastreams/find_entries/timestamp', { key_list: null, end_time: 1 });
    expect(none.status).toBe(401);
  });

  it('10: gets nulls for the range before the first run', async () => {
    expect((await service.post('/pipeline/get_range_ts', { user: token })).json).toEqual({
      start_ts: null,
      end_ts: null,
    });
  });

  it('13: has 10 000 entries of more than 10 MB stored in seconds', async () => {
    await newPerson();
    const text = 'x'.repeat(1000);
    const batch = Array.from({ length: 10_000 }, (_, index) => {
      const entry = battery(SOME_TIME + index);
      return { ...entry, data: { ...entry.data, text } };
    });
    const started = performance.now();
    expect((await put(batch)).status).toBe(200);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect((await find(['background/battery'])).json.phone_data).toHaveLength(10_000);
  });

  it('14: stores and finds streams that nobody declared', async () => {
    await newPerson();
    await put([unknownStream(SOME_TIME)]);
    const found = (await find(['config/evaluation_spec'])).json.phone_data;
    expect(found[0].data).toEqual(unknownStream(SOME_TIME).data);
    expect((await find(['no/such_key'])).json).toEqual({ phone_data: [] });
  });

  it('15: gets back what it had read from a server before, unchanged', async () => {
    await newPerson();
    const formatted = {
      metadata: {
        ...location(SOME_TIME).metadata,
        type: 'missing',
        write_fmt_time: '2024-06-10T08:13:20+02:00',
      },
      data: {
        ...location(SOME_TIME).data,
        heading: 90,
        write_ts: SOME_TIME,
        at: { $date: 1_718_000_000_000 },
      },
    };
    await put([formatted]);
    const [entry] = (await find(['background/location'])).json.phone_data;
    expect({ metadata: entry.metadata, data: entry.data }).toEqual(formatted);
  });

  it('sees one list in time order over uploads and the long-term store', async () => {
    await newPerson();
    await put([battery(SOME_TIME + 50), battery(SOME_TIME + 5000)]);
    const trips = [
      storedTrip(1, SOME_TIME, SOME_TIME + 10),
      storedTrip(2, SOME_TIME + 500, SOME_TIME + 1000),
    ];
    await service.service('POST', `/v1/people/${person}/import`, trips);
    expect(writeTimes(await find(null))).toEqual([50, 110, 1100, 5000].map((second) => SOME_TIME + second));
  });
});
