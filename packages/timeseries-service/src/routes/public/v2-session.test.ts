import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningService, startService } from '../../testing/index.js';

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

  it('are made many at once, each of its own', async () => {
    const made = await post('/v2/tokens', { count: 600 }, operator);
    const texts = made.json.tokens.map(({ token }: { token: string }) => token);
    expect(new Set(texts).size).toBe(600);
    expect((await service.post('/profile/create', { user: texts.at(-1) })).status).toBe(200);
  });

  it('are made for somebody who exists, or not at all', async () => {
    const { person } = await service.participant();
    const [token] = (await post('/v2/tokens', { person }, operator)).json.tokens;
    expect((await get('/v2/me', { authorization: `Bearer ${token.token}` })).json.person).toBe(person);
    const refused = await post('/v2/tokens', { person: 'f'.repeat(32) }, operator);
    expect([refused.status, refused.json.errors]).toEqual([400, [{ path: 'person', code: 'invalid' }]]);
  });

  it('may be brought along from another server', async () => {
    const made = await post('/v2/tokens', { tokens: ['brought-along'] }, operator);
    expect(made.json.tokens).toEqual([
      { id: expect.any(String), token: 'brought-along', role: 'participant' },
    ]);
    expect((await service.post('/profile/create', { user: 'brought-along' })).status).toBe(200);
  });
});
