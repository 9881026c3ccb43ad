import type { Entry, PhoneEntry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { simulate } from '@sojourn/simulator';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

const code = (code: string) => expect.objectContaining({ code });

async function personWithDiary() {
  const [simulated] = simulate({ seed: 'reset', days: 2, platform: 'android', flights: false });
  const person = await platform.newPerson();
  await person.phone.putUsercache([...simulated!.entries] as PhoneEntry[]);
  await platform.pipeline.run({ person: person.id });
  return person;
}

async function read(store: PersonClient, keys: string[] | null): Promise<Entry[]> {
  const all: Entry[] = [];
  for await (const list of store.streamEntries({ keys })) all.push(...list);
  return all;
}

async function tripsOf(store: PersonClient) {
  const trips = await read(store, ['analysis/confirmed_trip']);
  return trips.map(({ data: { start_ts, end_ts, distance } }) => ({
    start_ts: start_ts as number,
    end_ts,
    distance,
  }));
}

it('take back what was derived since a time, which a run finds again', async () => {
  const { id, store } = await personWithDiary();
  const before = await tripsOf(store);
  const points = await read(store, ['background/filtered_location']);
  const middle = before[Math.floor(before.length / 2)]!.start_ts + 1;
  const outcome = await platform.pipeline.reset({ person: id, time: middle });
  expect(outcome).toMatchObject({ extent: 'place', entered: expect.any(Number) });
  expect(outcome.removed).toBeGreaterThan(before.length / 2);
  expect(await tripsOf(store)).toEqual(before.filter(({ start_ts }) => start_ts <= outcome.entered!));
  expect(await read(store, ['background/filtered_location'])).toEqual(points);
  expect(await platform.pipeline.run({ person: id })).toMatchObject({ changed: true });
  expect(await tripsOf(store)).toEqual(before);
});

it('take everything back when no time is given', async () => {
  const { id, store } = await personWithDiary();
  const before = await tripsOf(store);
  expect(await platform.pipeline.reset({ person: id, time: null })).toMatchObject({
    extent: 'start',
    entered: null,
  });
  expect(await tripsOf(store)).toEqual([]);
  expect((await store.states()).states).toEqual({});
  await platform.pipeline.run({ person: id });
  expect(await tripsOf(store)).toEqual(before);
});

it('take back modes alone, for a service and as a job', async () => {
  const { id, store } = await personWithDiary();
  const modes = () => read(store, ['analysis/inferred_section', 'inference/prediction']);
  const inferred = await modes();
  const trips = await read(store, ['analysis/confirmed_trip']);
  const outcome = await platform.pipeline.reset({ person: id, time: null, part: 'modes' });
  expect(outcome).toMatchObject({ extent: 'modes', entered: null, removed: inferred.length });
  expect(await modes()).toEqual([]);
  await platform.pipeline.run({ person: id });
  expect(await modes()).toHaveLength(inferred.length);

  const operator = platform.pipelineFor(await platform.operator());
  const parameters = { person: id, time: '2000-01-01T00:00:00Z', part: 'modes' };
  const { id: job } = await operator.startJob({ name: 'reset', parameters });
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
  const { status, result } = await operator.job(job);
  expect({ status, result }).toMatchObject({ status: 'done', result: { extent: 'modes' } });
  expect(await modes()).toEqual([]);
  expect(await read(store, ['analysis/confirmed_trip'])).toEqual(trips);
});

it('are refused while a run works, for strangers and for nobody', async () => {
  const { id, store } = await personWithDiary();
  const { fence } = await store.acquireLease('a run', 60);
  await expect(platform.pipeline.reset({ person: id, time: null })).rejects.toEqual(code('run-in-progress'));
  await store.releaseLease(fence);
  await expect(platform.pipeline.reset({ person: 'f'.repeat(32), time: null })).rejects.toEqual(
    code('not-found'),
  );
  const stranger = await platform.service.api.inject({
    method: 'POST',
    url: '/v1/resets',
    payload: { person: id, time: null },
  });
  expect(stranger.statusCode).toBe(401);
});

it('free whose run hangs: it loses its lease, and what came since shortly before it is taken back', async () => {
  const operator = platform.pipelineFor(await platform.operator());
  const { id, store } = await personWithDiary();
  const other = await personWithDiary();
  const before = await tripsOf(store);
  // The run began on the evening of the last day, and goes on and on.
  platform.pass(before.at(-1)!.start_ts + 2 * 3600 - platform.clock() / 1000);
  const { fence } = await store.acquireLease('a run that hangs', 3600);
  let shorter: number | undefined;
  for (let renewals = 0; renewals < 8; renewals++) {
    platform.pass(3200);
    await store.renewLease(fence, 3600);
    if (shorter !== undefined) await other.store.renewLease(shorter, 3600);
    else if (renewals === 4) shorter = (await other.store.acquireLease('a long run', 3600)).fence;
  }
  const { id: job } = await operator.startJob({ name: 'auto-reset', parameters: {} });
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
  const { status, result } = await operator.job(job);
  expect({ status, result }).toMatchObject({
    status: 'done',
    result: { resets: 1, reset: [{ person: id, extent: 'place' }], failures: 0 },
  });
  await expect(store.commit({ fence, states: {} })).rejects.toEqual(code('lease-lost'));
  const left = await tripsOf(store);
  expect(left.length).toBeLessThan(before.length);
  expect(await tripsOf(other.store)).toHaveLength(before.length);
  await platform.pipeline.run({ person: id });
  const found = await tripsOf(store);
  expect(found.sort((a, b) => a.start_ts - b.start_ts)).toEqual(before);
});
