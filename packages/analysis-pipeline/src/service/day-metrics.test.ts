import type { Entry } from '@sojourn/datamodel';
import type { SojournClient } from '@sojourn/datamodel/client';
import { createLogger, listen } from '@sojourn/service-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PipelineServiceConfig } from '../config.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { createPipelineService } from './index.js';

let ids = 0;

function trip(start: string, mode_confirm: string | undefined, distance: number): Entry {
  const start_ts = Date.parse(start) / 1000;
  return {
    _id: { $oid: (++ids).toString(16).padStart(24, '0') },
    user_id: { $uuid: '0'.repeat(32) },
    metadata: {
      key: 'analysis/confirmed_trip',
      platform: 'server',
      write_ts: start_ts,
      time_zone: 'Europe/Paris',
    } as Entry['metadata'],
    data: {
      ...{ start_ts, end_ts: start_ts + 600, start_fmt_time: start, duration: 600, distance },
      ...{ start_loc: { type: 'Point', coordinates: [2, 48] } },
      user_input: mode_confirm === undefined ? {} : { mode_confirm },
    },
  };
}

let platform: TestPlatform;
let ana: { token: string; client: SojournClient };
let address: string;
beforeAll(async () => {
  platform = await startPlatform({ aggregateMinimumPeople: 2 });
  address = platform.pipelineAddress;
  const people = [];
  for (const trips of [
    [trip('2024-05-20T08:00:00+02:00', 'bike', 1000), trip('2024-05-21T08:00:00+02:00', 'bike', 7)],
    [trip('2024-05-20T23:50:00+02:00', 'bike', 500), trip('2024-05-20T12:00:00+02:00', undefined, 3)],
  ]) {
    const person = await platform.newPerson();
    await person.store.import(trips);
    people.push(person);
  }
  ana = { token: people[0]!.token, client: platform.pipelineFor(people[0]!.token) };
  await platform
    .pipelineFor(await platform.operator())
    .startJob({ name: 'aggregate-metrics', parameters: {} });
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
});
afterAll(() => platform.stop());

const dates = { start_time: '2024-05-20', end_time: '2024-05-21' };

async function ask(body: object, to = address, path = 'yyyy_mm_dd') {
  const response = await fetch(`http://${to}/result/metrics/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  return { status: response.status, answer };
}

const everybody = {
  distance: [{ date: '2024-05-20', nUsers: 2, mode_confirm_bike: 1500, mode_confirm_UNLABELED: 3 }],
  duration: [{ date: '2024-05-20', nUsers: 2, mode_confirm_bike: 1200, mode_confirm_UNLABELED: 600 }],
  count: [{ date: '2024-05-20', nUsers: 2, mode_confirm_bike: 2, mode_confirm_UNLABELED: 1 }],
};

describe('sums of trips by day', () => {
  it('of everybody leave out days of few people, and answer as phones ask', async () => {
    const asked = {
      ...{ user: ana.token, aggregate: true, freq: 'D', is_return_aggregate: true, app_config: {} },
      metric_list: { footprint: ['mode_confirm'], distance: ['mode_confirm'], duration: ['mode_confirm'] },
    };
    const { status, answer } = await ask({ ...asked, ...dates });
    expect(status).toBe(200);
    const { footprint, ...rest } = answer;
    expect(rest).toEqual({ distance: everybody.distance, duration: everybody.duration });
    expect(footprint).toMatchObject([{ date: '2024-05-20', mode_confirm_bike: { kwh: 0, kg_co2: 0 } }]);
    expect((await ask({ user: ana.token, ...dates })).answer).toMatchObject(everybody);
    expect((await ask({ user: ana.token, start_time: '2025', end_time: '2026' })).answer).toEqual({});
    const months = { start_time: '2024-05', end_time: '2024-05' };
    const counted = await ask({ user: ana.token, ...months, metric_list: { count: ['mode_confirm'] } });
    expect(counted.answer).toEqual({ count: everybody.count });
  });

  it('of the caller alone are theirs at once, whoever else travelled', async () => {
    expect(
      await ana.client.metrics({
        ...{ start: '2024-05-20', end: '2024-05-21', own: true },
        metrics: { distance: ['mode_confirm'], nonsense: ['mode_confirm'] },
      }),
    ).toEqual({
      distance: [
        { date: '2024-05-20', nUsers: 1, mode_confirm_bike: 1000 },
        { date: '2024-05-21', nUsers: 1, mode_confirm_bike: 7 },
      ],
    });
    expect(await ana.client.metrics({ start: '2024-05-20', end: '2024-05-21' })).toMatchObject(everybody);
  });

  it.each([
    ['a token that is not known', { user: 'nobody', ...dates }, 403],
    ['no token', dates, 403],
    ['no token for the caller’s own', { ...dates, aggregate: false }, 400],
    ['no first date', { user: 'ana', end_time: '2024' }, 400],
    ['no last date', { user: 'ana', start_time: '2024' }, 400],
  ])('refuse %s', async (_, body, status) => {
    const sent = 'user' in body && body.user === 'ana' ? { ...body, user: ana.token } : body;
    expect((await ask(sent)).status).toBe(status);
  });

  it('are by day alone', async () => {
    expect(await ask({ user: ana.token, ...dates }, address, 'timestamp')).toMatchObject({
      status: 404,
      answer: { code: 'not-found' },
    });
  });

  it.each<[PipelineServiceConfig['aggregateAccess'], number]>([
    ['no_auth', 200],
    ['never', 404],
  ])('of everybody for those who do not say who they are: %s', async (aggregateAccess, status) => {
    const logger = createLogger({ name: 'test', level: 'silent' });
    const service = await createPipelineService({ ...platform.config, aggregateAccess }, { logger });
    const other = await listen(service.api, '127.0.0.1:0');
    expect((await ask(dates, other)).status).toBe(status);
    expect((await ask({ ...dates, user: ana.token }, other)).status).toBe(200);
    expect((await ask({ ...dates, user: 'nobody' }, other)).status).toBe(403);
    await service.close();
  });
});
