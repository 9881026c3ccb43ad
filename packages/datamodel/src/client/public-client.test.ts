import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../entry.js';
import { SojournError } from '../errors.js';
import { type Job, publicRoutes, referenceRoutes } from '../http/index.js';
import { createClient, type SojournClient, type SojournClientOptions } from './index.js';
import { createSampleServer, type SampleServer, sampleEntry } from './server.testing.js';

const token = 'nrelop_demo_default_Xk29fQ';
let server: SampleServer;
let client: SojournClient;
/** Delays that the client would have waited, in milliseconds. */
let delays: number[];

function clientOf(options: Partial<SojournClientOptions> = {}): SojournClient {
  const retry = {
    random: () => 1,
    sleep: async (delay: number) => void delays.push(delay),
    ...options.retry,
  };
  return createClient({ baseUrl: server.baseUrl, token, ...options, retry });
}

beforeEach(async () => {
  server = createSampleServer(2500);
  await server.listen();
  delays = [];
  client = clientOf();
});
afterEach(() => server.close());

const code = (expected: string) => expect.objectContaining({ code: expected });

async function all(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const list: Entry[] = [];
  for await (const entry of entries) list.push(entry);
  return list;
}

describe('results', () => {
  it('are asked for with the token in the body, as by phones', async () => {
    server.serve(referenceRoutes.dayTrips, ({ params }) => ({ timeline: [{ id: params.day }] }));
    server.serve(referenceRoutes.heatmapModes, () => ({ lnglat: [[2.35, 48.86]] }));
    expect(await client.tripsOn('2024-03-10')).toEqual([{ id: '2024-03-10' }]);
    const region = { type: 'Polygon' as const, coordinates: [] };
    expect(await client.heatmap({ start: 0, end: 1, modes: ['BICYCLING'], region })).toEqual([[2.35, 48.86]]);
    expect(await client.heatmap({ start: 0, end: 1 })).toHaveLength(1);
    expect(server.requests.map(({ body }) => body)).toEqual([
      { user: token },
      { user: token, start_time: 0, end_time: 1, modes: ['BICYCLING'], sel_region: { geometry: region } },
      { user: token, start_time: 0, end_time: 1, modes: null, sel_region: null },
    ]);
  });
});

describe('jobs', () => {
  const person = 'a42edbb7bacb4b009ebb7739af272d77';
  const jobOf = (digit: string): Job => ({
    id: digit.repeat(24),
    name: 'intake',
    parameters: {},
    status: 'queued',
    person: null,
    requestedBy: { role: 'operator', person: null },
    created: 1,
    started: null,
    ended: null,
    attempts: 0,
    retryAt: null,
    cancelling: false,
    progress: [],
    result: null,
    error: null,
  });

  it('are asked for, looked at, listed and called off', async () => {
    server.serve(publicRoutes.startJob, ({ body }) => ({ ...jobOf('1'), name: body.name }));
    server.serve(publicRoutes.getJob, ({ params }) => ({ ...jobOf('1'), id: params.job }));
    server.serve(publicRoutes.cancelJob, () => ({ ...jobOf('1'), cancelling: true }));
    server.serve(publicRoutes.listJobs, ({ query }) => {
      expect(query.status).toBe('queued');
      return {
        jobs: [jobOf(query.after === undefined ? '1' : '2')],
        next: query.after ? null : jobOf('1').id,
      };
    });
    server.serve(publicRoutes.listJobDefinitions, () => ({
      definitions: [{ name: 'intake', description: '', roles: ['operator'], parameters: {} }],
    }));
    expect(await client.startJob({ name: 'reset' })).toMatchObject({ name: 'reset' });
    expect((await client.job('3'.repeat(24))).id).toBe('3'.repeat(24));
    expect((await client.cancelJob(jobOf('1').id)).cancelling).toBe(true);
    expect((await client.jobDefinitions()).map(({ name }) => name)).toEqual(['intake']);
    const ids = [];
    for await (const { id } of client.jobs({ status: 'queued' })) ids.push(id);
    expect(ids).toEqual([jobOf('1').id, jobOf('2').id]);
  });

  it('that are not known to have been begun are not asked for twice', async () => {
    server.serve(publicRoutes.startJob, () => jobOf('1'));
    server.faults.push('drop-answer');
    await expect(client.startJob({ name: 'intake' })).rejects.toEqual(code('network-failed'));
    expect(server.requests).toHaveLength(1);
  });

  it('try again what failed, of the caller or of somebody else', async () => {
    server.serve(publicRoutes.retryOwn, () => jobOf('1'));
    server.serve(publicRoutes.retryPerson, ({ params }) => ({ ...jobOf('2'), person: params.person }));
    expect((await client.retry()).person).toBeNull();
    expect((await client.retry(person)).person).toBe(person);
  });

  it('that are needed show in what waits for whom', async () => {
    const item = { what: 'run' as const, why: 'internal', count: 2, since: 1, stage: 'X', retryAt: 3 };
    server.serve(publicRoutes.listWaitingPeople, ({ query }) => ({
      people: [{ person, locked: query.after !== undefined, waiting: [item] }],
      next: query.after === undefined ? person : null,
    }));
    const found = [];
    for await (const one of client.waitingPeople()) found.push(one);
    expect(found).toEqual([
      { person, locked: false, waiting: [item] },
      { person, locked: true, waiting: [item] },
    ]);
  });
});

