import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

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
const get = (path: string) => service.call(path, { headers: bearer });
const post = (path: string, body: object) => service.post(path, body, bearer);
const put = (...entries: unknown[]) =>
  service.post('/usercache/put', { user: token, phone_to_server: entries });

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
