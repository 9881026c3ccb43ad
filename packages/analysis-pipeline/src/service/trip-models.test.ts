import type { Entry } from '@sojourn/datamodel';
import type { PersonClient } from '@sojourn/datamodel/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPlatform, type TestPlatform } from '../testing/platform.js';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.stop());

let ids = 0;
const position = (longitude: number) => ({ type: 'Point', coordinates: [longitude, 48] });

function entry(key: string, end_ts: number, data: Record<string, unknown>): Entry {
  return {
    _id: { $oid: (++ids).toString(16).padStart(24, '0') },
    user_id: { $uuid: '0'.repeat(32) },
    metadata: { key, platform: 'server', write_ts: end_ts, time_zone: 'UTC' } as Entry['metadata'],
    data: { start_ts: end_ts - 60, end_ts, duration: 60, distance: 100, ...data },
  };
}

/** A hundred trips, every tenth without labels; a third of them lead from home to work. */
function history(): Entry[] {
  return Array.from({ length: 100 }, (_, index) => {
    const isCommute = index % 3 === 0;
    const labels = { mode_confirm: index % 2 === 0 ? 'bike' : 'bus', purpose_confirm: 'work' };
    return entry('analysis/confirmed_trip', 1_700_000_000 + index * 1000, {
      start_loc: position(isCommute ? 2 : 3 + index),
      end_loc: position(isCommute ? 2.1 : 3.5 + index),
      user_input: index % 10 === 9 ? {} : labels,
    });
  });
}

async function jobDone(token: string, parameters: object = {}): Promise<unknown> {
  const client = platform.pipelineFor(token);
  const { id } = await client.startJob({ name: 'train-trip-model', parameters: { ...parameters } });
  await platform.service.jobs.worker.look();
  await platform.service.jobs.worker.idle();
  return await client.job(id);
}

async function read(store: PersonClient, key: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const list of store.streamEntries({ keys: [key] })) found.push(...list);
  return found;
}

it('people who have labelled trips get labels guessed for the next ones between the same places', async () => {
  const { id, token, store } = await platform.newPerson();
  await store.import(history());
  expect(await jobDone(token)).toMatchObject({ status: 'done', result: { outcome: 'trained', trips: 90 } });

  const model = await store.currentModel('inference/trip_model');
  expect(model?.data).toMatchObject({ model_type: 'GREEDY', model_ts: 1_700_098_000 });

  const newTrip = (longitude: number) =>
    entry('analysis/cleaned_trip', 1_700_200_000 + longitude, {
      start_loc: position(longitude),
      end_loc: position(2.1),
      raw_trip: { $oid: 'a'.repeat(24) },
    });
  await store.import([newTrip(2.001), newTrip(50)]);
  const stages = { from: 'LABEL_INFERENCE', to: 'LABEL_INFERENCE' };
  await platform.pipeline.run({ person: id, stages });
  const [known, unknown] = await read(store, 'analysis/inferred_trip');
  // 34 commutes, 30 of them labelled: 15 of either kind; believed as much as 30 trips allow.
  const believed = 0.99 - 0.19 * 0.7 ** 29;
  const commutes = Array.from({ length: 100 }, (_, index) => index).filter(
    (i) => i % 3 === 0 && i % 10 !== 9,
  );
  const share = (parity: number) => commutes.filter((i) => i % 2 === parity).length / commutes.length;
  expect(known!.data.inferred_labels).toEqual([
    { labels: { mode_confirm: 'bike', purpose_confirm: 'work' }, p: share(0) * believed },
    { labels: { mode_confirm: 'bus', purpose_confirm: 'work' }, p: share(1) * believed },
  ]);
  expect(unknown!.data.inferred_labels).toEqual([]);
});

it('everybody’s models are trained together, those anew whose trips have changed', async () => {
  const operator = await platform.operator();
  const person = await platform.newPerson();
  await person.store.import(history().slice(0, 20));
  const hidden = await platform.newPerson();
  await hidden.store.changeCustody({ custody: 'presented', passphrase: 'correct horse battery' });
  expect(await jobDone(operator)).toMatchObject({ status: 'done', result: { locked: 1, failures: 0 } });
  expect(await read(person.store, 'inference/trip_model')).toHaveLength(1);
  expect(await jobDone(operator)).toMatchObject({ result: { trained: 0, locked: 1 } });
  // What is no trip teaches nothing.
  await person.store.import([entry('manual/incident', 1_700_000_000, {})]);
  expect(await jobDone(operator)).toMatchObject({ result: { trained: 0, locked: 1 } });
  await person.store.import(history().slice(20, 22));
  expect(await jobDone(operator)).toMatchObject({ result: { trained: 1 } });
});
