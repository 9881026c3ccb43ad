import type { FailingRun } from '@sojourn/datamodel/http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, location, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

let service: RunningService;
let token: string;
let person: string;
beforeAll(async () => {
  service = await startService({ dormantSeconds: 3600 });
});
afterAll(() => service.stop());
beforeEach(async () => {
  ({ token, person } = await service.participant());
});

const internal = (method: string, path: string, body?: unknown) =>
  service.service(method, `/v1/people/${person}${path}`, body);
const put = (...entries: unknown[]) =>
  service.post('/usercache/put', { user: token, phone_to_server: entries });
const get = (path: string, bearer: string) =>
  service.call(path, { headers: { authorization: `Bearer ${bearer}` } });
const waiting = async () => (await get('/v2/waiting', token)).json.waiting;
const since = expect.any(Number);

const failing: FailingRun = {
  since: 1000,
  failures: 3,
  lastTry: 1090,
  nextTry: 1210,
  sequence: 1,
  code: null,
  stages: [],
  software: '1',
};
const noteFailure = (run: Partial<FailingRun>) =>
  service.service('PUT', `/v1/documents/failing-runs/${person}`, { value: { ...failing, ...run } });

describe('what is waiting', () => {
  it('says which stage failed, with which code, since when, and when it is tried again', async () => {
    await noteFailure({ stages: [{ stage: 'LABEL_INFERENCE', code: 'internal', since: 1060 }] });
    expect(await waiting()).toEqual([
      { what: 'run', why: 'internal', stage: 'LABEL_INFERENCE', count: 3, since: 1060, retryAt: 1210 },
    ]);
  });

  it('says that a run fails as a whole, and that uploads wait because of it', async () => {
    await put(battery(SOME_TIME), location(SOME_TIME));
    await noteFailure({ code: 'storage-full' });
    expect(await waiting()).toEqual([
      { what: 'entries', why: 'run-failing', count: 2, since },
      { what: 'run', why: 'storage-full', count: 3, since: 1000, retryAt: 1210 },
    ]);
  });

  it('says of which points no trips can be made, and why', async () => {
    const value = { why: 'collection-mode-unknown', count: 12, since: 1000 };
    await service.service('PUT', `/v1/documents/unused-points/${person}`, { value });
    expect(await waiting()).toEqual([{ what: 'points', ...value }]);
  });

  it('says that a run is not worth while yet, and when it is', async () => {
    await put(location(SOME_TIME));
    const state = { last_processed_ts: SOME_TIME - 10, curr_run_ts: null, last_ts_run: null };
    await internal('POST', '/commit', { states: { TRIP_SEGMENTATION: state } });
    expect(await waiting()).toMatchObject([{ what: 'entries', why: 'dormant' }]);
    await put(location(SOME_TIME + 7200));
    expect(await waiting()).toMatchObject([{ what: 'entries', why: 'run-due' }]);
    await internal('POST', '/lease', { owner: 'test', ttl: 60 });
    expect(await waiting()).toMatchObject([{ what: 'entries', why: 'run-in-progress' }]);
  });

  it('says that a clock was wrong where everything is dated in the future', async () => {
    const ahead = Math.ceil(Date.now() / 1000) + 86_400;
    await put(location(ahead + 10), location(ahead));
    expect(await waiting()).toEqual([
      { what: 'entries', why: 'dated-ahead', count: 2, since, retryAt: ahead },
    ]);
    await put(location(SOME_TIME));
    expect(await waiting()).toEqual([{ what: 'entries', why: 'run-due', count: 3, since }]);
  });

  it('says what a lock keeps back', async () => {
    await put(location(SOME_TIME), { data: {} });
    await internal('POST', '/custody', { custody: 'presented', passphrase: 'correct horse battery' });
    await internal('POST', '/lock');
    await put(battery(SOME_TIME));
    expect(await waiting()).toEqual([
      { what: 'entries', why: 'person-locked', count: 1, since },
      { what: 'sealed-entries', why: 'person-locked', count: 1, since },
      { what: 'quarantine', why: 'person-locked', count: 1, since },
    ]);
  });
});

describe('what is waiting for everybody', () => {
  it('is told to operators, in pages, without those for whom nothing waits', async () => {
    const late = await startService();
    const people: string[] = [];
    for (let index = 0; index < 5; index++) {
      const one = await late.participant();
      people.push(one.person);
      if (index % 2 === 0) {
        await late.post('/usercache/put', { user: one.token, phone_to_server: [battery(SOME_TIME)] });
      }
    }
    const { token: operator } = await late.store.directory.issue({ role: 'operator' });
    const call = (query: string) =>
      late.call(`/v2/waiting/people${query}`, { headers: { authorization: `Bearer ${operator}` } });
    const found: { person: string }[] = [];
    let next = '';
    do {
      const { json } = await call(`?limit=2${next === '' ? '' : `&after=${next}`}`);
      found.push(...json.people);
      next = json.next;
    } while (next !== null);
    expect(found.map(({ person: id }) => id)).toEqual([people[0], people[2], people[4]].sort());
    expect(found[0]).toMatchObject({
      locked: false,
      waiting: [{ what: 'entries', why: 'run-due', count: 1 }],
    });
    await late.stop();
  });

  it('is told to nobody else', async () => {
    expect((await get('/v2/waiting/people', token)).json.code).toBe('role-insufficient');
  });
});
