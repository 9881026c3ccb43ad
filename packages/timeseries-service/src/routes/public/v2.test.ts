import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, location, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

let service: RunningService;
let token: string;
let person: string;
let bearer: Record<string, string>;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  ({ token, person } = await service.participant());
  bearer = { authorization: `Bearer ${token}` };
});
const get = (path: string, headers = bearer) => service.call(path, { headers });
const post = (path: string, body: object, headers = bearer) => service.post(path, body, headers);
const put = (...entries: unknown[]) =>
  service.post('/usercache/put', { user: token, phone_to_server: entries });

describe('a session', () => {
  const open = () => service.post('/v2/session', { token });
  const cookieOf = (headers: Headers) => headers.get('set-cookie') ?? '';

  it('is a cookie that scripts and other sites cannot use, and does not show the token', async () => {
    const answer = await open();
    expect(answer.json).toEqual({ role: 'participant', expires: expect.any(Number) });
    const cookie = cookieOf(answer.headers);
    expect(cookie).toMatch(/^sojourn_session=[^;]+; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(token);
    const secure = await service.post('/v2/session', { token }, { 'x-forwarded-proto': 'https' });
    expect(cookieOf(secure.headers)).toContain('; Secure');
  });

  it('stands for the token on every surface, until it ends', async () => {
    const cookie = cookieOf((await open()).headers).split(';')[0] ?? '';
    expect((await get('/v2/me', { cookie })).json).toMatchObject({ person, role: 'participant' });
    expect((await post('/profile/get', {}, { cookie })).status).toBe(200);
    service.pass(8 * 24 * 3600 * 1000);
    const ended = await get('/v2/me', { cookie });
    expect([ended.status, ended.json.code]).toEqual([401, 'session-invalid']);
  });

  it('is not opened with a bad token', async () => {
    expect((await service.post('/v2/session', { token: 'wrong' })).status).toBe(403);
    expect((await service.post('/v2/session', {})).status).toBe(400);
  });

  it('is closed by forgetting the cookie', async () => {
    const answer = await service.call('/v2/session', { method: 'DELETE' });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(cookieOf(answer.headers)).toContain('Max-Age=0');
  });
});

describe('/v2/me', () => {
  it('says who is asking and whether their data is open', async () => {
    expect((await get('/v2/me')).json).toEqual({
      role: 'participant',
      person,
      data: { custody: 'managed', locked: false, expires: null },
    });
  });

  it('knows tokens that nobody registered with', async () => {
    await service.store.directory.add('new-token');
    const answer = await get('/v2/me', { authorization: 'Bearer new-token' });
    expect(answer.json).toEqual({ role: 'participant', person: null, data: null });
  });

  it('is 401 without a token', async () => {
    expect((await get('/v2/me', {})).status).toBe(401);
  });
});

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

describe('tokens', () => {
  let operator: Record<string, string>;
  beforeAll(async () => {
    const { token } = await service.store.directory.issue({ role: 'operator' });
    operator = { authorization: `Bearer ${token}` };
  });

  it('are for operators alone', async () => {
    for (const role of ['participant', 'researcher'] as const) {
      const { token } = await service.store.directory.issue({ role });
      const headers = { authorization: `Bearer ${token}` };
      const answer = await get('/v2/tokens', headers);
      expect([answer.status, answer.json.code]).toEqual([403, 'role-insufficient']);
      expect((await post('/v2/tokens', {}, headers)).status).toBe(403);
    }
    expect((await get('/v2/tokens', {})).status).toBe(401);
  });

  it('are made, listed without their text, and withdrawn', async () => {
    const made = await post(
      '/v2/tokens',
      { count: 2, prefix: 'nrelop_demo_default_', label: 'spring' },
      operator,
    );
    expect(made.status).toBe(201);
    const [first, second] = made.json.tokens;
    expect(first.token).toMatch(/^nrelop_demo_default_/);
    expect((await service.post('/profile/create', { user: first.token })).status).toBe(200);
    const list = await get('/v2/tokens', operator);
    expect(list.text).not.toContain(first.token);
    expect(list.json.tokens).toContainEqual({
      id: second.id,
      role: 'participant',
      label: 'spring',
      created: expect.any(Number),
      person: null,
    });
    const path = `/v2/tokens/${first.id}`;
    expect((await service.call(path, { method: 'DELETE', headers: operator })).status).toBe(204);
    expect((await service.call(path, { method: 'DELETE', headers: operator })).status).toBe(404);
    expect((await service.post('/profile/get', { user: first.token })).status).toBe(403);
  });

  it('may be brought along from another server', async () => {
    const made = await post('/v2/tokens', { tokens: ['brought-along'] }, operator);
    expect(made.json.tokens).toEqual([
      { id: expect.any(String), token: 'brought-along', role: 'participant' },
    ]);
    expect((await service.post('/profile/create', { user: 'brought-along' })).status).toBe(200);
  });
});

describe('a person who holds the key', () => {
  const find = () =>
    service.post('/datastreams/find_entries/x', {
      user: token,
      key_list: null,
      start_time: 0,
      end_time: 2e9,
    });
  let privateKey: string;
  beforeEach(async () => {
    await put(battery(SOME_TIME));
    const pair = generateKeyPairSync('x25519');
    privateKey = pair.privateKey.export({ format: 'jwk' }).d ?? '';
    const publicKey = pair.publicKey.export({ format: 'jwk' }).x ?? '';
    const custody = { custody: 'presented', publicKey };
    expect((await service.service('POST', `/v1/people/${person}/custody`, custody)).status).toBe(200);
    await post('/v2/lock', {});
  });

  it('is not read without it, and can upload all the same', async () => {
    const locked = await find();
    expect([locked.status, locked.json.code]).toEqual([423, 'person-locked']);
    const upload = await put(battery(SOME_TIME + 1));
    expect([upload.status, upload.text]).toEqual([200, '']);
    expect((await get('/v2/me')).json.data).toEqual({ custody: 'presented', locked: true, expires: null });
    expect((await service.post('/profile/create', { user: token })).status).toBe(200);
  });

  it('is read after the unlock, with what came meanwhile, until the time is over', async () => {
    await put(battery(SOME_TIME + 1), battery(SOME_TIME + 2));
    const unlocked = await post('/v2/unlock', { privateKey, ttl: 60 });
    expect(unlocked.json).toMatchObject({ custody: 'presented', locked: false, settled: 2 });
    expect(unlocked.json.expires).toBeCloseTo(service.now() / 1000 + 60, -1);
    expect((await find()).json.phone_data).toHaveLength(3);
    service.pass(61_000);
    expect((await find()).status).toBe(423);
  });

  it('may hold a passphrase instead', async () => {
    await post('/v2/unlock', { privateKey });
    const passphrase = 'correct horse battery staple';
    const change = { custody: 'presented', passphrase };
    expect((await service.service('POST', `/v1/people/${person}/custody`, change)).status).toBe(200);
    await post('/v2/lock', {});
    expect((await post('/v2/unlock', { passphrase: 'incorrect horse' })).status).toBe(403);
    expect((await post('/v2/unlock', { passphrase })).json).toMatchObject({ locked: false });
    expect((await find()).json.phone_data).toHaveLength(1);
  });

  it('is not unlocked with another key', async () => {
    const other = generateKeyPairSync('x25519').privateKey.export({ format: 'jwk' }).d;
    const answer = await post('/v2/unlock', { privateKey: other });
    expect([answer.status, answer.json.code]).toEqual([403, 'unlock-failed']);
    expect((await post('/v2/unlock', { privateKey: 'short' })).status).toBe(400);
    expect((await find()).status).toBe(423);
  });
});
