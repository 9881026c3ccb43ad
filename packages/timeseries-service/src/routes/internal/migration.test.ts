import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../testing/database/index.js';
import { battery, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

const database = await openTestDatabase();
afterAll(() => database?.drop());

let service: RunningService | undefined;
afterEach(async () => {
  await service?.stop();
  service = undefined;
});

/** The last line of an answer that tells how work goes on. */
const lastOf = (text: string) => JSON.parse(text.trimEnd().split('\n').at(-1)!) as Record<string, unknown>;

describe('POST /v1/migrations', () => {
  it('does not move a store to where it is', async () => {
    service = await startService();
    await service.participant();
    const { text } = await service.service('POST', '/v1/migrations', { engine: 'embedded' });
    expect(lastOf(text)).toMatchObject({ problem: { code: 'conflict' } });
    const { status } = await service.service('POST', '/v1/migrations', { engine: 'mongodb' });
    expect(status).toBe(400);
  });

  it.skipIf(!database)(
    'is how a store gets to an empty database: starting there does not leave it behind',
    async () => {
      service = await startService();
      await service.participant();
      const { folder } = service;
      await service.close();
      const settings = { folder, engine: 'mongodb', mongodbUrl: database!.url('empty') } as const;
      await expect(startService(settings)).rejects.toMatchObject({ code: 'config-invalid' });
      service = await startService({ folder });
    },
  );

  it.skipIf(!database)('does not move a store away from MongoDB while another process uses it', async () => {
    const mongodb = { engine: 'mongodb', mongodbUrl: database!.url('shared'), presenceInterval: 50 } as const;
    service = await startService(mongodb);
    await service.participant();
    const keys = { rootKeyFile: join(service.folder, 'keys', 'root.key') };
    const other = await startService({ ...mongodb, ...keys });
    const { text } = await service.service('POST', '/v1/migrations', { engine: 'embedded' });
    expect(lastOf(text)).toMatchObject({
      problem: { code: 'conflict', detail: expect.stringContaining('other service processes') },
    });
    await other.stop();
    const { text: alone } = await service.service('POST', '/v1/migrations', { engine: 'embedded' });
    expect(lastOf(alone)).toMatchObject({ done: { people: 1 } });
  });

  it.skipIf(!database)('moves the store to MongoDB and back, with phones going on', async () => {
    const mongodbUrl = database!.url();
    service = await startService();
    const { folder } = service;
    const { token } = await service.participant();
    let uploads = 0;
    const upload = async () => {
      const ts = SOME_TIME + uploads++;
      const { status } = await service!.post('/usercache/put', {
        user: token,
        phone_to_server: [battery(ts)],
      });
      expect(status).toBe(200);
    };
    const stored = async () => {
      const window = { start_time: SOME_TIME - 1, end_time: SOME_TIME + 1e6 };
      const query = { user: token, key_list: ['background/battery'], ...window };
      const { json } = await service!.post('/datastreams/find_entries/timestamp', query);
      return json.phone_data as { _id: { $oid: string } }[];
    };
    const move = async (to: object) => {
      let moving = true;
      const answer = service!.service('POST', '/v1/migrations', to).finally(() => {
        moving = false;
      });
      for (let count = 0; moving && count < 25; count++) await upload();
      return lastOf((await answer).text);
    };
    const restart = async (settings: object) => {
      await service!.close();
      service = await startService({ folder, ...settings });
    };

    await upload();
    expect(await move({ engine: 'mongodb', mongodbUrl })).toMatchObject({ done: { people: 1 } });
    await upload();
    expect(await stored()).toHaveLength(uploads);

    // Where it was, it can be read up to the move, and takes nothing more.
    await restart({});
    expect((await stored()).length).toBeLessThan(uploads);
    const late = await service.post('/usercache/put', {
      user: token,
      phone_to_server: [battery(SOME_TIME - 5)],
    });
    expect(late.status).toBe(503);

    await restart({ engine: 'mongodb', mongodbUrl });
    const before = await stored();
    expect(before).toHaveLength(uploads);
    expect(await move({ engine: 'embedded' })).toMatchObject({ problem: { code: 'store-not-empty' } });
    await rm(join(folder, 'store'), { recursive: true });
    expect(await move({ engine: 'embedded' })).toMatchObject({ done: { people: 1 } });
    await restart({});
    const after = await stored();
    expect(after).toHaveLength(uploads);
    expect(after.slice(0, before.length)).toEqual(before);
    expect((await service.service('POST', '/v1/verify', {})).text).toContain('"damaged":0');
  });
});
