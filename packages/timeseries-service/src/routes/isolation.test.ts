import { routesOf } from '@sojourn/datamodel/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  battery,
  location,
  modeLabel,
  type RunningService,
  SOME_TIME,
  startService,
} from '../testing/index.js';

/** Words that stand only in the data of the first person. */
const SECRET = 'canary-of-anna';
const LATITUDE = 48.123456789;

let service: RunningService;
let anna: { token: string; person: string };
let berta: { token: string; person: string };
beforeAll(async () => {
  service = await startService();
  anna = await service.participant();
  berta = await service.participant();
  await service.post('/usercache/put', {
    user: anna.token,
    phone_to_server: [modeLabel(SOME_TIME, SECRET), location(SOME_TIME + 1, LATITUDE), { data: SECRET }],
  });
  await service.post('/profile/update', { user: anna.token, update_doc: { device_token: SECRET } });
  await service.post('/customlabel/insert', {
    user: anna.token,
    inserted_label: { key: 'mode', label: SECRET },
  });
});
afterAll(() => service.stop());

const window = { start_time: null, end_time: 2 ** 63 };
const requests: [string, string, object?][] = [
  ['POST', '/profile/create', {}],
  ['POST', '/profile/get', {}],
  ['POST', '/profile/update', { update_doc: { a: 1 } }],
  ['POST', '/usercache/put', { phone_to_server: [battery(SOME_TIME)] }],
  ['POST', '/usercache/putone', { the_entry: battery(SOME_TIME) }],
  ['POST', '/usercache/get', {}],
  ['POST', '/datastreams/find_entries/timestamp', { key_list: null, ...window }],
  ['POST', '/datastreams/find_entries/timestamp', { key_list: [], ...window }],
  [
    'POST',
    '/datastreams/find_entries/timestamp',
    { key_list: ['manual/mode_confirm'], ...window, page_size: 5 },
  ],
  ['POST', '/pipeline/get_range_ts', {}],
  ['POST', '/pipeline/get_complete_ts', {}],
  ['POST', '/customlabel/get', { keys: ['mode', 'purpose'] }],
  ['POST', '/customlabel/insert', { inserted_label: { key: 'mode', label: 'own' } }],
  [
    'POST',
    '/customlabel/update',
    { updated_label: { key: 'mode', old_label: '', new_label: 'own', is_new_label_must_added: true } },
  ],
  ['POST', '/customlabel/delete', { deleted_label: { key: 'mode', label: 'own' } }],
  ['POST', '/v2/entries/query', { keys: null }],
  ['POST', '/v2/entries/count', { keys: null }],
  ['POST', '/v2/data-frame', { key: 'background/location' }],
  ['GET', '/v2/streams'],
  ['GET', '/v2/waiting'],
  ['GET', '/v2/quarantine'],
  ['GET', '/v2/me'],
  ['POST', '/v2/lock', {}],
  ['POST', '/v2/unlock', { passphrase: 'open sesame, please' }],
];

describe('nobody sees the data of somebody else', () => {
  it.each(requests)('%s %s %j', async (method, path, body) => {
    const init = {
      method,
      headers: { authorization: `Bearer ${berta.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const { text, status } = await service.call(path, init);
    expect(status).toBeLessThan(500);
    for (const trace of [SECRET, String(LATITUDE), anna.person]) expect(text).not.toContain(trace);
  });

  it('on any route that is about a person', () => {
    const covered = new Set(requests.map(([method, path]) => `${method} ${path}`));
    const missing = [...routesOf('reference'), ...routesOf('public')]
      .filter(({ caller, servedBy }) => servedBy === undefined && (caller === 'person' || caller === 'token'))
      .map(({ method, path }) => `${method} ${path.replace(':time_type', 'timestamp')}`)
      .filter((name) => !covered.has(name));
    expect(missing).toEqual([]);
  });

  it('by naming them in the body beside an own token', async () => {
    const body = { keys: null, user: anna.person, person: anna.person, user_id: { $uuid: anna.person } };
    const answer = await service.post('/v2/entries/query', body, { authorization: `Bearer ${berta.token}` });
    expect(answer.text).not.toContain(SECRET);
  });

  it('by uploading an entry that says it is theirs', async () => {
    const entry = {
      ...battery(SOME_TIME + 50),
      user_id: { $uuid: anna.person },
      _id: { $oid: 'a'.repeat(24) },
    };
    await service.post('/usercache/put', { user: berta.token, phone_to_server: [entry] });
    const find = (user: string) =>
      service.post('/datastreams/find_entries/x', { user, key_list: ['background/battery'], ...window });
    expect((await find(anna.token)).json.phone_data).toEqual([]);
    expect((await find(berta.token)).json.phone_data.at(-1).user_id).toEqual({ $uuid: berta.person });
  });

  it('and the service can ask for one person alone', async () => {
    const query = { keys: null };
    const answer = await service.service('POST', `/v1/people/${berta.person}/entries/query`, query);
    expect(answer.text).not.toContain(SECRET);
  });

  it('nor does the log', () => {
    const log = service.log.join('');
    expect(log).toContain('/usercache/put');
    for (const trace of [SECRET, String(LATITUDE), anna.token, berta.token, anna.person]) {
      expect(log).not.toContain(trace);
    }
  });
});