describe('reading entries', () => {
  it('goes through any length, page by page', async () => {
    const entries = await all(client.findEntries({ keys: ['background/location'], pageSize: 1000 }));
    expect(entries).toEqual(server.entries);
    expect(server.requests.map(({ id }) => id)).toEqual(['queryEntries', 'queryEntries', 'queryEntries']);
    expect(server.requests[0]).toMatchObject({
      authorization: `Bearer ${token}`,
      body: { keys: ['background/location'], pageSize: 1000 },
    });
  });

  it('asks for a page when it is wanted, and no sooner', async () => {
    for await (const page of client.findEntryPages({ keys: null, pageSize: 10 })) {
      expect(page).toHaveLength(10);
      if (server.requests.length === 2) break;
    }
    expect(server.requests).toHaveLength(2);
  });

  it('keeps integers that no double holds', async () => {
    server.faults.push({
      answer: 200,
      body: `{"entries":[${JSON.stringify(sampleEntry(0)).replace('1718000000,', '9007199254740993,')}],"cursor":null}`,
    });
    const [entry] = await all(client.findEntries({ keys: null }));
    expect(entry?.data.ts).toBe(9007199254740993n);
  });

  it('keeps every number and the order of members', async () => {
    const [first] = await all(client.findEntries({ keys: null }));
    expect(JSON.stringify(first)).toBe(JSON.stringify(sampleEntry(0)));
  });

  it('reads one stream, wherever the network cuts it', async () => {
    const entries = [];
    for await (const part of client.streamEntries({ keys: null })) entries.push(...part);
    expect(entries).toEqual(server.entries);
    expect(server.requests).toHaveLength(1);
  });

  it('does not take a broken stream for a short one', async () => {
    server.faults.push('break-stream');
    const seen: Entry[] = [];
    const reading = (async () => {
      for await (const part of client.streamEntries({ keys: null })) seen.push(...part);
    })();
    await expect(reading).rejects.toEqual(code('network-failed'));
    expect(seen).toEqual(server.entries.slice(0, seen.length));
    expect(seen.length).toBeLessThan(2500);
  });

  it('pages through the API of the reference, and takes its whole answer where there are no pages', async () => {
    const query = { key_list: null, start_time: 0, end_time: 2 ** 63, page_size: 1000 };
    expect(await all(client.findEntriesReference(query))).toEqual(server.entries);
    expect(server.requests).toHaveLength(3);
    expect(server.requests[2]).toMatchObject({
      authorization: undefined,
      body: { user: token, cursor: '2000' },
    });
    server.paging = false;
    expect(await all(client.findEntriesReference(query))).toEqual(server.entries);
    expect(server.requests).toHaveLength(4);
  });
});

