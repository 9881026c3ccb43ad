import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import { createPipelineClient, type PersonClient } from '@sojourn/datamodel/client';
import { serviceScopes } from '@sojourn/datamodel/http';
import { connect, createLogger, listen } from '@sojourn/service-kit';
import { simulate } from '@sojourn/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { type OverpassServer, startOverpassServer } from '../testing/transit/index.js';
import { createPipelineService } from './index.js';

const start = 1_710_057_600;
/** A longitude whose digits are found nowhere else. */
const nextStop = 5.103_728_6;
const place = (longitude: number) => ({ type: 'Point', coordinates: [longitude, 45] });

/** Three rides: between two bus stops, from there to nowhere, and on foot. */
function rides(): Entry[] {
  const ride = (number: number, sensed_mode: number, to: number): Entry => {
    const [start_ts, end_ts] = [start + number * 1000, start + number * 1000 + 600];
    return {
      _id: { $oid: (0xa0 + number).toString(16).padStart(24, '0') },
      user_id: { $uuid: '0'.repeat(32) },
      metadata: {
        key: 'analysis/cleaned_section',
        platform: 'server',
        write_ts: start,
        time_zone: 'Europe/Paris',
      } as Entry['metadata'],
      data: {
        ...{ start_ts, end_ts, duration: 600, distance: 6000, speeds: [1], sensed_mode },
        ...{ start_loc: place(5), end_loc: place(to), trip_id: { $oid: 'c'.repeat(24) } },
      },
    };
  };
  return [ride(1, 0, nextStop), ride(2, 0, 5.3), ride(3, 2, nextStop)];
}

const busStop = (id: number, lon: number) => ({
  type: 'node',
  id,
  lat: 45.0001,
  lon,
  tags: { highway: 'bus_stop' },
});
const line = {
  type: 'relation',
  id: 9,
  tags: { type: 'route', route: 'bus' },
  members: [1, 2].map((ref) => ({ type: 'node', ref })),
};

let platform: TestPlatform;
let server: OverpassServer;
beforeAll(async () => {
  platform = await startPlatform();
  server = await startOverpassServer([busStop(1, 5), busStop(2, nextStop), line]);
});
afterAll(async () => {
  await platform.stop();
  await server.stop();
});

const stages = { from: 'MODE_INFERENCE', to: 'MODE_INFERENCE' };

async function withRides(): Promise<{ id: string; store: PersonClient }> {
  const { id, store } = await platform.newPerson();
  await store.import(rides());
  return { id, store };
}

async function predictions(store: PersonClient): Promise<[mode: string | undefined, stops: unknown][]> {
  const found: Entry[] = [];
  for await (const list of store.streamEntries({
    keys: ['inference/prediction'],
    orderBy: 'data.start_ts',
  })) {
    found.push(...list);
  }
  return found.map(({ data }) => [Object.keys(data.predicted_mode_map as object)[0], data.transit_stops]);
}

describe('runs that look transit stops up', () => {
  it('tell buses from cars, and ask once about the same stops whoever travels, also after a restart', async () => {
    const settings = { 'transit.stops': server.address, 'transit.overpass.interval': 0 };
    const first = await withRides();
    await platform.pipeline.run({ person: first.id, stages, settings });
    const told = [
      ['BUS', undefined],
      ['CAR', undefined],
      ['WALKING', undefined],
    ];
    expect(await predictions(first.store)).toEqual(told);
    expect(server.questions).toHaveLength(1);

    const second = await withRides();
    const restarted = await createPipelineService(platform.config, {
      logger: createLogger({ name: 'test', level: 'silent' }),
    });
    const connection = connect(await listen(restarted.api, '127.0.0.1:0'));
    const serviceToken = platform.timeseries.authority.source({
      subject: 'test',
      audience: 'pipeline',
      scope: serviceScopes,
    });
    await createPipelineClient({ ...connection, serviceToken }).run({ person: second.id, stages, settings });
    await connection.close();
    await restarted.close();
    expect(await predictions(second.store)).toEqual(told);
    expect(server.questions).toHaveLength(1);
  });

  it('say which rides nobody could be asked about, and log nothing of where they were', async () => {
    const { id, store } = await withRides();
    const before = platform.log.length;
    const settings = { 'transit.stops': '/no/such/town.osm.pbf' };
    expect(await platform.pipeline.run({ person: id, stages, settings })).toMatchObject({ outcome: 'done' });
    expect(await predictions(store)).toEqual([
      ['UNKNOWN', 'not-looked-up'],
      ['UNKNOWN', 'not-looked-up'],
      ['WALKING', undefined],
    ]);
    const lines = platform.log.slice(before).join('');
    expect(lines).toContain('transit stops could not be looked up');
    expect(lines).not.toContain('5.1037');
  });

  it('ask nobody by default', async () => {
    const asked = server.questions.length;
    const { id, store } = await withRides();
    await platform.pipeline.run({ person: id, stages });
    expect(await predictions(store)).toEqual([
      ['CAR', undefined],
      ['CAR', undefined],
      ['WALKING', undefined],
    ]);
    expect(server.questions).toHaveLength(asked);
  });

  it('can be made up for: rides that nobody could be asked about are told again', async () => {
    const { id, token, phone, store } = await platform.newPerson();
    const [traveller] = simulate({ seed: 'a', days: 2, platform: 'android', flights: false });
    await phone.putUsercache([...traveller!.entries] as PhoneEntry[]);
    await platform.pipeline.run({ person: id, settings: { 'transit.stops': '/no/such/town.osm.pbf' } });
    const missed = (await predictions(store)).filter(([, stops]) => stops !== undefined).length;
    const trips = await store.count({ keys: ['analysis/composite_trip'] });
    expect(missed).toBeGreaterThan(0);

    const participant = platform.pipelineFor(token);
    const job = await participant.startJob({ name: 'look-up-stops', parameters: {} });
    await platform.service.jobs.worker.look();
    await platform.service.jobs.worker.idle();
    expect(await participant.job(job.id)).toMatchObject({
      status: 'done',
      result: { before: missed, after: 0 },
    });
    const told = await predictions(store);
    expect(told.filter(([mode]) => mode === 'CAR').length).toBeGreaterThanOrEqual(missed);
    expect(told.filter(([, stops]) => stops !== undefined)).toEqual([]);
    expect(await store.count({ keys: ['analysis/composite_trip'] })).toBe(trips);
  });
});
