import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, location, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

let service: RunningService;
let token: string;
let bearer: Record<string, string>;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  ({ token } = await service.participant());
  bearer = { authorization: `Bearer ${token}` };
});
const get = (path: string, headers = bearer) => service.call(path, { headers });
const post = (path: string, body: object, headers = bearer) => service.post(path, body, headers);
const put = (...entries: unknown[]) =>
  service.post('/usercache/put', { user: token, phone_to_server: entries });

describe('entries', () => {
  beforeEach(async () => {
    const readings = Array.from({ length: 25 }, (_, index) => battery(SOME_TIME + index, index));
    await put(...readings, location(SOME_TIME + 100));
  });
  const keys = ['background/battery'];

  it('come in pages, in order', async () => {
    const levels: number[] = [];
    let cursor: string | null = null;
    do {
      const { json } = await post('/v2/entries/query', { keys, pageSize: 10, cursor });
      levels.push(
        ...json.entries.map(({ data }: { data: { battery_level_pct: number } }) => data.battery_level_pct),
      );
      cursor = json.cursor;
    } while (cursor !== null);
    expect(levels).toEqual(Array.from({ length: 25 }, (_, index) => index));
  });

  it('do not include what arrived after the first page', async () => {
    const { cursor } = (await post('/v2/entries/query', { keys, pageSize: 20 })).json;
    await put(battery(SOME_TIME + 500));
    const { json } = await post('/v2/entries/query', { keys, pageSize: 20, cursor });
    expect([json.entries.length, json.cursor]).toEqual([5, null]);
  });

  it('come as lines when the caller prefers them', async () => {
    const headers = { ...bearer, accept: 'application/x-ndjson' };
    const answer = await post('/v2/entries/query', { keys, time: { start: SOME_TIME + 20 } }, headers);
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    const lines = answer.text.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => JSON.parse(line).metadata.write_ts)).toEqual(
      [20, 21, 22, 23, 24].map((second) => SOME_TIME + second),
    );
    const nothing = await post('/v2/entries/query', { keys: ['no/thing'] }, headers);
    expect([nothing.status, nothing.text]).toEqual([200, '']);
  });

  it('come latest first when asked for', async () => {
    const { json } = await post('/v2/entries/query', { keys, pageSize: 2, descending: true });
    expect(json.entries.map(({ metadata }: { metadata: { write_ts: number } }) => metadata.write_ts)).toEqual(
      [SOME_TIME + 24, SOME_TIME + 23],
    );
  });

  it('are counted and summed up by stream', async () => {
    expect((await post('/v2/entries/count', { keys })).json).toEqual({ count: 25 });
    expect((await post('/v2/entries/count', { keys: null, time: { end: SOME_TIME + 1 } })).json).toEqual({
      count: 2,
    });
    const { streams } = (await get('/v2/streams')).json;
    expect(streams).toContainEqual(
      expect.objectContaining({
        key: 'background/battery',
        store: 'usercache',
        count: 25,
        first: SOME_TIME,
        last: SOME_TIME + 24,
      }),
    );
  });

  it.each([
    [{}],
    [{ keys: 'all' }],
    [{ keys: null, pageSize: 0 }],
    [{ keys: null, time: { start: 'now' } }],
    [{ keys: null, cursor: 'x' }],
    [{ keys: null, localDate: { from: { year: 'x' }, to: {} } }],
  ])('refuse the query %j', async (body) => {
    expect((await post('/v2/entries/query', body)).status).toBe(400);
  });
});

describe('what is waiting', () => {
  it('is named with its reason', async () => {
    expect((await get('/v2/waiting')).json).toEqual({ waiting: [] });
    await put(battery(SOME_TIME), { data: {} });
    const { waiting } = (await get('/v2/waiting')).json;
    expect(waiting).toEqual([
      { what: 'entries', why: 'run-due', count: 1, since: expect.any(Number) },
      { what: 'quarantine', why: 'entry-field-missing', count: 1, since: expect.any(Number) },
    ]);
  });

  it('in quarantine is shown as it came', async () => {
    await put({ data: { x: 1 } }, 7);
    const { quarantined, cursor } = (await get('/v2/quarantine')).json;
    expect(cursor).toBeNull();
    expect(quarantined).toHaveLength(2);
    expect(quarantined).toContainEqual({
      id: expect.any(String),
      code: 'entry-field-missing',
      path: 'metadata',
      key: null,
      since: expect.any(Number),
      raw: { data: { x: 1 } },
    });
    const page = (await get('/v2/quarantine?limit=1')).json;
    expect(page.quarantined).toHaveLength(1);
    const rest = (await get(`/v2/quarantine?limit=1&cursor=${encodeURIComponent(page.cursor)}`)).json;
    expect(rest.quarantined[0].id).not.toBe(page.quarantined[0].id);
  });
});
