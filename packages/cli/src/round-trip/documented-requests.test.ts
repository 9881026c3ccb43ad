import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { normaliseUpload } from '@sojourn/datamodel/formats';
import { serviceScopes } from '@sojourn/datamodel/http';
import { createServiceTokenAuthority, parseAddress } from '@sojourn/service-kit';
import { simulate } from '@sojourn/simulator';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Connections,
  createTemporaryDataFolder,
  openConnections,
  type Platform,
  placesOf,
  startPlatform,
} from '../platform/index.js';
import {
  type ApiDocument,
  type GeneratedRequest,
  openSender,
  requestsOf,
  type Sender,
  type SentAnswer,
} from '../testing/requests/index.js';

/** With a number of requests the test takes as long as they do, and looks at the memory. */
const REQUESTS = Number(process.env.SOJOURN_TEST_REQUESTS ?? 0);
const TIME_BOX = 2_000;
const AT_ONCE = 32;
/** Operations that look at everybody, or lock somebody's data for good. */
const seldom = /backups|verify|compact|migrations|jobs|custody/;
const mebibyte = 2 ** 20;

const people = 6;
const docs = new URL('../../../../docs/', import.meta.url);
const documentOf = async (name: string) =>
  JSON.parse(await readFile(new URL(`openapi.${name}.json`, docs), 'utf8')) as ApiDocument;

let platform: Platform;
let connections: Connections;
let publicSide: Sender;
let internalSide: Sender;
let remove: () => Promise<void>;
let requests: readonly {
  readonly side: 'public' | 'internal';
  readonly name: string;
  readonly request: fc.Arbitrary<GeneratedRequest>;
}[];
let serviceToken: () => Promise<string>;
/** Requests that write, for a person whom nobody else writes to. */
let writes: ReadonlyMap<string, fc.Arbitrary<GeneratedRequest>>;
let quiet: { readonly token: string; readonly id: string };
/** What the supervisor had to say: no process should have ended. */
const reports: string[] = [];

beforeAll(async () => {
  const folder = await createTemporaryDataFolder();
  remove = folder.remove;
  const { data } = folder;
  platform = await startPlatform(
    { data, logLevel: 'fatal', log: 'keep', environment: { SOJOURN_PERSON_BURST: '0' } },
    { host: '127.0.0.1', port: 0 },
    (message) => reports.push(message),
  );
  connections = await openConnections(data);
  const places = placesOf(data);
  publicSide = openSender(platform.url);
  const internal = parseAddress(places.timeseriesInternal);
  internalSide = openSender(internal.kind === 'unix' ? internal.path : '');
  const authority = await createServiceTokenAuthority(places.serviceTokenFile);
  serviceToken = authority.source({ subject: 'test', audience: 'timeseries', scope: serviceScopes });

  const invite = async () => {
    const [issued] = await connections.timeseries.issueTokens({ role: 'participant', count: 1 });
    const { token } = issued!;
    return { token, id: (await connections.participant(token).createProfile()).replaceAll('-', '') };
  };
  const participants = await Promise.all(Array.from({ length: people }, invite));
  const tokens = participants.map(({ token }) => token);
  const ids = participants.map(({ id }) => id);
  quiet = await invite();
  const [operator] = await connections.timeseries.issueTokens({ role: 'operator', count: 1 });
  const [simulated] = simulate({ seed: 'requests', people: 1, days: 1, flights: false });
  const phoneEntry = fc.constantFrom(...[...simulated!.entries].filter((_, index) => index % 20 === 0));
  const zone = fc.constantFrom('Europe/Lisbon', 'America/Los_Angeles', 'UTC', 'Nowhere/Land');
  const entryId = fc.nat(50).map((number) => number.toString(16).padStart(24, '5'));
  const key = fc.constantFrom(
    'background/location',
    'manual/mode_confirm',
    'test/own',
    'analysis/cleaned_trip',
    '__proto__',
  );
  const serverEntry = fc
    .record({
      id: entryId,
      key,
      time: fc.integer({ min: 0, max: 2e9 }),
      data: fc.dictionary(fc.string(), fc.jsonValue()),
    })
    .map(({ id, key, time, data }) => ({
      _id: { $oid: id },
      user_id: null,
      metadata: { key, platform: 'server', write_ts: time, time_zone: 'UTC' },
      data: { ts: time, ...data },
    }));
  const likely = {
    user: fc.constantFrom(...tokens),
    person: fc.constantFrom(...ids),
    key,
    keys: fc.oneof(fc.constant(null), fc.array(key, { maxLength: 3 })),
    entry: entryId,
    entries: fc.array(serverEntry, { maxLength: 3 }),
    insert: fc.array(serverEntry, { maxLength: 3 }),
    replace: fc.array(serverEntry, { maxLength: 2 }),
    phone_to_server: fc.array(phoneEntry, { maxLength: 5 }),
    the_entry: phoneEntry,
    field: fc.constantFrom('data.ts', 'metadata.write_ts', 'data.start_ts', 'data.distance'),
    zone,
    time_type: fc.constantFrom('timestamp', 'local_date', 'yyyy_mm_dd'),
    collection: fc.constantFrom('study', 'notes'),
    name: fc.constantFrom('one', 'two', 'intake', 'export-raw', 'reset'),
  };
  const bearer = (token: string) => `Bearer ${token}`;
  const bodies = {
    // A folder of its own, not any on this machine; and no database elsewhere.
    'POST /v1/backups': fc.constant({ folder: join(data, 'backup') }),
    'POST /v1/migrations': fc.constant({ engine: 'embedded' }),
  };
  const callers = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...tokens, operator!.token).map(bearer) },
    { weight: 1, arbitrary: fc.constantFrom(undefined, 'Bearer nobody', 'Basic eDp5', bearer('')) },
  );
  const services = fc.oneof(
    { weight: 12, arbitrary: fc.constant('service') },
    { weight: 1, arbitrary: fc.constantFrom(undefined, bearer(tokens[0]!)) },
  );
  const all = async (
    side: 'public' | 'internal',
    document: string,
    authorization: fc.Arbitrary<string | undefined>,
  ) =>
    [...requestsOf(await documentOf(document), { likely, authorization, bodies })].map(([name, request]) => ({
      side,
      name,
      request,
    }));
  requests = [
    ...(await all('public', 'public', callers)),
    ...(await all('public', 'jobs', callers)),
    ...(await all('internal', 'internal', services)),
  ];
  const own = { likely: { ...likely, user: fc.constant(quiet.token), person: fc.constant(quiet.id) } };
  writes = new Map([
    ...requestsOf(await documentOf('public'), { ...own, authorization: fc.constant(undefined) }),
    ...requestsOf(await documentOf('internal'), { ...own, authorization: fc.constant('service') }),
  ]);
});
afterAll(async () => {
  publicSide?.close();
  internalSide?.close();
  await connections?.close();
  await platform?.stop();
  await remove?.();
});

