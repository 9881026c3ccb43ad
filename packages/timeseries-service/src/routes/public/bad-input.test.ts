import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { battery, location, type RunningService, SOME_TIME, startService } from '../../testing/index.js';

let service: RunningService;
let token: string;
beforeAll(async () => {
  service = await startService({ uploadBytes: 64 * 1024 * 1024 });
});
afterAll(() => service.stop());
beforeEach(async () => {
  ({ token } = await service.participant());
});

const first = battery(SOME_TIME);
const last = battery(SOME_TIME + 9);
/** A batch as text, with anything between two good entries. */
const batch = (...between: string[]) =>
  `{"user":"${token}","phone_to_server":[${[JSON.stringify(first), ...between, JSON.stringify(last)].join(',')}]}`;
const put = (body: unknown, headers?: Record<string, string>) =>
  service.post('/usercache/put', body, headers);

async function stored(): Promise<
  { metadata: { write_ts: number; key: string }; data: Record<string, unknown> }[]
> {
  const body = { user: token, key_list: null, start_time: null, end_time: 2 ** 63 };
  return (await service.post('/datastreams/find_entries/timestamp', body)).json.phone_data;
}
async function goodOnesAreStored() {
  const times = (await stored()).map(({ metadata }) => metadata.write_ts);
  expect(times).toContain(SOME_TIME);
  expect(times).toContain(SOME_TIME + 9);
}
/** One entry with a member replaced; undefined takes it out. */
const changed = (metadata: object, data: object = {}) => {
  const entry = location(SOME_TIME + 1);
  return JSON.stringify({ metadata: { ...entry.metadata, ...metadata }, data: { ...entry.data, ...data } });
};

