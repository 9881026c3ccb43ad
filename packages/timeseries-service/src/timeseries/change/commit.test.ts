import { toCommonForm } from '@sojourn/datamodel/formats';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { items, sent, stored, TestStore } from '../testing.js';
import type { Commit, UsercacheRow } from '../timeseries.js';

let test: TestStore;
beforeEach(async () => {
  test = await TestStore.open();
});
afterEach(() => test.remove());

/** What a run does with usercache rows. */
const moved = (rows: readonly UsercacheRow[]): Commit => ({
  drain: rows.map(({ entry, arrival }) => ({ id: entry._id.$oid, arrival })),
  insert: rows.map(({ entry }) => {
    const converted = toCommonForm(entry);
    if (!converted.ok) throw new Error(converted.code);
    return converted.entry;
  }),
});
const levels = async () => (await test.read()).map(({ data }) => data.level);

describe('a commit', () => {
  it('moves rows out of the usercache, under the same ids', async () => {
    await test.person.put(items(sent(1, { level: 1 }), sent(2, { level: 2 })));
    const rows = await test.person.usercache();
    expect(rows.map(({ arrival }) => arrival)).toEqual([1, 1]);
    await test.person.put(items(sent(3, { level: 3 })));
    await test.person.commit({ ...moved(rows), processedSequence: 1 });
    expect((await test.person.usercache()).map(({ entry }) => entry.data.level)).toEqual([3]);
    const entries = await test.read();
    expect(entries.map(({ _id }) => _id)).toEqual([...rows.map(({ entry }) => entry._id), entries[2]!._id]);
    expect(entries.map(({ metadata }) => metadata.write_fmt_time)).toEqual([
      '1970-01-01T00:00:01+00:00',
      '1970-01-01T00:00:02+00:00',
      undefined,
    ]);
    expect(await test.person.summary()).toMatchObject({ sequence: 3, processedSequence: 1 });
  });

  it('leaves nothing to do when it has seen everything before itself', async () => {
    await test.person.put(items(sent(1)));
    expect((await test.person.waiting()).usercache).toEqual({ count: 1, since: 1_700_000_000 });
    await test.person.commit({ ...moved(await test.person.usercache()), processedSequence: 1 });
    expect(await test.person.summary()).toMatchObject({ sequence: 2, processedSequence: 2 });
    expect((await test.person.waiting()).usercache).toEqual({ count: 0, since: null });
  });

  it('changes nothing for a phone that sends the same again after the move', async () => {
    const location = {
      metadata: { ...sent(1_718_000_005.25, {}, 'background/location').metadata, time_zone: 'Europe/Paris' },
      data: {
        latitude: 48.5,
        longitude: 2.25,
        ts: 1_718_000_005,
        bearing: 3,
        accuracy: 5,
        sensed_speed: 1,
        altitude: 2,
        filter: 'time',
        fmt_time: 'x',
        elapsedRealtimeNanos: 5,
      },
    };
    await test.person.put(items(location, sent(2)));
    await test.person.commit(moved(await test.person.usercache()));
    await test.store.compact();
    const { sequence } = await test.person.summary();
    expect(await test.person.put(items(location, sent(2)))).toMatchObject({ stored: 0, unchanged: 2 });
    expect((await test.person.summary()).sequence).toBe(sequence);
  });

  it('lets a changed payload take the place of a moved entry, and keeps its mark', async () => {
    await test.person.put(items(sent(1, { level: 1 }), sent(2, { level: 2 })));
    const rows = await test.person.usercache();
    await test.person.commit({ ...moved(rows), invalidate: [] });
    await test.person.commit({ invalidate: [rows[1]!.entry._id.$oid] });
    expect(await levels()).toEqual([1]);
    const changed = items(sent(1, { level: 10 }), sent(2, { level: 20 }));
    expect(await test.person.put(changed)).toMatchObject({ superseded: 2 });
    expect(await levels()).toEqual([10]);
    expect((await test.read({ includeInvalid: true })).map(({ data }) => data.level)).toEqual([10, 20]);
    await test.person.commit(moved(await test.person.usercache()));
    expect((await test.read({ includeInvalid: true })).map(({ data }) => data.level)).toEqual([10, 20]);
    expect(await levels()).toEqual([10]);
  });

  it('leaves a row alone that a newer upload superseded while the run was on its way', async () => {
    await test.person.put(items(sent(1, { level: 1 }), sent(2, { level: 2 })));
    const change = moved(await test.person.usercache());
    await test.person.put(items(sent(1, { level: 10 })));
    await test.person.commit(change);
    expect(await levels()).toEqual([10, 2]);
    expect((await test.person.usercache()).map(({ entry }) => entry.data.level)).toEqual([10]);
  });

  it('replaces, invalidates and removes by id, whatever was merged before', async () => {
    const entries = Array.from({ length: 40 }, (_, number) => stored(number + 1, number, { level: number }));
    await test.person.import(entries);
    for (const level of [100, 200]) {
      await test.person.commit({ replace: [stored(11, 10, { level })] });
      expect((await levels())[10]).toBe(level);
    }
    await test.person.commit({ invalidate: [entries[0]!._id.$oid], remove: [entries[1]!._id.$oid] });
    const expected = [2, 3, 4, 5, 6, 7, 8, 9, 200, ...Array.from({ length: 29 }, (_, index) => index + 11)];
    expect(await levels()).toEqual(expected);
    expect(await test.person.count({ keys: null })).toBe(38);
    await test.person.commit({
      replace: entries.slice(20).map((entry) => ({ ...entry, data: { level: -1 } })),
    });
    const after = [...expected.slice(0, 18), ...Array(20).fill(-1)];
    expect(await levels()).toEqual(after);
    await test.store.compact();
    expect(await levels()).toEqual(after);
    expect(await test.person.count({ keys: null })).toBe(38);
    await test.restart();
    expect(await levels()).toEqual(after);
    expect(await test.person.entry(entries[0]!._id.$oid)).toMatchObject({ invalid: true });
    expect(await test.person.entry(entries[1]!._id.$oid)).toBeUndefined();
  });

  it('removes an entry with all its versions', async () => {
    await test.person.import(Array.from({ length: 20 }, (_, number) => stored(number + 1, number)));
    await test.person.commit({ replace: [stored(5, 4, { level: 1 })] });
    await test.person.commit({ remove: [stored(5, 4)._id.$oid] });
    expect(await test.person.count({ keys: null })).toBe(19);
    await test.store.compact();
    expect(await test.person.entry(stored(5, 4)._id.$oid)).toBeUndefined();
  });

  it('carries states, quarantine and profile along', async () => {
    const done = { last_processed_ts: 5, curr_run_ts: null, last_ts_run: 6 };
    await test.person.commit({
      states: { USERCACHE: done, OTHER: done },
      profile: { pipeline_range: { start_ts: 1, end_ts: 2 } },
      quarantine: [{ raw: 'text', code: 'zone-unknown', path: 'metadata.time_zone' }],
    });
    await test.person.commit({ states: { OTHER: null } });
    await test.restart();
    expect(await test.person.states()).toEqual({ USERCACHE: done });
    expect(await test.person.profile()).toEqual({ pipeline_range: { start_ts: 1, end_ts: 2 } });
    expect((await test.person.waiting()).quarantine).toMatchObject({
      count: 1,
      byCode: { 'zone-unknown': 1 },
    });
  });

  it('is refused when the person has moved on', async () => {
    await test.person.put(items(sent(1)));
    await test.person.commit({ expectSequence: 1, insert: [stored(1, 1)] });
    await expect(test.person.commit({ expectSequence: 1, insert: [stored(2, 1)] })).rejects.toMatchObject({
      code: 'commit-conflict',
    });
  });
});