describe('uploading', () => {
  const entry = (number: number, data: object = { label: 'bike' }) => ({
    metadata: {
      key: 'manual/mode_confirm',
      type: 'message',
      platform: 'android',
      write_ts: 1_800_000_000 + number,
    },
    data: { ...data },
  });

  it('is silent when all is well, and names what was set aside', async () => {
    expect(await client.putUsercache([entry(1), entry(2)], { appVersion: '2.1.3' })).toEqual({});
    expect(server.requests[0]?.body).toMatchObject({ user: token, app_version: '2.1.3' });
    expect(await client.putUsercache([entry(3), entry(4, { bad: 1 })])).toEqual({
      quarantined: [{ index: 1, code: 'entry-field-invalid', path: 'data.bad' }],
    });
  });

  it('may be sent again when the answer was lost', async () => {
    server.faults.push('drop-answer');
    await client.putUsercache([entry(1), entry(2)]);
    expect(server.requests).toHaveLength(2);
    expect(server.entries).toHaveLength(2502);
  });

  it('sends nothing that is no entry', async () => {
    await expect(client.putUsercache([{ metadata: {} } as never])).rejects.toMatchObject({
      code: 'request-invalid',
      errors: [{ path: 'phone_to_server.0' }],
    });
    expect(server.requests).toHaveLength(0);
  });
});

