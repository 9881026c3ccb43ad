import { createClient, type SojournClient } from '@sojourn/datamodel/client';
import type { PersonStorage } from '@sojourn/datamodel/http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { battery, location, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

let service: RunningService;
let operator: SojournClient;
let operatorToken: string;
beforeAll(async () => {
  service = await startService({ dormantSeconds: 3600, authSecrets: ['very-secret'] });
  operatorToken = (await service.store.directory.issue({ role: 'operator' })).token;
  operator = createClient({ baseUrl: service.baseUrl, token: operatorToken });
});
afterAll(() => service.stop());

async function storage(): Promise<PersonStorage[]> {
  const people: PersonStorage[] = [];
  for await (const one of operator.storage()) people.push(one);
  return people;
}
const storageOf = async (id: string) => (await storage()).find(({ person }) => person === id);

describe('storage of each person', () => {
  it('is counted as the person counts it, also after the person has locked it', async () => {
    const { token, person } = await service.participant();
    expect(await storageOf(person)).toMatchObject({ entries: 0, first: null, last: null, damaged: false });
    const entries = [battery(SOME_TIME), location(SOME_TIME + 60), battery(SOME_TIME + 120)];
    await service.post('/usercache/put', { user: token, phone_to_server: entries });
    const streams = await createClient({ baseUrl: service.baseUrl, token }).streams();
    const stored = await storageOf(person);
    expect(stored).toEqual({
      person,
      custody: 'managed',
      locked: false,
      entries: 3,
      bytes: streams.reduce((sum, { bytes }) => sum + bytes, 0),
      first: SOME_TIME,
      last: SOME_TIME + 120,
      damaged: false,
    });
    const presented = { custody: 'presented', passphrase: 'correct horse battery' };
    await service.service('POST', `/v1/people/${person}/custody`, presented);
    await service.service('POST', `/v1/people/${person}/lock`, {});
    expect(await storageOf(person)).toMatchObject({ locked: true, custody: 'presented', entries: 3 });
  });

  it('comes in pages, everybody once and in order', async () => {
    for (let count = 0; count < 3; count++) await service.participant();
    const all = (await storage()).map(({ person }) => person);
    const paged: string[] = [];
    let after = '';
    for (;;) {
      const path = `/v2/storage/people?limit=2${after && `&after=${after}`}`;
      const { json } = await as(operatorToken, path);
      paged.push(...json.people.map(({ person }: { person: string }) => person));
      if (json.next === null) break;
      after = json.next;
    }
    expect(paged).toEqual(all);
    expect(paged).toEqual([...new Set(paged)].sort());
  });
});

describe('settings in force', () => {
  it('say what is set and what is not, and hide secrets', async () => {
    const settings = await operator.settings('timeseries');
    const named = (wanted: string) => settings.find(({ name }) => name === wanted);
    expect(named('dormantSeconds')).toEqual({
      name: 'dormantSeconds',
      value: 3600,
      isDefault: false,
      variable: 'SOJOURN_DORMANT_SECONDS',
    });
    expect(named('sessionSeconds')).toMatchObject({ value: 7 * 24 * 3600, isDefault: true });
    expect(named('authSecrets')).toMatchObject({ value: '[hidden]', isDefault: false });
    expect(JSON.stringify(settings)).not.toContain('very-secret');
  });
});

it.each(['/v2/storage/people', '/v2/settings/timeseries'])('%s is for operators alone', async (path) => {
  const { token } = await service.participant();
  expect((await as(token, path)).json.code).toBe('role-insufficient');
  expect((await service.call(path)).json.code).toBe('token-missing');
});

const as = (token: string, path: string) =>
  service.call(path, { headers: { authorization: `Bearer ${token}` } });