async function send(side: 'public' | 'internal', request: GeneratedRequest): Promise<SentAnswer> {
  if (side === 'public') return publicSide.send(request);
  const { authorization } = request.headers;
  const headers =
    authorization === 'service'
      ? { ...request.headers, authorization: `Bearer ${await serviceToken()}` }
      : request.headers;
  return internalSide.send({ ...request, headers });
}

function check({ operation, path, body }: GeneratedRequest, answer: SentAnswer): void {
  const about = `${operation} ${path} ${body} was answered with ${answer.status} ${answer.body.subarray(0, 500)}`;
  expect(answer.status, about).toBeLessThan(500);
  if (answer.status < 400 || answer.body.length === 0) return;
  expect(answer.type, about).toMatch(/json/);
  expect(JSON.parse(answer.body.toString()), about).toBeTypeOf('object');
}

/** Heap and buffers of the store's main thread, and its resident memory, in bytes. */
async function memoryOfStore(): Promise<{ readonly used: number; readonly resident: number }> {
  const answer = await send('internal', {
    operation: '',
    method: 'GET',
    path: '/metrics',
    headers: { authorization: 'service' },
    body: undefined,
  });
  const figure = (name: string) =>
    Number(new RegExp(`^${name} (\\S+)`, 'm').exec(answer.body.toString())?.[1]);
  return {
    used: figure('nodejs_heap_size_used_bytes') + figure('nodejs_external_memory_bytes'),
    resident: figure('process_resident_memory_bytes'),
  };
}

