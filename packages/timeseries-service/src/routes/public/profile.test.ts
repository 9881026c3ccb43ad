import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, location, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

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
const profile = async () => (await service.post('/profile/get', { user: token })).json;
const update = (update_doc: unknown) => service.post('/profile/update', { user: token, update_doc });
const put = (...entries: unknown[]) =>
  service.post('/usercache/put', { user: token, phone_to_server: entries });

describe('the profile', () => {
  it('begins as the reference makes it', async () => {
    expect(await profile()).toMatchObject({
      _id: { $oid: expect.stringMatching(/^[0-9a-f]{24}$/) },
      user_id: { $uuid: person },
      source: 'sojourn',
      create_ts: { $date: expect.any(Number) },
      update_ts: { $date: expect.any(Number) },
      mpg_array: [32.044384997811726],
      mode: {},
      purpose: {},
    });
  });

  it('keeps everything at a repeated registration but update_ts', async () => {
    await update({ phone_lang: 'en' });
    const before = await profile();
    service.pass(5000);
    await service.post('/profile/create', { user: token });
    const after = await profile();
    expect(after.update_ts.$date).toBeGreaterThan(before.update_ts.$date);
    expect({ ...after, update_ts: 0, last_call_ts: 0 }).toEqual({ ...before, update_ts: 0, last_call_ts: 0 });
  });

  it('takes what phones send, members that nobody knows and nested ones by dotted names', async () => {
    const answer = await update({
      phone_lang: 'en',
      platform: 'android',
      reminder: { time: '21:00', on: true },
    });
    expect([answer.status, answer.json]).toEqual([200, { update: true }]);
    await update({ 'reminder.time': '22:00' });
    expect(await profile()).toMatchObject({
      phone_lang: 'en',
      platform: 'android',
      reminder: { time: '22:00', on: true },
    });
  });

  it('does not let phones write what belongs to the server', async () => {
    const before = await profile();
    await update({
      user_id: 'somebody',
      source: 'me',
      total_trips: 99,
      last_put_ts: 1,
      pipeline_range: {},
      mode: 5,
    });
    const { last_call_ts: _, ...after } = await profile();
    expect(after).toEqual({ ...before, last_call_ts: undefined });
  });

  it.each([[undefined], [null], ['text'], [[1]]])('refuses the update %j', async (update_doc) => {
    expect((await service.post('/profile/update', { user: token, update_doc })).status).toBe(400);
  });

  it('notes calls, uploads and looks at the diary', async () => {
    const now = service.now() / 1000;
    await put(battery(SOME_TIME));
    await service.post('/pipeline/get_range_ts', { user: token });
    const seen = await profile();
    for (const name of ['last_call_ts', 'last_sync_ts', 'last_put_ts', 'last_diary_fetch_ts']) {
      expect(seen[name]).toBeGreaterThanOrEqual(now - 1);
    }
  });

  it('notes the last entry and the last location; a batch without one changes nothing, an old one neither', async () => {
    await put(location(SOME_TIME + 5), battery(SOME_TIME + 6));
    expect(await profile()).toMatchObject({
      last_location_ts: location(SOME_TIME + 5).data.ts,
      last_phone_data_ts: SOME_TIME + 6,
    });
    await put(battery(SOME_TIME + 10));
    await put(location(SOME_TIME - 1000));
    expect((await profile()).last_location_ts).toBe(location(SOME_TIME + 5).data.ts);
  });

  it('still has its times after a restart', async () => {
    await put(location(SOME_TIME));
    await service.post('/pipeline/get_range_ts', { user: token });
    const before = await profile();
    const { folder } = service;
    await service.close();
    service = await startService({ folder });
    expect(await profile()).toMatchObject({
      last_location_ts: before.last_location_ts,
      last_diary_fetch_ts: before.last_diary_fetch_ts,
    });
  });
});

describe('custom labels', () => {
  const post = (path: string, body: object) => service.post(`/customlabel/${path}`, { user: token, ...body });
  const insert = (label: string, key = 'mode') => post('insert', { inserted_label: { key, label } });

  it('are inserted, used, listed by use and deleted', async () => {
    expect((await insert('sled')).json).toEqual({ label: ['sled'] });
    expect((await insert('unicycle')).json).toEqual({ label: ['sled', 'unicycle'] });
    const use = { key: 'mode', old_label: '', new_label: 'unicycle', is_new_label_must_added: false };
    expect((await post('update', { updated_label: use })).json).toEqual({ label: ['unicycle', 'sled'] });
    expect((await post('get', { keys: ['mode', 'purpose', 'nothing'] })).json).toEqual({
      mode: ['unicycle', 'sled'],
      purpose: [],
      nothing: [],
    });
    expect((await post('delete', { deleted_label: { key: 'mode', label: 'sled' } })).json).toEqual({
      label: ['unicycle'],
    });
    expect((await profile()).mode).toEqual({
      sled: { createdAt: { $date: expect.any(Number) }, frequency: 0, isActive: false },
      unicycle: { createdAt: { $date: expect.any(Number) }, frequency: 1, isActive: true },
    });
  });

  it.each([
    ['insert', {}],
    ['insert', { inserted_label: { key: 'mode' } }],
    ['insert', { inserted_label: { key: 'source', label: 'x' } }],
    ['insert', { inserted_label: { key: 'user_id', label: 'x' } }],
    ['update', { updated_label: { key: 'mode', old_label: '', new_label: 'x' } }],
    ['delete', { deleted_label: 'sled' }],
    ['get', {}],
    ['get', { keys: 'mode' }],
    ['get', { keys: ['mpg_array'] }],
  ])('%s with %j is 400', async (path, body) => {
    expect((await post(path, body)).status).toBe(400);
  });
});

describe('the pipeline', () => {
  it('shows what runs have noted', async () => {
    const state = (last_processed_ts: number) => ({ last_processed_ts, curr_run_ts: null, last_ts_run: 1 });
    await service.service('POST', `/v1/people/${person}/commit`, {
      states: { CLEAN_RESAMPLING: state(5), CREATE_CONFIRMED_OBJECTS: state(7) },
      profile: { pipeline_range: { start_ts: 1.5, end_ts: 6.5 }, total_trips: 3 },
    });
    const user = { user: token };
    expect((await service.post('/pipeline/get_range_ts', user)).json).toEqual({ start_ts: 1.5, end_ts: 6.5 });
    expect((await service.post('/pipeline/get_complete_ts', user)).json).toEqual({ complete_ts: 7 });
    expect((await profile()).total_trips).toBe(3);
  });
});

describe('invitation links', () => {
  it.each([
    ['join?groupid=12&userid=3', '/#/setup?groupid=12&userid=3'],
    ['setup?a=b', 'emission://setup?a=b'],
    ['setup', 'emission://setup'],
  ])('GET /redirect/%s', async (path, location) => {
    const answer = await service.call(`/redirect/${path}`);
    expect([answer.status, answer.headers.get('location'), answer.json]).toEqual([
      303,
      location,
      { redirect: 'success' },
    ]);
  });
});
