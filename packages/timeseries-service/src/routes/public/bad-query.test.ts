import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

let service: RunningService;
let token: string;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  ({ token } = await service.participant());
});
const put = (body: string) => service.post('/usercache/put', body);

describe('find_entries', () => {
  const base = { key_list: null, start_time: 0, end_time: 2e9 };

  it.each([
    ['no key_list', { key_list: undefined }],
    ['a key_list that is text', { key_list: 'background/location' }],
    ['no end_time', { end_time: undefined }],
    ['no start_time', { start_time: undefined }],
    ['a time that is text', { end_time: '2024-06-10' }],
    ['a key_time that is no path', { key_time: '..' }],
    ['max_entries as text', { max_entries: '1', trunc_method: 'last' }],
    ['max_entries null', { max_entries: null, trunc_method: 'last' }],
    ['max_entries with a fraction', { max_entries: 1.5, trunc_method: 'last' }],
    ['a truncation that nobody knows', { max_entries: 1, trunc_method: 'middle' }],
    ['a page of nothing', { page_size: 0 }],
    ['a page of everything', { page_size: 1e9 }],
    ['a cursor that was never given out', { page_size: 10, cursor: 'AAAA' }],
    ['local dates of different components', { from_local_date: { year: 2024 }, to_local_date: { month: 6 } }],
    [
      'local dates of a field that holds none',
      { from_local_date: { year: 1 }, to_local_date: { year: 1 }, key_local_date: 'metadata.key' },
    ],
    [
      'local dates in another order',
      { from_local_date: { year: 1, day: 1 }, to_local_date: { day: 1, year: 1 } },
    ],
  ])('with %s is 400', async (_what, more) => {
    const answer = await service.post('/datastreams/find_entries/timestamp', {
      user: token,
      ...base,
      ...more,
    });
    expect([answer.status, answer.json.status]).toEqual([400, 400]);
  });

  it('refuses the cursor of somebody else or of another query', async () => {
    const entries = Array.from({ length: 20 }, (_, index) => battery(SOME_TIME + index));
    await put(JSON.stringify({ user: token, phone_to_server: entries }));
    const page = { ...base, page_size: 5 };
    const read = (user: string, more: object) =>
      service.post('/datastreams/find_entries/timestamp', { user, ...page, ...more });
    const { cursor } = (await read(token, {})).json;
    const stranger = await service.participant();
    for (const answer of [
      await read(stranger.token, { cursor }),
      await read(token, { cursor, end_time: 1e9 }),
      await read(token, { cursor: `${cursor.slice(0, -2)}AA` }),
    ]) {
      expect([answer.status, answer.json.code]).toEqual([400, 'cursor-invalid']);
    }
    expect((await read(token, { cursor })).json.phone_data).toHaveLength(5);
  });
});
