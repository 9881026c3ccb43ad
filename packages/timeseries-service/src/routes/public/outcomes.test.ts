import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  battery,
  type RunningService,
  SOME_TIME,
  startService,
  type TestSettings,
} from '../../testing/index.js';

const study = {
  version: 5,
  min_app_version: '2.0.0',
  url_abbreviation: 'demo',
  opcode: { autogen: false, subgroups: ['default', 'test', 'early'], suspended_subgroups: ['early'] },
};
const find = { key_list: null, start_time: 0, end_time: 2e9 };
const bodies: Record<string, object> = {
  '/profile/get': {},
  '/profile/update': { update_doc: {} },
  '/usercache/put': { phone_to_server: [battery(SOME_TIME)] },
  '/usercache/putone': { the_entry: battery(SOME_TIME) },
  '/usercache/get': {},
  '/datastreams/find_entries/timestamp': find,
  '/pipeline/get_range_ts': {},
  '/pipeline/get_complete_ts': {},
  '/customlabel/get': { keys: ['mode'] },
  '/customlabel/insert': { inserted_label: { key: 'mode', label: 'x' } },
  '/customlabel/update': {
    updated_label: { key: 'mode', old_label: '', new_label: 'x', is_new_label_must_added: true },
  },
  '/customlabel/delete': { deleted_label: { key: 'mode', label: 'x' } },
};
const paths = Object.keys(bodies);

let service: RunningService;
let registered: string;
const unregistered = 'nrelop_demo_default_listed';
beforeAll(async () => {
  service = await startService({ study });
  registered = (await service.participant()).token;
  await service.store.directory.add(unregistered);
  await service.store.directory.add('nrelop_demo_other_x');
  await service.store.directory.add('nrelop_demo');
});
afterAll(() => service.stop());

const call = (path: string, user?: unknown) =>
  service.post(path, { ...bodies[path], ...(user === undefined ? {} : { user }) });

describe.each(paths)('%s', (path) => {
  it('answers a registered person', async () => {
    expect((await call(path, registered)).status).toBe(200);
  });

  it('without a token is 401 for reading entries, else 400', async () => {
    const expected = path.includes('find_entries') ? 401 : 400;
    expect((await call(path)).status).toBe(expected);
    expect((await call(path, 5)).status).toBe(expected);
  });

  it.each([
    ['a token that is not on the list', 'nrelop_demo_default_wrong', 'token-invalid'],
    ['a token that nobody registered with', unregistered, 'person-unknown'],
    ['an unknown subgroup', 'nrelop_demo_other_x', 'subgroup-invalid'],
    ['an opcode without a subgroup', 'nrelop_demo', 'subgroup-invalid'],
  ])('with %s is 403 and says so', async (_what, user, code) => {
    const answer = await call(path, user);
    expect([answer.status, answer.json.code]).toEqual([403, code]);
    expect(answer.text).toContain('403');
    expect(answer.text).not.toContain(user.slice(-6));
  });

  it('with a body that is no JSON object is 400', async () => {
    for (const body of ['', '{', '[]', '"text"', 'null', '{"user":']) {
      const answer = await service.post(path, body);
      expect([400, path.includes('find_entries') ? 401 : 400]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
  });

  it('with another content type is 400', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const body = JSON.stringify({ ...bodies[path], user: registered });
      expect((await service.post(path, body, { 'content-type': type })).status).toBe(400);
    }
  });
});

describe('/profile/create', () => {
  const create = (user?: unknown) => service.post('/profile/create', user === undefined ? {} : { user });

  it('registers a listed token once', async () => {
    await service.store.directory.add('nrelop_demo_test_twice');
    const first = await create('nrelop_demo_test_twice');
    const second = await create('nrelop_demo_test_twice');
    expect([first.status, first.json]).toEqual([200, second.json]);
  });

  it.each([
    [undefined, 400],
    ['', 400],
    [5, 400],
    ['nrelop_demo_default_wrong', 403],
    ['nrelop_demo_other_x', 403],
  ])('with user %j is %i', async (user, status) => {
    expect((await create(user)).status).toBe(status);
  });
});

describe('/usercache/put', () => {
  const put = (user: string, more: object) =>
    service.post('/usercache/put', { user, phone_to_server: [battery(SOME_TIME)], ...more });

  it('hands out the study when the phone has an older one', async () => {
    const answer = await put(registered, { deployment_config_version: 4, app_version: '2.10.0' });
    expect([answer.status, answer.json]).toEqual([200, { deployment_config: study }]);
  });

  it('does not when it has the same, or could not read it', async () => {
    expect((await put(registered, { deployment_config_version: 5 })).text).toBe('');
    expect((await put(registered, { deployment_config_version: 4, app_version: '1.9.9' })).text).toBe('');
  });

  it('puts the uploads of a suspended subgroup aside, and answers 200', async () => {
    const { token } = await service.participant('nrelop_demo_early_x');
    const answer = await put(token, {});
    expect(answer.status).toBe(200);
    expect(answer.json.quarantined).toEqual([
      expect.objectContaining({ index: 0, code: 'subgroup-suspended' }),
    ]);
    const found = await service.post('/datastreams/find_entries/timestamp', { user: token, ...find });
    expect(found.json.phone_data).toEqual([]);
    const headers = { authorization: `Bearer ${token}` };
    const kept = await service.call('/v2/quarantine', { headers });
    expect(kept.json.quarantined).toEqual([expect.objectContaining({ code: 'subgroup-suspended' })]);
  });
});

describe('the token', () => {
  it('may come as a bearer token', async () => {
    const answer = await service.post('/profile/get', {}, { authorization: `Bearer ${registered}` });
    expect(answer.status).toBe(200);
  });

  it('in the body wins over the one in the header', async () => {
    const headers = { authorization: `Bearer ${registered}` };
    expect((await service.post('/profile/get', { user: 'wrong' }, headers)).status).toBe(403);
  });

  it('works no longer once it is withdrawn', async () => {
    const { token } = await service.participant();
    const record = await service.store.directory.resolve(token);
    await service.store.directory.revoke(record?.id ?? '');
    expect((await call('/profile/get', token)).status).toBe(403);
  });
});

describe('the modes', () => {
  it.each([
    [{ auth: 'skip' } as const, ['anybody'], []],
    [{ auth: 'secret', authSecrets: ['sesame'] } satisfies TestSettings, ['sesame-anna'], ['anna']],
    [
      { auth: 'dynamic', study: { opcode: { autogen: true } } } as const,
      ['nrelop_x_default_a'],
      ['nrelop_x_b_a'],
    ],
    [{ auth: 'dynamic', study: { intro: { program_or_study: 'program' } } } as const, [], ['anybody']],
  ])('%j', async (settings, good, bad) => {
    const other = await startService(settings);
    try {
      for (const user of good) expect((await other.post('/profile/create', { user })).status).toBe(200);
      for (const user of bad) expect((await other.post('/profile/create', { user })).status).toBe(403);
    } finally {
      await other.stop();
    }
  });
});

describe('somebody who asks too often', () => {
  it('is told when to come back, and nobody else is', async () => {
    const other = await startService({ personBurst: 3, personRate: 0.5 });
    try {
      const { token } = await other.participant();
      const neighbour = await other.participant();
      const get = (user: string) => other.post('/usercache/get', { user });
      for (let count = 0; count < 3; count += 1) expect((await get(token)).status).toBe(200);
      const refused = await get(token);
      expect([refused.status, refused.json.code]).toEqual([429, 'rate-limited']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await get(neighbour.token)).status).toBe(200);
      other.pass(10_000);
      expect((await get(token)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});
