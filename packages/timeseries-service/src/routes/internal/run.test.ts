import { internalRoutes, type RunBeginning } from '@sojourn/datamodel/http';
import { decodeRowsDocument, encodeRowsDocument, rowsMediaType } from '@sojourn/datamodel/wire';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, type RunningService, SOME_TIME, startService, storedTrip } from '../../testing/index.js';

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
const trips = Array.from({ length: 10 }, (_, index) =>
  storedTrip(index, SOME_TIME + index * 1000, SOME_TIME + index * 1000 + 500),
);

describe('a run', () => {
  it('reads the usercache, commits everything at once, and shows it', async () => {
    await put(battery(SOME_TIME), battery(SOME_TIME + 1));
    const lease = (await call('POST', '/lease', { owner: 'test', ttl: 60 })).json;
    expect(lease).toEqual({
      fence: expect.any(Number),
      expires: expect.any(Number),
      sequence: expect.any(Number),
    });
    const { rows } = (await call('GET', '/usercache')).json;
    expect(
      rows.map(({ entry }: { entry: { metadata: { write_ts: number } } }) => entry.metadata.write_ts),
    ).toEqual([SOME_TIME, SOME_TIME + 1]);
    const committed = await call('POST', '/commit', {
      fence: lease.fence,
      insert: [{ ...rows[0].entry, data: { ...rows[0].entry.data, converted: true } }, trips[0]],
      drain: rows.map(({ entry, arrival }: { entry: { _id: { $oid: string } }; arrival: number }) => ({
        id: entry._id.$oid,
        arrival,
      })),
      quarantine: [{ raw: rows[1].entry, code: 'zone-unknown', path: 'metadata.time_zone' }],
      states: { USERCACHE: { curr_run_ts: null, last_processed_ts: SOME_TIME + 5, last_ts_run: SOME_TIME } },
      processedSequence: lease.sequence,
    });
    expect(committed.status).toBe(200);
    expect(committed.json.sequence).toBeGreaterThan(lease.sequence);
    expect((await call('DELETE', `/lease?fence=${lease.fence}`)).status).toBe(204);
    expect((await call('GET', '/usercache')).json).toEqual({ rows: [] });
    const { entries } = (await call('POST', '/entries/query', { keys: null })).json;
    expect(entries.map(({ metadata }: { metadata: { key: string } }) => metadata.key)).toEqual([
      'background/battery',
      'segmentation/raw_trip',
    ]);
    expect((await call('GET', '/states')).json).toEqual({
      states: { USERCACHE: { curr_run_ts: null, last_processed_ts: SOME_TIME + 5, last_ts_run: SOME_TIME } },
      // What the run itself has written needs no other run.
      processedSequence: committed.json.sequence,
    });
  });

  it('is alone', async () => {
    const { fence } = (await call('POST', '/lease', { owner: 'one', ttl: 60 })).json;
    const second = await call('POST', '/lease', { owner: 'two', ttl: 60 });
    expect([second.status, second.json.code]).toEqual([409, 'run-in-progress']);
    service.pass(30_000);
    expect((await call('POST', '/lease/renew', { fence, ttl: 60 })).status).toBe(200);
    service.pass(61_000);
    const third = (await call('POST', '/lease', { owner: 'two', ttl: 60 })).json;
    expect(third.fence).toBeGreaterThan(fence);
    const late = await call('POST', '/commit', { fence, insert: [trips[0]] });
    expect([late.status, late.json.code]).toEqual([409, 'lease-lost']);
    expect((await call('POST', '/lease/renew', { fence, ttl: 60 })).status).toBe(409);
    expect((await call('DELETE', `/lease?fence=${fence}`)).status).toBe(204);
  });

  it('does not commit over changes that it has not seen', async () => {
    const { sequence } = (await call('GET', '')).json;
    await put(battery(SOME_TIME));
    const late = await call('POST', '/commit', { expectSequence: sequence, insert: [trips[0]] });
    expect([late.status, late.json.code]).toEqual([409, 'commit-conflict']);
  });

  it('does not drain a row that was replaced meanwhile', async () => {
    await put(battery(SOME_TIME, 10));
    const { rows } = (await call('GET', '/usercache')).json;
    await put(battery(SOME_TIME, 20));
    await call('POST', '/commit', { drain: [{ id: rows[0].entry._id.$oid, arrival: rows[0].arrival }] });
    const after = (await call('GET', '/usercache')).json.rows;
    expect(after.map(({ entry }: { entry: { data: object } }) => entry.data)).toEqual([
      battery(SOME_TIME, 20).data,
    ]);
  });

  it('begins with everything that it needs, and gives its lease back with the commit', async () => {
    await put(battery(SOME_TIME), battery(SOME_TIME + 1));
    await call('POST', '/commit', { insert: [trips[0]] });
    const begun = (await call('POST', '/run', { owner: 'test', ttl: 60, limit: 1 })).json;
    expect(begun).toMatchObject({
      lease: { fence: expect.any(Number), sequence: 2 },
      states: {},
      processedSequence: 0,
      streams: ['segmentation/raw_trip'],
      usercache: [{ arrival: 1, entry: battery(SOME_TIME) }],
    });
    expect((await call('POST', '/run', { owner: 'other', ttl: 60, limit: 1 })).status).toBe(409);
    const { fence } = begun.lease;
    expect((await call('POST', '/commit', { fence, insert: [trips[1]], release: true })).status).toBe(200);
    expect((await call('POST', '/run', { owner: 'other', ttl: 60, limit: 0 })).json.usercache).toEqual([]);
  });

  it('says and takes lists as rows, and refuses what is none', async () => {
    await put(battery(SOME_TIME, 10), battery(SOME_TIME + 1, 20));
    const send = async (
      path: string,
      body: string | Uint8Array<ArrayBuffer>,
      headers: Record<string, string>,
    ) => {
      const authorization = `Bearer ${await service.authority.mint({ subject: 'test', audience: 'timeseries', scope: ['entries:write'] })}`;
      return await fetch(`${service.internalUrl}/v1/people/${person}${path}`, {
        method: 'POST',
        headers: { authorization, ...headers },
        body,
      });
    };
    const begun = await send('/run', JSON.stringify({ owner: 'test', ttl: 60, limit: 10 }), {
      'content-type': 'application/json',
      accept: rowsMediaType,
    });
    expect(begun.headers.get('content-type')).toBe(rowsMediaType);
    const { lease, usercache } = decodeRowsDocument(
      new Uint8Array(await begun.arrayBuffer()),
    ) as RunBeginning;
    const asJson = (await call('GET', '/usercache')).json;
    expect(usercache).toEqual(asJson.rows);
    const rows = { 'content-type': rowsMediaType };
    const commit = encodeRowsDocument(
      {
        fence: lease.fence,
        insert: [usercache[0]!.entry, trips[0]],
        drain: usercache.map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
      },
      internalRoutes.commitLists,
    );
    expect((await send('/commit', commit.subarray(0, commit.length - 3), rows)).status).toBe(400);
    for (const list of [
      { insert: [{}] },
      { drain: [{ id: 'x', arrival: 1 }] },
      { drain: [{ id: '0123456789abcdef01234567' }] },
      { move: [{ id: '0123456789abcdef01234567', arrival: 0.5 }] },
      { move: [{ id: '0123456789abcdef01234567', arrival: '1' }] },
      { move: [{}] },
    ]) {
      const refused = await send('/commit', encodeRowsDocument(list, internalRoutes.commitLists), rows);
      expect(refused.status).toBe(400);
    }
    const inAnyOrder = { drain: [{ other: null, arrival: 1, id: '0123456789abcdef01234567' }] };
    const known = await send('/commit', encodeRowsDocument(inAnyOrder, internalRoutes.commitLists), rows);
    expect(known.status).toBe(200);
    expect((await send('/commit', commit, rows)).status).toBe(200);
    expect((await call('GET', '/usercache')).json).toEqual({ rows: [] });
    const { entries } = (await call('POST', '/entries/query', { keys: null })).json;
    expect(entries[0]).toEqual(usercache[0]!.entry);
  });
});
