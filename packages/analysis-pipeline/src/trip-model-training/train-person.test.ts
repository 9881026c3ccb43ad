import type { Entry } from '@sojourn/datamodel';
import { point } from '@sojourn/datamodel/geo';
import { expect, it } from 'vitest';
import { createSettings } from '../settings/index.js';
import { inventEntry, MemoryStore, testNow } from '../testing/index.js';
import { trainPerson } from './index.js';

const reference = {
  model_type: 'GREEDY',
  model_storage: 'document_database',
  minimum_trips: 14,
  maximum_stored_model_count: 3,
  model_parameters: {
    greedy: {
      metric: 'od_similarity',
      similarity_threshold_meters: 500,
      apply_cutoff: false,
      incremental_evaluation: false,
    },
  },
};
const incremental = {
  ...reference,
  minimum_trips: 4,
  model_parameters: { greedy: { ...reference.model_parameters.greedy, incremental_evaluation: true } },
};

let ids = 0;
let runs = 0;
const train = (store: MemoryStore, configuration: object = {}) =>
  trainPerson({
    store,
    settings: createSettings({ 'study.trip_model': configuration }),
    clock: () => (testNow + ++runs) * 1000,
    createId: () => `f${(++ids).toString(16).padStart(23, '0')}`,
    owner: 'test',
  });

/** A trip between two of several towns. */
const trip = (from: number, to: number, end: number, labels: object = { mode_confirm: 'bike' }): Entry =>
  inventEntry(
    'analysis/confirmed_trip',
    { start_loc: point(from, 48), end_loc: point(to, 48), user_input: labels, end_ts: end },
    end,
  );
const models = (store: MemoryStore) =>
  [...store.entries.values()].filter(({ metadata }) => metadata.key === 'inference/trip_model');

it('of somebody without trips leaves a record and no model', async () => {
  const store = new MemoryStore();
  expect(await train(store)).toMatchObject({ outcome: 'no-labelled-trips' });
  expect(store.states.TRIP_MODEL).toEqual({
    curr_run_ts: null,
    last_processed_ts: null,
    last_ts_run: null,
  });
  expect(models(store)).toEqual([]);
});

it('takes the labelled trips, if there are enough', async () => {
  const labelled = Array.from({ length: 13 }, (_, index) => trip(1, 2, index));
  const silent = Array.from({ length: 10 }, (_, index) => trip(1, 2, 100 + index, {}));
  const store = new MemoryStore().import([...labelled, ...silent]);
  expect(await train(store)).toMatchObject({ outcome: 'too-few-trips', bins: 0 });
  store.import([trip(3, 4, 1000)]);
  expect(await train(store)).toMatchObject({ outcome: 'trained', bins: 2, trips: 14 });
  expect(store.states.TRIP_MODEL!.last_processed_ts).toBe(1005);
  expect(models(store)[0]).toMatchObject({ data: { model_type: 'GREEDY', model_ts: 1000 } });
});

it('keeps three models, the newest ones, however often it is repeated; and none is more confident', async () => {
  const store = new MemoryStore().import(Array.from({ length: 14 }, (_, index) => trip(1, 2, index)));
  const counts: number[] = [];
  let newest: string[] = [];
  for (let round = 0; round < 18; round++) {
    const before = new Set(models(store).map(({ _id }) => _id.$oid));
    await train(store);
    const kept = models(store).map(({ _id }) => _id.$oid);
    newest = [...newest, ...kept.filter((id) => !before.has(id))].slice(-3);
    counts.push(kept.length);
    expect(new Set(kept)).toEqual(new Set(newest));
  }
  expect(counts).toEqual([1, 2, ...Array.from({ length: 16 }, () => 3)]);
  expect(new Set(models(store).map(({ data }) => JSON.stringify(data.model))).size).toBe(1);
});

it('can go on with the trips that are new', async () => {
  const six = [trip(1, 2, 10), trip(5, 6, 20, {}), trip(6, 5, 30, {})];
  const more = [trip(1, 2, 40), trip(2, 3, 50), trip(3, 1, 60)];
  const store = new MemoryStore().import([...six, ...more]);
  expect(await train(store, incremental)).toMatchObject({ outcome: 'trained', bins: 3, trips: 4 });
  store.import([70, 80, 90].map((end) => trip(1, 2, end)));
  const asked = store.queries.length;
  expect(await train(store, incremental)).toMatchObject({ bins: 3, trips: 7 });
  const rows = Object.values(models(store).at(-1)!.data.model as Record<string, { feature_rows: [] }>);
  expect(rows.map(({ feature_rows }) => feature_rows.length)).toEqual([5, 1, 1]);
  expect(store.queries.slice(asked).map(({ range }) => range.start)).toContain(65);
  expect(await train(store, incremental)).toMatchObject({ outcome: 'no-labelled-trips' });
});

it('begins anew when the pipeline was taken back, and counts no trip twice', async () => {
  const store = new MemoryStore().import([10, 20, 30, 40].map((end) => trip(1, 2, end)));
  await train(store, incremental);
  store.states = {};
  expect(await train(store, incremental)).toMatchObject({ bins: 1, trips: 4 });
});

it('is no work for the pipeline, and overlooks nothing that comes in between', async () => {
  const store = new MemoryStore().import(Array.from({ length: 14 }, (_, index) => trip(1, 2, index)));
  expect((await train(store)).sequence).toBe(store.sequence);
  const before = store.sequence;
  store.hooks.beforeCommit = () => {
    delete store.hooks.beforeCommit;
    store.import([trip(1, 2, 99)]);
  };
  expect((await train(store)).sequence).toBe(before);
});

it('is done as the configuration of the reference says', async () => {
  const store = new MemoryStore().import(Array.from({ length: 14 }, (_, index) => trip(index, 20, index)));
  expect(await train(store, reference)).toMatchObject({ bins: 14 });
  const { greedy } = reference.model_parameters;
  const clustered = (clustering_way: string) => ({
    ...reference,
    model_parameters: { greedy: { ...greedy, clustering_way } },
  });
  expect(await train(store, clustered('destination'))).toMatchObject({ bins: 1 });
  expect(await train(store, clustered('origin'))).toMatchObject({ bins: 14 });
});

it.each([
  ['minimum_trips', { ...reference, minimum_trips: undefined }],
  ['minimum_trips', { ...reference, minimum_trips: 1.5 }],
  ['model_type', { ...reference, model_type: 'forest' }],
  ['model_storage', { ...reference, model_storage: 'file' }],
  ['greedy.metric', { ...reference, model_parameters: { greedy: {} } }],
  ['model_parameters', { ...reference, model_parameters: undefined }],
  [
    'apply_cutoff',
    {
      ...reference,
      model_parameters: { greedy: { ...reference.model_parameters.greedy, apply_cutoff: true } },
    },
  ],
])('says that %s does not fit', async (name, configuration) => {
  await expect(train(new MemoryStore(), configuration)).rejects.toThrow(
    expect.objectContaining({ code: 'request-invalid', detail: expect.stringContaining(name) }),
  );
});
