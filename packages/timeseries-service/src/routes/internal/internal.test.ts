import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, type RunningService, SOME_TIME, startService, storedTrip } from '../../testing/index.js';

let service: RunningService;
let token: string;
let person: string;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  ({ token, person } = await service.participant());
});
const call = (method: string, path: string, body?: unknown) =>
  service.service(method, `/v1/people/${person}${path}`, body);
const put = (...entries: unknown[]) =>
  service.post('/usercache/put', { user: token, phone_to_server: entries });
const trips = Array.from({ length: 10 }, (_, index) =>
  storedTrip(index, SOME_TIME + index * 1000, SOME_TIME + index * 1000 + 500),
);
/** An empty list within lists, so many in all. */
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
const owned = <T extends object>(trip: T) => ({ ...trip, user_id: { $uuid: person } });

describe('people', () => {
  it('are registered by token and listed in pages', async () => {
    const made = await service.service('POST', '/v1/people', { token: 'from-inside' });
    expect(made.json).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/), created: true });
    const again = await service.service('POST', '/v1/people', { token: 'from-inside' });
    expect(again.json).toEqual({ id: made.json.id, created: false });
    const seen: string[] = [];
    let after = '';
    for (;;) {
      const { people, next } = (await service.service('GET', `/v1/people?limit=1${after}`)).json;
      seen.push(...people.map(({ id }: { id: string }) => id));
      if (next === null) break;
      after = `&after=${next}`;
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toContain(made.json.id);
    expect((await service.service('GET', `/v1/people/${made.json.id}`)).json).toMatchObject({
      id: made.json.id,
      custody: 'managed',
      locked: false,
    });
  });

  it('that do not exist are 404, malformed ids 400', async () => {
    expect((await service.service('GET', `/v1/people/${'0'.repeat(32)}`)).status).toBe(404);
    expect((await service.service('GET', '/v1/people/somebody')).status).toBe(400);
  });
});

describe('an entry nested as deep as it may be', () => {
  const id = { $oid: 'a'.repeat(24) };
  const deep = { ...battery(SOME_TIME), _id: id, data: { ...battery(SOME_TIME).data, x: nested(62) } };

  it('is stored by an upload, an import and a commit', async () => {
    expect((await put(deep)).text).toBe('');
    expect((await call('POST', '/import', [deep])).json).toMatchObject({ inserted: 1 });
    const insert = [owned({ ...deep, _id: { $oid: 'b'.repeat(24) } })];
    expect((await call('POST', '/commit', { insert })).json).toEqual({ sequence: expect.any(Number) });
  });
});

