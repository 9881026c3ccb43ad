import type { AddressInfo } from 'node:net';
import type { Entry } from '@sojourn/datamodel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

/** 2024-03-10T08:00:00Z. */
const start = 1_710_057_600;
const day = { year: 2024, month: 3, day: 10, hour: 9, minute: 0, second: 0, timezone: 'Europe/Paris' };
const id = (number: number) => ({ $oid: number.toString(16).padStart(24, '0') });
const at = (longitude: number) => ({ type: 'Point', coordinates: [longitude, 45] });

function entry(number: number, key: string, data: Record<string, unknown>): Entry {
  return {
    _id: id(number),
    user_id: { $uuid: '0'.repeat(32) },
    metadata: { key, platform: 'server', write_ts: start, time_zone: 'Europe/Paris' } as Entry['metadata'],
    data,
  };
}

/** A walk of a minute between two places. The place that it starts from says that it was left long before. */
function walk(): Entry[] {
  const span = { start_ts: start, end_ts: start + 60, start_loc: at(5), end_loc: at(5.01) };
  const length = { duration: 60, distance: 786 };
  const said = { user_input: {}, additions: [] };
  const made = { raw_trip: id(8), cleaned_trip: id(4), inferred_trip: id(9), expected_trip: id(10) };
  const guess = { inferred_labels: [], expectation: { to_label: true }, confidence_threshold: 0.55 };
  const links = { ...made, start_place: id(2), end_place: id(3), start_local_dt: day };
  const place = { ...said, cleaned_place: id(7) };
  const way = { speeds: [0, 13.1], distances: [0, 786], sensed_mode: 2, trip_id: id(4) };
  const point = (number: number, ts: number, longitude: number) =>
    entry(number, 'analysis/recreated_location', {
      ...{ ts, longitude, latitude: 45, loc: at(longitude), mode: 2, section: id(5), local_dt: day },
    });
  return [
    entry(1, 'analysis/confirmed_trip', { ...span, ...length, ...links, ...guess, ...said }),
    entry(2, 'analysis/confirmed_place', { location: at(5), exit_ts: start - 600, ...place }),
    entry(3, 'analysis/confirmed_place', { location: at(5.01), enter_ts: start + 60, ...place }),
    entry(5, 'analysis/cleaned_section', { ...span, ...length, ...way }),
    point(11, start, 5),
    point(12, start + 60, 5.01),
    entry(13, 'manual/incident', { ts: start + 30, loc: at(5.005), stress: 100 }),
  ];
}

let platform: TestPlatform;
let walker: { token: string; store: Awaited<ReturnType<TestPlatform['newPerson']>>['store'] };
beforeAll(async () => {
  platform = await startPlatform();
  walker = await platform.newPerson();
  await walker.store.import(walk());
});
afterAll(() => platform.stop());

interface Drawn {
  readonly properties?: { readonly feature_type: string };
  readonly features: readonly Drawn[];
  readonly geometry: { readonly coordinates: unknown };
}

interface Answer {
  readonly timeline: readonly Drawn[];
  readonly lnglat: unknown;
}

async function ask(
  path: string,
  body: object,
  headers: Record<string, string> = {},
): Promise<{ status: number; answer: Answer }> {
  const { port } = platform.service.api.server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
}

const times = { start_time: start, end_time: start + 60 };

