import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  battery,
  location,
  type RunningService,
  SOME_TIME,
  startService,
  storedTrip,
} from '../../testing/index.js';

const DAY = 86_400;
/** 2024-06-10T00:00:00Z, a Monday. */
const MONDAY = 1_717_977_600;
let service: RunningService;
let token: string;
let person: string;
beforeAll(async () => {
  service = await startService();
  ({ token, person } = await service.participant());
  const trips = Array.from({ length: 40 }, (_, day) =>
    storedTrip(day, MONDAY + day * DAY + 8 * 3600, MONDAY + day * DAY + 9 * 3600, { number: day }),
  );
  await service.service('POST', `/v1/people/${person}/import`, trips);
  await service.post('/usercache/put', {
    user: token,
    phone_to_server: [battery(SOME_TIME), location(SOME_TIME + 1), location(SOME_TIME + 2)],
  });
});
afterAll(() => service.stop());

const find = (body: object) =>
  service.post('/datastreams/find_entries/timestamp', {
    user: token,
    start_time: null,
    end_time: 2e9,
    ...body,
  });
// biome-ignore lint/suspicious/noExplicitAny: entries of every stream
const entries = async (body: object): Promise<any[]> => (await find(body)).json.phone_data;
const numbers = async (body: object) =>
  (await entries({ key_list: ['segmentation/raw_trip'], ...body })).map(({ data }) => data.number as number);

describe('find_entries', () => {
  it('answers exactly the one member of the reference', async () => {
    expect(Object.keys((await find({ key_list: null })).json)).toEqual(['phone_data']);
  });

  it('null keys: everything; no keys: what no run has moved; keys: those streams', async () => {
    expect(await entries({ key_list: null })).toHaveLength(43);
    expect((await entries({ key_list: [] })).map(({ metadata }) => metadata.key)).toEqual([
      'background/battery',
      'background/location',
      'background/location',
    ]);
    expect(await entries({ key_list: ['background/location', 'segmentation/raw_trip'] })).toHaveLength(42);
  });

  it('compares and sorts by any time field, and leaves out what has none', async () => {
    const range = { key_time: 'data.start_ts', start_time: MONDAY + DAY, end_time: MONDAY + 3 * DAY };
    expect(await numbers(range)).toEqual([1, 2]);
    expect(
      (await entries({ key_list: null, key_time: 'data.ts' })).map(({ metadata }) => metadata.key),
    ).toEqual(['background/battery', 'background/location', 'background/location']);
    expect(await entries({ key_list: null, key_time: 'data.enter_ts' })).toEqual([]);
  });

  it('truncates: first, last, sample', async () => {
    const all = Array.from({ length: 40 }, (_, index) => index);
    expect(await numbers({ max_entries: 3, trunc_method: 'first' })).toEqual(all.slice(0, 3));
    expect(await numbers({ max_entries: 3, trunc_method: 'last' })).toEqual(all.slice(-3));
    // 40 entries, 7 wanted: every ⌊40/7⌋+1 = 6th.
    expect(await numbers({ max_entries: 7, trunc_method: 'sample' })).toEqual([0, 6, 12, 18, 24, 30, 36]);
    expect(await numbers({ max_entries: 39, trunc_method: 'sample' })).toEqual(
      all.filter((index) => index % 2 === 0),
    );
    expect(await numbers({ max_entries: 40, trunc_method: 'sample' })).toEqual(all);
    expect(await numbers({ max_entries: 0, trunc_method: 'last' })).toEqual([]);
  });

  it('needs to know how to truncate only when there is something to truncate', async () => {
    expect(await numbers({ max_entries: 40 })).toHaveLength(40);
    expect((await find({ key_list: null, max_entries: 5 })).status).toBe(400);
  });

  it.each(['data.start_local_dt', 'data.start_ts'])(
    'compares each component of a local date on its own: that of %s',
    async (key_local_date) => {
      const local = (from: object, to: object) =>
        numbers({
          start_time: undefined,
          end_time: undefined,
          from_local_date: from,
          to_local_date: to,
          key_local_date,
        });
      expect(await local({ year: 2024 }, { year: 2024 })).toHaveLength(40);
      expect(await local({ month: 6, day: 12 }, { month: 6, day: 14 })).toEqual([2, 3, 4]);
      expect(await local({ weekday: 5 }, { weekday: 6 })).toEqual([5, 6, 12, 13, 19, 20, 26, 27, 33, 34]);
      // From 20 May to 10 June is no range of dates: the day is at least 20 or at most 10, in both months.
      expect(await local({ month: 6, day: 20 }, { month: 7, day: 10 })).toEqual(
        Array.from({ length: 21 }, (_, index) => index + 10)
          .concat(0)
          .sort((a, b) => a - b),
      );
      expect(await local({ hour: 9 }, { hour: 8 })).toHaveLength(40);
      expect(await local({ hour: 'eight' }, { hour: 'nine' })).toHaveLength(40);
    },
  );

  it('pages through everything, once each, in order', async () => {
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const page: { phone_data: { data: { number: number } }[]; cursor: string | null } = (
        await find({ key_list: ['segmentation/raw_trip'], page_size: 7, cursor })
      ).json;
      expect(page.phone_data.length).toBeLessThanOrEqual(7);
      seen.push(...page.phone_data.map(({ data }) => data.number));
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toEqual(Array.from({ length: 40 }, (_, index) => index));
  });
});
