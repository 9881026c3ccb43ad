import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

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
const release = async () => (await call('POST', '/quarantine/release')).json;
/** Sets an entry aside as a run does that cannot convert it. */
const setAside = (raw: unknown, code = 'zone-unknown') =>
  call('POST', '/commit', { quarantine: [{ raw, code, path: 'metadata.time_zone' }] });
const levels = async () =>
  ((await call('GET', '/usercache')).json.rows as { entry: { data: { battery_level_pct: number } } }[]).map(
    ({ entry }) => entry.data.battery_level_pct,
  );
const quarantined = async () =>
  (await call('POST', '/entries/query', { keys: null, stores: ['quarantine'] })).json.entries.map(
    ({ data }: { data: { code: string } }) => data.code,
  );

describe('what is in quarantine', () => {
  it('waits for a run again when it can be stored now', async () => {
    await setAside(battery(SOME_TIME, 42));
    expect(await release()).toEqual({ tried: 1, released: 1 });
    expect(await levels()).toEqual([42]);
    expect(await quarantined()).toEqual([]);
    const { sequence, processedSequence } = (await call('GET', '')).json;
    expect(sequence).toBeGreaterThan(processedSequence);
    expect(await release()).toEqual({ tried: 0, released: 0 });
  });

  it('stays while it still cannot be stored', async () => {
    await put({ data: {} }, battery(SOME_TIME));
    const { sequence } = (await call('GET', '')).json;
    expect(await release()).toEqual({ tried: 1, released: 0 });
    expect(await quarantined()).toEqual(['entry-field-missing']);
    expect((await call('GET', '')).json.sequence).toBe(sequence);
  });

  it('takes the place of nothing that came since, and is not kept beside its equal', async () => {
    await setAside(battery(SOME_TIME, 1));
    await setAside(battery(SOME_TIME + 1, 2));
    await put(battery(SOME_TIME, 7), battery(SOME_TIME + 1, 2));
    expect(await release()).toEqual({ tried: 2, released: 1 });
    expect(await levels()).toEqual([7, 2]);
    expect(await quarantined()).toEqual(['zone-unknown']);
  });

  it('that was superseded or not wanted stays apart', async () => {
    await put(battery(SOME_TIME, 1));
    await put(battery(SOME_TIME, 2));
    await setAside(battery(SOME_TIME + 9), 'subgroup-suspended');
    expect(await release()).toEqual({ tried: 0, released: 0 });
    expect((await quarantined()).sort()).toEqual(['entry-superseded', 'subgroup-suspended']);
    expect(await levels()).toEqual([2]);
  });

  it('stays closed while the person is locked, and is tried at the unlock', async () => {
    await setAside(battery(SOME_TIME));
    const passphrase = 'correct horse battery';
    await call('POST', '/custody', { custody: 'presented', passphrase });
    await call('POST', '/lock');
    expect(await release()).toMatchObject({ status: 423, code: 'person-locked' });
    await call('POST', '/unlock', { passphrase });
    expect(await quarantined()).toEqual([]);
    expect(await levels()).toHaveLength(1);
    await setAside(battery(SOME_TIME + 1));
    expect(await release()).toEqual({ tried: 1, released: 1 });
  });
});