describe('a bad entry between good ones is set aside', () => {
  it.each([
    ['no metadata', () => '{"data":{}}', 'metadata'],
    ['no data', () => JSON.stringify({ metadata: battery(SOME_TIME).metadata }), 'data'],
    ['no key', () => changed({ key: undefined }), 'metadata.key'],
    ['no write_ts', () => changed({ write_ts: undefined }), 'metadata.write_ts'],
    ['a write_ts that is text', () => changed({ write_ts: 'now' }), 'metadata.write_ts'],
    ['a key that is a number', () => changed({ key: 5 }), 'metadata.key'],
    ['a member of the wrong type', () => changed({}, { latitude: 'north' }), 'data.latitude'],
    ['a time that is text', () => changed({}, { ts: 'now' }), 'data.ts'],
    ['a number', () => '5', ''],
    ['null', () => 'null', ''],
    ['a list', () => '[1,2]', ''],
    ['deep nesting', () => `{"metadata":{},"data":${'['.repeat(5000)}${']'.repeat(5000)}}`, undefined],
    [
      'very deep nesting',
      () => `{"metadata":{},"data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
      undefined,
    ],
  ])('%s', async (_what, entry, path) => {
    const answer = await put(batch(entry()));
    expect(answer.status).toBe(200);
    expect(answer.json.quarantined).toHaveLength(1);
    const [item] = answer.json.quarantined;
    expect(item.index).toBe(1);
    expect(item.code).toEqual(expect.any(String));
    if (path !== undefined) expect(item.path ?? '').toBe(path);
    await goodOnesAreStored();
    expect(await stored()).toHaveLength(2);
  });

  it('and adds nothing when it comes again', async () => {
    await put(batch('5'));
    await put(batch('5'));
    const answer = await service.call('/v2/quarantine', { headers: { authorization: `Bearer ${token}` } });
    expect(answer.json.quarantined).toHaveLength(1);
  });
});

describe('an odd entry is stored', () => {
  it('with a bare NaN, which comes back as null', async () => {
    const text = changed({}, { altitude: 'here' }).replace('"here"', 'NaN');
    expect((await put(batch(text))).status).toBe(200);
    await goodOnesAreStored();
    const found = (await stored()).find(({ metadata }) => metadata.key === 'background/location');
    expect(found === undefined || found.data.altitude === null).toBe(true);
  });

  it('with times in milliseconds, which become seconds', async () => {
    const entry = battery(1_718_000_100_123);
    await put(batch(JSON.stringify({ ...entry, data: { ...entry.data, ts: 1_718_000_100_000 } })));
    const found = (await stored()).at(-1);
    expect([found?.metadata.write_ts, found?.data.ts]).toEqual([1_718_000_100.123, 1_718_000_100]);
  });

  it.each([0, 5.5, -1000])('with the time %d of 1970 and before', async (time) => {
    await put(batch(JSON.stringify(battery(time))));
    expect((await stored())[0]?.metadata.write_ts).toBe(time);
    await goodOnesAreStored();
  });

  it('with a duplicate key, of which the last counts', async () => {
    const text = JSON.stringify(battery(SOME_TIME + 1)).replace('"data":{', '"data":{"battery_level_pct":1,');
    await put(batch(text));
    expect((await stored())[1]?.data.battery_level_pct).toBe(57);
  });

  it('with a text of 10 MB', async () => {
    const entry = battery(SOME_TIME + 1);
    const long = 'ä'.repeat(5 * 1024 * 1024);
    expect((await put(batch(JSON.stringify({ ...entry, data: { ...entry.data, long } })))).text).toBe('');
    expect((await stored())[1]?.data.long).toBe(long);
  });

  it('with `__proto__` as a plain member', async () => {
    const text = JSON.stringify(battery(SOME_TIME + 1)).replace(
      '"data":{',
      '"data":{"__proto__":{"polluted":1},',
    );
    expect((await put(batch(text))).status).toBe(200);
    await goodOnesAreStored();
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const body = { user: token, key_list: null, start_time: null, end_time: 2e9 };
    const answer = await service.post('/datastreams/find_entries/timestamp', body);
    expect(answer.text).toContain('"__proto__":{"polluted":1}');
  });

  it('of a stream that nobody knows', async () => {
    const entry = {
      metadata: { ...first.metadata, key: 'my/own_stream' },
      data: { anything: [1, { goes: null }] },
    };
    expect((await put(batch(JSON.stringify(entry)))).text).toBe('');
    expect((await stored()).find(({ metadata }) => metadata.key === 'my/own_stream')?.data).toEqual(
      entry.data,
    );
  });

  it('with lone surrogates and NUL in a text', async () => {
    const entry = { metadata: { ...first.metadata, key: 'my/text' }, data: { text: '\u0000 \ud800 x' } };
    expect((await put(batch(JSON.stringify(entry)))).status).toBe(200);
    await goodOnesAreStored();
  });
});

describe('a bad body', () => {
  it('that is cut off keeps its complete entries', async () => {
    const whole = batch();
    const answer = await put(whole.slice(0, -30));
    expect(answer.status).toBe(200);
    expect(answer.json.quarantined).toEqual([expect.objectContaining({ index: 1 })]);
    expect(await stored()).toHaveLength(1);
  });

  it.each([
    ['no list', () => `{"user":"${token}"}`],
    ['text for a list', () => `{"user":"${token}","phone_to_server":"all"}`],
    ['one entry for a list', () => JSON.stringify({ user: token, phone_to_server: battery(SOME_TIME) })],
    ['a list at the top', () => '[1,2]'],
    ['no JSON', () => 'hello'],
  ])('with %s is 400', async (_what, body) => {
    const answer = await put(body());
    expect([answer.status, answer.json.status]).toEqual([400, 400]);
  });

  it('in gzip is read, and one that is cut off is 400', async () => {
    const packed = gzipSync(batch());
    const headers = { 'content-encoding': 'gzip' };
    const cut = await put(packed.subarray(0, packed.length - 20), headers);
    expect([cut.status, cut.json.code]).toEqual([400, 'encoding-invalid']);
    expect(await stored()).toHaveLength(0);
    expect((await put(packed, headers)).status).toBe(200);
    await goodOnesAreStored();
  });

  it('that is too large, packed or not, is 413', async () => {
    const large = `{"user":"${token}","phone_to_server":["${'x'.repeat(65 * 1024 * 1024)}"]}`;
    expect((await put(gzipSync(large, { level: 1 }), { 'content-encoding': 'gzip' })).status).toBe(413);
    expect((await service.post('/profile/get', `{"user":"${'x'.repeat(2 * 1024 * 1024)}"}`)).status).toBe(
      413,
    );
  });

  it('that is nested without end is 400, whatever it is for', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    for (const [path, member] of [
      ['/profile/update', `"update_doc":{"a":${deep}}`],
      ['/datastreams/find_entries/x', `"key_list":${deep},"start_time":0,"end_time":1`],
      ['/customlabel/get', `"keys":${deep}`],
      ['/usercache/put', `"phone_to_server":"","other":${deep}`],
    ] as const) {
      expect((await service.post(path, `{"user":"${token}",${member}}`)).status).toBe(400);
    }
  });

  it('that tries to reach into the language is 400', async () => {
    const update = `{"user":"${token}","update_doc":{"__proto__":{"polluted":true}}}`;
    expect((await service.post('/profile/update', update)).status).toBe(400);
    const dotted = {
      user: token,
      update_doc: { '__proto__.polluted': true, 'constructor.prototype.polluted': true },
    };
    expect((await service.post('/profile/update', dotted)).status).toBe(200);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('a batch of 100 000 entries', () => {
  it('is stored whole', async () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => location(SOME_TIME + index / 4));
    const body = JSON.stringify({ user: token, phone_to_server: entries });
    expect((await put(body)).text).toBe('');
    const selection = JSON.stringify({ keys: ['background/location'] });
    const answer = await service.post('/v2/entries/count', selection, { authorization: `Bearer ${token}` });
    expect(answer.json).toEqual({ count: 100_000 });
  });
});

describe('putone', () => {
  const putone = (entry: string) =>
    service.post('/usercache/putone', `{"user":"${token}","the_entry":${entry}}`);

  it('stores one entry', async () => {
    const answer = await putone(JSON.stringify(first));
    expect([answer.status, answer.json]).toEqual([200, { putone: true }]);
    expect(await stored()).toHaveLength(1);
  });

  it('sets a bad one aside and says so', async () => {
    const answer = await putone('{"metadata":{}}');
    expect(answer.status).toBe(200);
    expect(answer.json).toMatchObject({ putone: true, quarantined: [{ index: 0 }] });
  });

  it('without an entry is 400', async () => {
    expect((await service.post('/usercache/putone', { user: token })).status).toBe(400);
  });
});
