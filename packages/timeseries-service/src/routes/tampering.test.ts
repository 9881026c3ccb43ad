import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEmbeddedEngine } from '../engine/index.js';
import { battery, modeLabel, SOME_TIME, startService } from '../testing/index.js';

/** Changes one bit of a person's first block in the file of the store, as a failing disk might. */
async function damageOneBlock(folder: string, person: string): Promise<void> {
  const engine = await openEmbeddedEngine(folder);
  const [first] = await engine.headers(person);
  const body = Buffer.from((await engine.bodies(person, [first?.id ?? ''])).get(first?.id ?? '') ?? []);
  await engine.close();
  const file = join(folder, 'store', 'store.mdb');
  const bytes = await readFile(file);
  const places: number[] = [];
  for (let place = bytes.indexOf(body); place !== -1; place = bytes.indexOf(body, place + 1))
    places.push(place);
  if (body.length === 0 || places.length === 0) throw new Error('there is nothing to damage');
  for (const place of places) bytes[place + (body.length >> 1)]! ^= 1;
  await writeFile(file, bytes);
}

describe('a tampered block', () => {
  it('is left out and reported; everything else is served, and uploads go on', async () => {
    let service = await startService();
    const { token, person } = await service.participant();
    const put = (entry: object) => service.post('/usercache/put', { user: token, phone_to_server: [entry] });
    await put(battery(SOME_TIME));
    await put(modeLabel(SOME_TIME + 1));
    await put(battery(SOME_TIME + 2));
    const { folder } = service;
    await service.close();
    await damageOneBlock(folder, person);

    service = await startService({ folder });
    try {
      const find = async () => {
        const body = { user: token, key_list: null, start_time: null, end_time: 2e9 };
        return service.post('/datastreams/find_entries/timestamp', body);
      };
      const answer = await find();
      expect([answer.status, answer.json.phone_data?.length]).toEqual([200, 2]);
      const headers = { authorization: `Bearer ${token}` };
      const { waiting } = (await service.call('/v2/waiting', { headers })).json;
      expect(waiting).toContainEqual({ what: 'blocks', why: 'block-damaged', count: 1, since: null });
      expect((await service.service('GET', '/v1/figures')).json.damagedPersons).toBe(1);
      expect((await put(battery(SOME_TIME + 3))).status).toBe(200);
      expect((await find()).json.phone_data).toHaveLength(3);
    } finally {
      await service.stop();
    }
  });
});
