import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import type { SojournClient } from '@sojourn/datamodel/client';
import type { Job } from '@sojourn/datamodel/http';
import { simulate } from '@sojourn/simulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSettings } from '../settings/index.js';
import { modePredictionKey } from '../stages/index.js';
import { differences, resultsOf } from '../testing/index.js';
import { startPlatform, type TestPlatform } from '../testing/platform.js';
import { type OverpassServer, startOverpassServer } from '../testing/transit/index.js';
import type { PlacedElement } from '../transit-lookup/placed-element.js';

const [traveller] = simulate({ seed: 'a', days: 2, platform: 'android', flights: false });
const lived = [...traveller!.entries] as PhoneEntry[];
const map: PlacedElement[] = [];

let platform: TestPlatform;
let server: OverpassServer;
let operator: SojournClient;
beforeAll(async () => {
  server = await startOverpassServer(map);
  const settings = createSettings({ 'transit.stops': server.address, 'transit.overpass.interval': 0 });
  platform = await startPlatform({ settings });
  operator = platform.pipelineFor(await platform.operator());
});
afterAll(async () => {
  await platform.stop();
  await server.stop();
});

/** The network is down for the next question. */
const down = () => server.instead.push((response) => response.writeHead(504).end());

/** What the scheduled job comes to. */
async function lookUpAgain(): Promise<Job> {
  const { id } = await operator.startJob({ name: 'look-up-stops', parameters: {} });
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
  return await operator.job(id);
}

/** Two bus stops at the ends of a ride, and a line that serves both. */
function lineAlong(ride: Entry): PlacedElement[] {
  const stop = (id: number, place: unknown): PlacedElement => {
    const [lon, lat] = (place as { coordinates: [number, number] }).coordinates;
    return { type: 'node', id, lat, lon, tags: { highway: 'bus_stop' } };
  };
  const members = [1, 2].map((ref) => ({ type: 'node' as const, ref }));
  return [
    stop(1, ride.data.start_loc),
    stop(2, ride.data.end_loc),
    { type: 'relation', id: 9, tags: { type: 'route', route: 'bus' }, members },
  ];
}

describe('rides about which nobody could be asked', () => {
  it('are told once somebody can be asked, and nothing else changes', async () => {
    const { id, phone, store } = await platform.newPerson();
    await phone.putUsercache(lived);
    down();
    await platform.pipeline.run({ person: id });
    const before = await resultsOf(store);
    const isMissed = ({ data }: Entry) => data.transit_stops !== undefined;
    const missed = before[modePredictionKey]!.filter(isMissed);
    expect(missed.length).toBeGreaterThan(1);
    const rides = new Set(missed.map(({ data }) => (data.section_id as { $oid: string }).$oid));
    const ride = before['analysis/cleaned_section']!.find(({ _id }) => rides.has(_id.$oid))!;
    const trip = before['analysis/confirmed_trip']!.find(
      ({ data }) => JSON.stringify(data.cleaned_trip) === JSON.stringify(ride.data.trip_id),
    )!;
    const { start_ts, end_ts } = trip.data;
    const label = { start_ts, end_ts, label: 'bus with a friend' };
    const metadata = { ...lived[0]!.metadata, key: 'manual/mode_confirm', type: 'message' };
    await phone.putUsercache([
      {
        metadata: { ...metadata, write_ts: lived.at(-1)!.metadata.write_ts + 60 },
        data: label,
      } as PhoneEntry,
    ]);
    await platform.pipeline.run({ person: id });
    const labelled = await resultsOf(store);

    // The server rests after it did not answer, then fails once more, and is left alone for longer each time.
    map.push(...lineAlong(ride));
    expect((await lookUpAgain()).result).toMatchObject({
      people: 1,
      before: missed.length,
      after: missed.length,
    });
    down();
    platform.pass(890);
    expect((await lookUpAgain()).result).toMatchObject({ people: 0, before: 0 });
    platform.pass(20);
    expect((await lookUpAgain()).result).toMatchObject({ people: 1, after: missed.length });
    platform.pass(910);
    expect((await lookUpAgain()).result).toMatchObject({ people: 0 });
    platform.pass(910);
    const asked = server.questions.length;
    expect((await lookUpAgain()).result).toEqual({ people: 1, before: missed.length, after: 0, failures: 0 });
    expect(server.questions.length).toBeGreaterThan(asked);

    const after = await resultsOf(store);
    const told = after[modePredictionKey]!.filter(({ data }) =>
      rides.has((data.section_id as { $oid: string }).$oid),
    );
    expect(told.map(({ data }) => Object.keys(data.predicted_mode_map as object)[0])).toEqual(
      expect.arrayContaining(['BUS', 'CAR']),
    );
    const changed = Object.values(after)
      .flat()
      .filter(
        (entry) =>
          !labelled[entry.metadata.key]!.some((one) => JSON.stringify(one) === JSON.stringify(entry)),
      );
    expect(new Set(changed.map(({ metadata }) => metadata.key))).toEqual(
      new Set([
        modePredictionKey,
        'analysis/inferred_section',
        'analysis/confirmed_trip',
        'analysis/composite_trip',
      ]),
    );
    expect(changed.filter(({ metadata }) => metadata.key === 'analysis/inferred_section')).toHaveLength(
      rides.size,
    );
    for (const key of Object.keys(labelled)) {
      expect(after[key]!.map(({ _id }) => _id)).toEqual(labelled[key]!.map(({ _id }) => _id));
    }
    const shown = after['analysis/confirmed_trip']!.find(({ _id }) => _id.$oid === trip._id.$oid)!;
    expect(shown.data.user_input).toMatchObject({ mode_confirm: 'bus with a friend' });
    expect((shown.data.inferred_section_summary as { count: object }).count).toHaveProperty('BUS');
    // Nothing is left to do for a run, and nobody is asked again.
    const { sequence, processedSequence } = await store.summary();
    expect(processedSequence).toBe(sequence);
    expect((await lookUpAgain()).result).toMatchObject({ people: 0, before: 0 });

    // As if the server had answered at once.
    const other = await platform.newPerson();
    await other.phone.putUsercache(lived);
    await other.phone.putUsercache([
      {
        metadata: { ...metadata, write_ts: lived.at(-1)!.metadata.write_ts + 60 },
        data: label,
      } as PhoneEntry,
    ]);
    await platform.pipeline.run({ person: other.id });
    const expected = await resultsOf(other.store);
    const options = { ignored: ['user_id', 'metadata', 'metadata_write_ts', 'deleted_points'] };
    expect(differences(after, expected, Object.keys(expected), options)).toEqual([]);
  });
});