describe('an import', () => {
  it('comes back exactly, by pages and as lines', async () => {
    const outcome = await call('POST', '/import', trips);
    expect(outcome.json).toEqual({ inserted: 10, replaced: 0, unchanged: 0, quarantined: [] });
    const { entries } = (await call('POST', '/entries/query', { keys: null })).json;
    expect(entries).toEqual(trips.map(owned));
    expect((await call('POST', '/import', trips)).json).toMatchObject({
      inserted: 0,
      replaced: 0,
      unchanged: 10,
    });
  });

  it('is taken as NDJSON, bad lines named by their number', async () => {
    const lines = [
      ...trips.slice(0, 3).map((trip) => JSON.stringify(trip)),
      '{"broken":',
      JSON.stringify(trips[3]),
    ];
    const token = await service.authority.mint({
      subject: 'test',
      audience: 'timeseries',
      scope: ['entries:write'],
    });
    const response = await fetch(`${service.internalUrl}/v1/people/${person}/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: `${lines.join('\n')}\n`,
    });
    expect(await response.json()).toMatchObject({ inserted: 4, quarantined: [{ index: 3 }] });
  });

  it('keeps numbers that JavaScript would round', async () => {
    const text = JSON.stringify([trips[0]]).replace(
      '"duration":500',
      '"duration":500,"big":9007199254740993,"zero":-0.0',
    );
    await call('POST', '/import', text);
    const answer = await call('POST', '/entries/query', { keys: null });
    expect(answer.text).toContain('"big":9007199254740993');
    expect(answer.text).toMatch(/"zero":-0(\.0)?[,}]/);
    const id = trips[0]?._id.$oid;
    expect((await call('GET', `/entries/${id}`)).text).toContain('"big":9007199254740993');
  });

  it('that is no list is 400', async () => {
    expect((await call('POST', '/import', { entries: [] })).status).toBe(400);
    expect((await call('POST', '/import', '')).status).toBe(400);
  });
});

describe('entries', () => {
  beforeEach(() => call('POST', '/import', trips));

  it('stream as lines', async () => {
    const token = await service.authority.mint({
      subject: 'test',
      audience: 'timeseries',
      scope: ['entries:read'],
    });
    const response = await fetch(`${service.internalUrl}/v1/people/${person}/entries/query`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/x-ndjson',
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        keys: ['segmentation/raw_trip'],
        time: { field: 'data.start_ts', end: SOME_TIME + 2000 },
      }),
    });
    const lines = (await response.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(trips.slice(0, 3).map(owned));
  });

  it('stop being read when the caller leaves', async () => {
    const many = Array.from({ length: 30_000 }, (_, index) =>
      storedTrip(index, SOME_TIME + index, SOME_TIME + index + 1),
    );
    await call('POST', '/import', many);
    const token = await service.authority.mint({
      subject: 'test',
      audience: 'timeseries',
      scope: ['entries:read'],
    });
    const leaving = new AbortController();
    const response = await fetch(`${service.internalUrl}/v1/people/${person}/entries/query`, {
      method: 'POST',
      signal: leaving.signal,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/x-ndjson',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ keys: null }),
    });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    leaving.abort();
    await expect(reader?.closed).rejects.toThrow();
    expect((await call('POST', '/entries/count', { keys: null })).json).toEqual({ count: 30_000 });
  });

  it('are counted, found by id, and at the ends of a field', async () => {
    expect((await call('POST', '/entries/count', { keys: ['segmentation/raw_trip'] })).json).toEqual({
      count: 10,
    });
    const id = trips[4]?._id.$oid;
    expect((await call('GET', `/entries/${id}`)).json).toEqual(owned(trips[4]!));
    expect((await call('GET', `/entries/${id}?key=no/thing`)).status).toBe(404);
    expect((await call('GET', `/entries/${'f'.repeat(24)}`)).status).toBe(404);
    expect((await call('GET', '/entries/not-an-id')).status).toBe(400);
    const end = (which: string) =>
      call('POST', '/entries/extreme', { key: 'segmentation/raw_trip', field: 'data.end_ts', end: which });
    expect((await end('first')).json).toEqual({ entry: owned(trips[0]!), value: trips[0]?.data.end_ts });
    expect((await end('last')).json.value).toBe(trips[9]?.data.end_ts);
    const none = { key: 'no/thing', field: 'data.ts', end: 'last' };
    expect((await call('POST', '/entries/extreme', none)).json).toEqual({ entry: null, value: null });
  });

  it('are limited and truncated', async () => {
    const { entries } = (await call('POST', '/entries/query', { keys: null, limit: 2, truncate: 'last' }))
      .json;
    expect(entries).toEqual(trips.slice(-2).map(owned));
  });
});

describe('the rest', () => {
  it('profiles are read and written whole', async () => {
    const patched = await call('PATCH', '/profile', { total_trips: 5, phone_lang: 'de' });
    expect(patched.json).toMatchObject({ total_trips: 5, phone_lang: 'de', user_id: { $uuid: person } });
    expect((await call('GET', '/profile')).json).toMatchObject({ total_trips: 5 });
    const large = await call('PATCH', '/profile', '{"large":9007199254740993,"none":NaN}');
    expect(large.json).toMatchObject({ large: 2 ** 53, none: null });
  });

  it('tokens are made and withdrawn', async () => {
    const made = await service.service('POST', '/v1/tokens', { role: 'operator' });
    expect(made.status).toBe(201);
    const { id, token } = made.json.tokens[0];
    expect((await service.call('/v2/tokens', { headers: { authorization: `Bearer ${token}` } })).status).toBe(
      200,
    );
    expect((await service.service('GET', '/v1/tokens')).text).toContain(id);
    expect((await service.service('DELETE', `/v1/tokens/${id}`)).status).toBe(204);
  });

  it('the store is compacted and measured', async () => {
    for (let batch = 0; batch < 5; batch += 1) await put(battery(SOME_TIME + batch));
    const outcome = (await service.service('POST', '/v1/compact', { person })).json;
    expect(outcome.merged).toBeGreaterThan(outcome.written);
    expect((await call('POST', '/entries/count', { keys: null })).json).toEqual({ count: 5 });
    expect((await service.service('GET', '/v1/figures')).json).toMatchObject({
      livePages: expect.any(Number),
      pageSize: expect.any(Number),
      fileBytes: expect.any(Number),
      damagedPersons: 0,
    });
  });

  it('metrics name routes and outcomes, and neither persons nor tokens', async () => {
    await put(battery(SOME_TIME), 5);
    const { text } = await service.service('GET', '/metrics');
    expect(text).toContain('route="/usercache/put"');
    expect(text).toMatch(/sojourn_uploaded_entries_total\{outcome="quarantined"\} [1-9]/);
    expect(text).not.toContain(person);
    expect(text).not.toContain(token);
  });
});