describe('whatever the API documents allow, and what they nearly allow', () => {
  it('is answered, never by a failure of a server, and leaves no process ended', {
    timeout: 600_000 + REQUESTS * 100,
  }, async () => {
    const any = fc.oneof(
      ...requests.map(({ side, name, request }) => ({
        weight: seldom.test(name) ? 1 : 15,
        arbitrary: request.map((made) => ({ side, made })),
      })),
    );
    const seen = new Map<number, number>();
    let sent = 0;
    let early: number | undefined;
    const law = fc.asyncProperty(fc.array(any, { minLength: AT_ONCE, maxLength: AT_ONCE }), async (batch) => {
      await Promise.all(
        batch.map(async ({ side, made }) => {
          const answer = await send(side, made);
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
          check(made, answer);
        }),
      );
      sent += batch.length;
      if (REQUESTS > 0 && early === undefined && sent > REQUESTS / 5) early = (await memoryOfStore()).used;
    });
    await fc.assert(
      law,
      REQUESTS > 0
        ? { numRuns: Math.ceil(REQUESTS / AT_ONCE), endOnFailure: true }
        : {
            numRuns: 1e9,
            endOnFailure: true,
            interruptAfterTimeLimit: TIME_BOX,
            markInterruptAsFailure: false,
          },
    );
    expect(reports).toEqual([]);
    const statuses = [...seen]
      .toSorted()
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ');
    expect(seen.get(200), statuses).toBeGreaterThan(sent / 20);
    if (early === undefined) return;
    const room = 64 * mebibyte;
    await expect
      .poll(async () => (await memoryOfStore()).used, { timeout: 120_000, interval: 1000 })
      .toBeLessThan(early + room);
    const { used, resident } = await memoryOfStore();
    const size = (bytes: number) => `${Math.round(bytes / mebibyte)} MiB`;
    console.log(
      `${sent} requests: ${statuses}; ` +
        `memory in use after a fifth ${size(early)}, at the end ${size(used)}, resident ${size(resident)}`,
    );
  });

  it('reads back equal where it is accepted', async () => {
    const accepted = new Map<string, number>();
    const law = fc.asyncProperty(
      fc.oneof(...[...readBack.keys()].map((operation) => writes.get(operation)!)),
      async (made) => {
        const side = made.headers.authorization === 'service' ? 'internal' : 'public';
        const answer = await send(side, made);
        check(made, answer);
        // Of a broken upload the store keeps what can be made out.
        if (answer.status >= 300 || !isJson(made.body!)) return;
        const compared = await readBack.get(made.operation)!(made, answer);
        if (compared) accepted.set(made.operation, (accepted.get(made.operation) ?? 0) + 1);
      },
    );
    await fc.assert(law, {
      numRuns: Math.max(200, Math.ceil(REQUESTS / 50)),
      endOnFailure: true,
    });
    for (const operation of readBack.keys()) expect(accepted.get(operation), operation).toBeGreaterThan(0);
  });
});

/** Reads what a request wrote and compares it. @returns false when there was nothing to compare */
type ReadBack = (made: GeneratedRequest, answer: SentAnswer) => Promise<boolean>;

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
const read = async (path: string, method = 'GET', body?: unknown): Promise<any> => {
  const headers = { authorization: 'service', 'content-type': 'application/json' };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const answer = await send('internal', { operation: '', method, path, headers, body: text });
  expect(answer.status, path).toBe(200);
  return JSON.parse(answer.body.toString());
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** What a body says, as answers tell it: a number too great for one is `null`. */
// biome-ignore lint/suspicious/noExplicitAny: bodies of every shape are looked into
const saidIn = (body: string | undefined): any =>
  JSON.parse(body!, (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? null : value));

const document: ReadBack = async ({ path, body }, answer) => {
  const { version } = JSON.parse(answer.body.toString());
  expect(await read(path)).toEqual({ version, value: saidIn(body).value });
  return true;
};

const readBack = new Map<string, ReadBack>([
  ['PUT /v1/people/{person}/documents/{name}', document],
  ['PUT /v1/documents/{collection}/{name}', document],
  [
    'POST /v1/people/{person}/entries',
    async ({ path, body }, answer) => {
      const { outcomes } = JSON.parse(answer.body.toString());
      const { entries } = saidIn(body);
      for (const [index, { outcome, id }] of outcomes.entries()) {
        if (outcome !== 'inserted') continue;
        const { data, metadata } = await read(`${path}/${id}`);
        expect({ data, metadata }).toEqual({ data: entries[index].data, metadata: entries[index].metadata });
      }
      return outcomes.some(({ outcome }: { outcome: string }) => outcome === 'inserted');
    },
  ],
  [
    'POST /usercache/putone',
    async ({ body }, answer) => {
      if (JSON.parse(answer.body.toString()).quarantined) return false;
      const { user, the_entry } = saidIn(body);
      // Tokens that were made up may be somebody's by now.
      if (user !== quiet.token) return false;
      // Broken text may make milliseconds of seconds, which uploads are allowed.
      const { metadata, data: sent } = normaliseUpload(the_entry);
      const { key, write_ts } = metadata;
      const query = { keys: [key], time: { field: 'metadata.write_ts', start: write_ts, end: write_ts } };
      const { entries } = await read(`/v1/people/${quiet.id}/entries/query`, 'POST', query);
      expect(entries.map(({ data }: { data: unknown }) => data)).toContainEqual(sent);
      return true;
    },
  ],
]);
