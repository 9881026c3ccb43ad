import { describe, expect, it } from 'vitest';
import { stageSlots } from '../stages/index.js';
import { inventEntry, inventTransition, MemoryStore, runOn, stay, travel } from '../testing/index.js';

const home = { east: 0, north: 0 };
const work = { east: 3000, north: 0 };
const day = () => [...travel(1000, home, work, 100, 30), ...stay(4000, work, 12, 29)];
const wayBack = () => [...travel(4380, work, home, 100, 30), ...stay(7380, home, 12, 29)];
const stageNames = stageSlots.map(({ name }) => name);
const code = (code: string) => expect.objectContaining({ code });

describe('a run of one person', () => {
  it('moves what was uploaded, finds trips and commits once', async () => {
    const store = new MemoryStore().upload(day());
    const result = await runOn(store);
    expect(result).toMatchObject({ changed: true, sequence: 2 });
    expect(result.stages.map(({ stage }) => stage)).toEqual(stageNames);
    expect(result.stages.every(({ status }) => status === 'done')).toBe(true);
    expect(result.stages.slice(0, 4).map(({ entries }) => entries)).toEqual([112, 0, 0, 112]);
    expect(store.rows).toEqual([]);
    expect(store.commits).toBe(1);
    expect(store.diary()).toHaveLength(3);
  });

  it('has nothing to do when nothing has arrived since', async () => {
    const store = new MemoryStore().import(day());
    await runOn(store);
    const before = store.clone();
    expect(await runOn(store)).toEqual({ changed: false, sequence: null, stages: [] });
    expect(store.entries).toEqual(before.entries);
    expect(store.states).toEqual(before.states);
  });

  it('of somebody without entries leaves records without marks', async () => {
    const store = new MemoryStore();
    await runOn(store);
    expect(Object.keys(store.states)).toEqual(stageNames.filter((name) => name !== 'USERCACHE'));
    for (const state of Object.values(store.states)) {
      expect(state).toEqual({ curr_run_ts: null, last_processed_ts: null, last_ts_run: expect.any(Number) });
    }
    expect(store.entries.size).toBe(0);
  });

  it('leaves work to do when an upload comes in between', async () => {
    const store = new MemoryStore().import(day());
    store.hooks.beforeCommit = () => {
      delete store.hooks.beforeCommit;
      store.upload(wayBack());
    };
    await runOn(store);
    expect(store.processedSequence).toBeLessThan(store.sequence);
    await runOn(store);
    expect(store.processedSequence).toBe(store.sequence);
    expect(store.diary()).toHaveLength(5);
  });

  it('leaves work to do when it was only a part of the pipeline', async () => {
    const store = new MemoryStore().import(day());
    await runOn(store, { span: { first: 'ACCURACY_FILTERING', last: 'ACCURACY_FILTERING' } });
    expect(Object.keys(store.states)).toEqual(['ACCURACY_FILTERING']);
    await runOn(store);
    expect(store.diary()).toHaveLength(3);
  });

  it('reads each stream once, from the mark on', async () => {
    const store = new MemoryStore().import(day());
    await runOn(store);
    const mark = store.states.TRIP_SEGMENTATION!.last_processed_ts;
    store.queries.length = 0;
    store.import(wayBack());
    await runOn(store);
    const asked = store.queries.flatMap(({ keys, range }) => keys.map((key) => ({ key, ...range })));
    expect(new Set(asked.map(({ key, field }) => `${key} ${field}`)).size).toBe(asked.length);
    for (const key of ['background/filtered_location', 'statemachine/transition']) {
      const { start } = asked.find((query) => query.key === key)!;
      expect(mark! - start!).toBeGreaterThanOrEqual(0);
      expect(mark! - start!).toBeLessThan(7200);
    }
  });

  it('without effect when it is lost before the commit, and the next one makes up for it', async () => {
    const store = new MemoryStore().upload(day());
    const before = store.clone();
    store.hooks.beforeCommit = () => {
      delete store.hooks.beforeCommit;
      throw new Error('killed');
    };
    await expect(runOn(store)).rejects.toThrow('killed');
    expect([store.entries, store.rows, store.states]).toEqual([before.entries, before.rows, before.states]);
    await runOn(store);
    await runOn(before);
    expect(store.diary()).toEqual(before.diary());
  });

  it('is refused while another one lasts, and loses its commit with its lease', async () => {
    const store = new MemoryStore().upload(day());
    const { fence } = await store.begin();
    await expect(runOn(store)).rejects.toEqual(code('run-in-progress'));
    await store.releaseLease(fence);
    store.hooks.beforeCommit = () => store.expireLease();
    await expect(runOn(store)).rejects.toEqual(code('lease-lost'));
    expect(store.commits).toBe(0);
    delete store.hooks.beforeCommit;
    expect((await runOn(store)).changed).toBe(true);
  });

  it('goes on past a stage that fails, which keeps its mark and leaves nothing', async () => {
    const store = new MemoryStore().import(day());
    const broken = inventEntry('segmentation/raw_place', { enter_ts: 5 }, 5);
    // A place without a location cannot be gone on from.
    store.import([broken]);
    const failures: string[] = [];
    const result = await runOn(store, {}, (stage) => failures.push(stage));
    expect(failures).toEqual(['TRIP_SEGMENTATION']);
    expect(result.stages.find(({ stage }) => stage === 'TRIP_SEGMENTATION')).toMatchObject({
      status: 'failed',
      code: 'internal',
    });
    expect(store.states.TRIP_SEGMENTATION).toEqual({
      curr_run_ts: null,
      last_processed_ts: null,
      last_ts_run: null,
    });
    expect(store.states.ACCURACY_FILTERING!.last_ts_run).not.toBeNull();
    expect([...store.entries.values()].map(({ metadata }) => metadata.key)).not.toContain(
      'segmentation/raw_trip',
    );
  });

  it('keeps rows from the future as work to do, and says until when', async () => {
    const store = new MemoryStore().upload(day());
    const [ahead] = day();
    ahead!.metadata.write_ts = 4e9;
    store.upload([ahead!]);
    const { waitingUntil } = await runOn(store);
    expect(waitingUntil).toBe(4e9 + 5);
    expect(store.rows).toHaveLength(1);
    expect(store.processedSequence).toBeLessThan(store.sequence);
  });

  it('takes another stage in the place of the standard one', async () => {
    const store = new MemoryStore().import(day());
    const choose = (name: string) => ({ 'intake.alternatives': { MODE_INFERENCE: name } });
    const { stages } = await runOn(store, { settings: choose('none') });
    expect(stages.find(({ stage }) => stage === 'MODE_INFERENCE')!.status).toBe('skipped');
    store.sequence++;
    await expect(runOn(store, { settings: choose('best') })).rejects.toEqual(code('request-invalid'));
  });

  it('of a part keeps no time of the statistics that come after all stages', async () => {
    const store = new MemoryStore().upload(day());
    await runOn(store, { span: { first: 'USERCACHE', last: 'CLEAN_RESAMPLING' } });
    const names = () =>
      [...store.entries.values()]
        .filter(({ metadata }) => metadata.key === 'stats/pipeline_time')
        .map(({ data }) => data.name);
    expect(names()).toContain('CLEAN_RESAMPLING');
    expect(names()).not.toContain('STORE_PIPELINE_DEPENDENT_USER_STATS');
  });

  it('refuses settings and stages that do not exist', async () => {
    const store = new MemoryStore();
    await expect(runOn(store, { settings: { 'no.such': 1 } })).rejects.toEqual(code('request-invalid'));
    await expect(runOn(store, { span: { first: 'OUTPUT_GEN', last: 'OUTPUT_GEN' } })).rejects.toEqual(
      code('request-invalid'),
    );
  });

  it('keeps how long stages took and what was set aside', async () => {
    const store = new MemoryStore().upload([...day(), inventTransition(9000, 2)]);
    const broken = day()[0]!;
    broken.data.ts = null;
    delete broken.metadata.write_fmt_time;
    store.upload([broken]);
    await runOn(store);
    const statistics = [...store.entries.values()].filter(({ metadata }) =>
      metadata.key.startsWith('stats/'),
    );
    expect(statistics.map(({ data }) => data.name)).toEqual([
      ...stageNames,
      'STORE_PIPELINE_DEPENDENT_USER_STATS',
    ]);
    expect(store.quarantined).toEqual([
      { raw: expect.anything(), code: 'entry-field-missing', path: 'data.ts' },
    ]);
  });
});