describe('a lease', () => {
  it('is taken over where it has been held for longer than was said, and its holder finds out', async () => {
    const { fence } = await test.person.acquireLease('one', 5000);
    test.now += 3000;
    await test.person.renewLease(fence, 5000);
    await expect(test.person.acquireLease('two', 1000, 3000)).rejects.toMatchObject({
      code: 'run-in-progress',
    });
    test.now += 1;
    expect(await test.person.acquireLease('two', 1000, 3000)).toMatchObject({ fence: fence + 1 });
    await expect(test.person.renewLease(fence, 1000)).rejects.toMatchObject({ code: 'lease-lost' });
  });

  it('is given anew to an earlier try of the same work, and to nobody else', async () => {
    const { lease } = await test.person.beginRun('job 1', 60_000, 0);
    for (const [owner, resume] of [
      ['job 1', false],
      ['job 2', true],
    ] as const) {
      await expect(test.person.beginRun(owner, 60_000, 0, resume)).rejects.toMatchObject({
        code: 'run-in-progress',
      });
    }
    const next = await test.person.beginRun('job 1', 60_000, 0, true);
    expect(next.lease.fence).toBe(lease.fence + 1);
    await expect(test.person.commit({ fence: lease.fence })).rejects.toMatchObject({ code: 'lease-lost' });
    await test.person.commit({ fence: next.lease.fence });
  });

  it('is given to one run at a time', async () => {
    const lease = await test.person.acquireLease('one', 1000);
    expect(lease).toMatchObject({ owner: 'one', fence: 1, since: test.now, expires: test.now + 1000 });
    await expect(test.person.acquireLease('two', 1000)).rejects.toMatchObject({ code: 'run-in-progress' });
    await test.person.releaseLease(lease.fence);
    expect(await test.person.acquireLease('two', 1000)).toMatchObject({ fence: 2 });
  });

  it('outlives a restart, and ends by itself', async () => {
    await test.person.acquireLease('one', 1000);
    await test.restart();
    await expect(test.person.acquireLease('two', 1000)).rejects.toMatchObject({ code: 'run-in-progress' });
    test.now += 1000;
    expect(await test.person.acquireLease('two', 1000)).toMatchObject({ fence: 2 });
  });

  it('fences off whoever has lost it', async () => {
    const lost = { code: 'lease-lost' };
    const { fence } = await test.person.acquireLease('one', 1000);
    await test.person.commit({ fence, insert: [stored(1, 1)] });
    await test.person.renewLease(fence, 5000);
    test.now += 5000;
    await expect(test.person.commit({ fence, insert: [stored(2, 1)] })).rejects.toMatchObject(lost);
    await expect(test.person.renewLease(fence, 1000)).rejects.toMatchObject(lost);
    const next = await test.person.acquireLease('two', 1000);
    await test.person.releaseLease(fence);
    await expect(test.person.commit({ fence })).rejects.toMatchObject(lost);
    await test.person.commit({ fence: next.fence, insert: [stored(2, 1)] });
    expect(await test.person.count({ keys: null })).toBe(2);
  });

  it('shows a running stage only while it lives', async () => {
    const idle = { last_processed_ts: null, curr_run_ts: null, last_ts_run: null };
    await test.person.commit({ states: { USERCACHE: idle } });
    await test.person.acquireLease('one', 1000);
    expect((await test.person.states()).USERCACHE?.curr_run_ts).toBe(test.now / 1000);
    test.now += 1000;
    expect((await test.person.states()).USERCACHE?.curr_run_ts).toBeNull();
  });
});

describe('a profile', () => {
  it('is patched member by member', async () => {
    await test.person.updateProfile({ phone_lang: 'en', 'mode.walk': 1 });
    await test.person.updateProfile({ 'mode.bike': 2 });
    await test.restart();
    expect(await test.person.profile()).toEqual({ phone_lang: 'en', mode: { walk: 1, bike: 2 } });
  });

  it('shows times that were noted, before and after they are committed', async () => {
    test.person.touch({ last_call_ts: 5 });
    expect(await test.person.profile()).toEqual({ last_call_ts: 5 });
    await test.person.put(items(sent(1)), { marks: { last_put_ts: 6 } });
    test.person.touch({ last_call_ts: 7 });
    await test.restart();
    expect(await test.person.profile()).toEqual({ last_call_ts: 7, last_put_ts: 6 });
  });

  it('does not let names reach into the language', async () => {
    await test.person.updateProfile({ '__proto__.polluted': 1, constructor: 2 });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(await test.person.profile())).toEqual(['__proto__', 'constructor']);
  });

  it('is sealed', async () => {
    await test.person.changeProfile(() => ({ secret: 'canary' }));
    expect(await test.person.changeProfile(() => undefined)).toEqual({ secret: 'canary' });
  });
});