describe('results for the person who asks', () => {
  it('draws the trips of a day', async () => {
    const { status, answer } = await ask('/timeline/getTrips/2024-03-10', { user: walker.token });
    expect(status).toBe(200);
    const types = ['start_place', 'end_place', undefined, 'incident'];
    expect(answer).toMatchObject({ timeline: [{ id: id(1).$oid, properties: { feature_type: 'trip' } }] });
    const { features } = answer.timeline[0]!;
    expect(features.map(({ properties }) => properties?.feature_type)).toEqual(types);
    expect(features[2]!.features[0]!.geometry.coordinates).toEqual([
      [5, 45],
      [5.01, 45],
    ]);
    expect(await ask('/timeline/getTrips/2024-03-11', { user: walker.token })).toMatchObject({
      status: 200,
      answer: { timeline: [] },
    });
  });

  it('maps ways and incidents by time, local date, mode and region', async () => {
    const both = [
      [5, 45],
      [5.01, 45],
    ];
    const mapped = async (kind: string, body: object) =>
      (await ask(`/result/heatmap/${kind}`, { user: walker.token, ...body })).answer;
    expect(await mapped('pop.route/timestamp', times)).toEqual({ lnglat: both });
    const dates = { from_local_date: day, to_local_date: { ...day, hour: 0 } };
    expect(await mapped('pop.route/local_date', { ...dates, modes: ['ON_FOOT'] })).toEqual({ lnglat: both });
    expect(await mapped('pop.route/timestamp', { ...times, modes: ['CYCLING', 'BICYCLING'] })).toMatchObject({
      status: 400,
    });
    const ring = [
      [5.002, 44],
      [6, 44],
      [6, 46],
      [5.002, 46],
      [5.002, 44],
    ];
    const sel_region = { geometry: { type: 'Polygon', coordinates: [ring] } };
    expect(await mapped('pop.route/timestamp', { ...times, sel_region })).toEqual({ lnglat: [[5.01, 45]] });
    expect(await mapped('incidents/timestamp', { ...times, sel_region })).toMatchObject({
      incidents: [{ stress: 100 }],
    });
  });

  it('takes the token as a bearer token too, and shows nobody the data of somebody else', async () => {
    const other = await platform.newPerson();
    const path = '/result/heatmap/pop.route/timestamp';
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    expect((await ask(path, times, bearer(walker.token))).answer.lnglat).toHaveLength(2);
    expect((await ask(path, times, bearer(other.token))).answer).toEqual({ lnglat: [] });
    expect((await ask(path, { ...times, user: other.token }, bearer(walker.token))).answer).toEqual({
      lnglat: [],
    });
  });

  it('knows a browser by its session', async () => {
    const { port } = platform.timeseries.public.server.address() as AddressInfo;
    const session = await fetch(`http://127.0.0.1:${port}/v2/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: walker.token }),
    });
    const cookie = session.headers.getSetCookie()[0]!.split(';', 1)[0]!;
    const { answer } = await ask('/timeline/getTrips/2024-03-10', {}, { cookie });
    expect(answer.timeline).toHaveLength(1);
    expect((await ask('/timeline/getTrips/2024-03-10', {}, { cookie: 'session=x' })).status).toBe(401);
  });

  it.each([
    ['/timeline/getTrips/2024-03-10', {}, 400],
    ['/timeline/getTrips/2024-03-10', { user: 'nobody' }, 403],
    ['/timeline/getTrips/2024-02-30', 'walker', 400],
    ['/timeline/getTrips/2024-03-10..2024-03-11', 'walker', 400],
    ['/result/heatmap/pop.route/week', 'walker', 400],
    ['/result/heatmap/pop.route/timestamp', 'walker', 400],
    ['/result/heatmap/pop.route/local_date', 'walker', 400],
  ])('refuses %s with %j', async (path, body, status) => {
    const sent = typeof body === 'string' ? { user: walker.token } : body;
    expect((await ask(path, sent)).status).toBe(status);
  });

  it.each(['/timeline/getTrips/2024-03-10', '/result/metrics/yyyy_mm_dd'])(
    'refuses a body for %s that does not say it is JSON',
    async (path) => {
      const body = { user: walker.token, start_time: '2024-03-10', end_time: '2024-03-10' };
      expect((await ask(path, body, { 'content-type': 'text/plain' })).status).toBe(400);
    },
  );

  it('says so when the data of the person is locked', async () => {
    const { token, store } = await platform.newPerson();
    await store.changeCustody({ custody: 'presented', passphrase: 'correct horse battery' });
    await store.lock();
    expect(await ask('/timeline/getTrips/2024-03-10', { user: token })).toMatchObject({
      status: 423,
      answer: { code: 'person-locked' },
    });
  });
});