describe('failing', () => {
  const unavailable = { answer: 503, headers: { 'retry-after': '7' } };

  it('tries again with growing delays, then gives up', async () => {
    client = clientOf({ retry: { attempts: 4, baseDelay: 100, longestDelay: 300 } });
    server.faults.push(...Array.from({ length: 4 }, () => ({ answer: 502 })));
    await expect(client.countEntries({ keys: null })).rejects.toEqual(code('upstream-unavailable'));
    expect(delays).toEqual([100, 200, 300]);
    expect(server.requests).toHaveLength(4);
  });

  it('waits as long as the server asks, and jitters beyond', async () => {
    client = clientOf({ retry: { baseDelay: 100, random: () => 0.5 } });
    server.faults.push(unavailable, { answer: 429, headers: { 'retry-after': '2' } });
    expect(await client.countEntries({ keys: null })).toBe(2500);
    expect(delays).toEqual([7050, 2100]);
  });

  it('understands a date to wait for', async () => {
    client = clientOf({ clock: () => Date.UTC(2024, 5, 10, 8, 0, 0), retry: { baseDelay: 0 } });
    server.faults.push({ answer: 503, headers: { 'retry-after': 'Mon, 10 Jun 2024 08:00:30 GMT' } });
    await client.countEntries({ keys: null });
    expect(delays).toEqual([30_000]);
  });

  it('does not wait for ever', async () => {
    client = clientOf({ retry: { patience: 5000 } });
    server.faults.push(unavailable);
    await expect(client.countEntries({ keys: null })).rejects.toMatchObject({ retryAfter: 7 });
    expect(delays).toEqual([]);
  });

  it('never repeats what may not be repeated', async () => {
    server.serve(referenceRoutes.customLabelUpdate, () => ({ label: [] }));
    server.faults.push('drop-answer');
    const change = { from: 'bike', to: 'walk', addMissing: true };
    await expect(client.changeCustomLabel('mode', change)).rejects.toEqual(code('network-failed'));
    expect(server.requests).toHaveLength(1);
  });

  it('does not repeat what will not get better', async () => {
    const problem = new SojournError('request-invalid', {
      errors: [{ path: 'keys', code: 'missing' }],
    }).toProblem();
    server.faults.push({ answer: 400, body: JSON.stringify(problem) });
    await expect(client.countEntries({ keys: null })).rejects.toMatchObject({
      code: 'request-invalid',
      errors: [{ path: 'keys', code: 'missing' }],
    });
    expect(server.requests).toHaveLength(1);
  });

  it('names a server that is not there', async () => {
    client = clientOf({ baseUrl: 'http://127.0.0.1:1', retry: { attempts: 2 } });
    await expect(client.countEntries({ keys: null })).rejects.toEqual(code('network-failed'));
    expect(delays).toHaveLength(1);
  });

  it('gives up on a server that does not answer', async () => {
    client = clientOf({ timeout: 800, retry: { attempts: 2 } });
    server.faults.push('hang', 'hang');
    await expect(client.countEntries({ keys: null })).rejects.toEqual(code('timed-out'));
    expect(server.requests).toHaveLength(2);
  });

  it('gives a stream a fresh time-out at each try', async () => {
    client = clientOf({ timeout: 1500, retry: { attempts: 2 } });
    server.faults.push('hang');
    let count = 0;
    for await (const part of client.streamEntries({ keys: null })) count += part.length;
    expect(count).toBe(2500);
  });

  it('stops when the caller wants it to', async () => {
    const controller = new AbortController();
    server.faults.push('hang');
    const call = client.countEntries({ keys: null }, { signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toEqual(code('aborted'));
    await expect(client.countEntries({ keys: null }, { signal: AbortSignal.abort() })).rejects.toEqual(
      code('aborted'),
    );
  });

  it('stops while it waits for the next try', async () => {
    client = createClient({ baseUrl: server.baseUrl, token });
    const controller = new AbortController();
    server.faults.push({ answer: 503, headers: { 'retry-after': '60' } });
    const call = client.countEntries({ keys: null }, { signal: controller.signal });
    const refused = expect(call).rejects.toEqual(code('aborted'));
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    await refused;
  });

  it('does not take a redirect for success', async () => {
    client = clientOf({ retry: { attempts: 1 } });
    server.files.set('/welcome', { type: 'text/html', content: '<html></html>' });
    server.faults.push({ answer: 301, headers: { location: `${server.baseUrl}/welcome` } });
    await expect(client.putUsercache([])).rejects.toEqual(code('network-failed'));
  });

  it.each(['<html></html>', '{"count":"many"}', ''])('refuses the answer %j', async (body) => {
    server.faults.push({ answer: 200, body });
    await expect(client.countEntries({ keys: null })).rejects.toEqual(code('response-invalid'));
  });
});

describe('the other calls', () => {
  it('registers, without dashes', async () => {
    server.serve(referenceRoutes.profileCreate, () => ({ uuid: 'a42edbb7-bacb-4b00-9ebb-7739af272d77' }));
    expect(await client.createProfile()).toBe('a42edbb7bacb4b009ebb7739af272d77');
  });

  it('unlocks with the bytes of a key', async () => {
    const privateKey = new Uint8Array(32).fill(9);
    server.serve(publicRoutes.unlock, ({ body }) => {
      expect(body).toEqual({ privateKey: Buffer.from(privateKey).toString('base64url'), ttl: 60 });
      return { custody: 'presented', locked: false, expires: 1_718_000_060, settled: 3 };
    });
    expect(await client.unlock({ privateKey, ttl: 60 })).toMatchObject({ locked: false, settled: 3 });
  });

  it('needs no token where a cookie says who it is', async () => {
    server.serve(publicRoutes.closeSession, () => undefined);
    const anonymous = createClient({ baseUrl: `${server.baseUrl}/` });
    await anonymous.closeSession();
    await anonymous.putUsercache([]);
    expect(server.requests.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);
    expect(server.requests[1]?.body).toEqual({ phone_to_server: [] });
  });

  it.each(['\u0000', 'a\nb', '\u{1f6b2}'])(
    'says of a token that no header can hold (%j) that it is not known',
    async (token) => {
      client = clientOf({ token });
      await expect(client.me()).rejects.toEqual(code('token-invalid'));
      expect(server.requests).toEqual([]);
    },
  );

  it('withdraws a token whatever its name', async () => {
    const withdrawn: string[] = [];
    server.serve(publicRoutes.withdrawToken, ({ params }) => void withdrawn.push(params.tokenId ?? ''));
    await client.withdrawToken('a/b ?');
    expect(withdrawn).toEqual(['a/b ?']);
  });
});
