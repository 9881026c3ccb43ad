import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { inventEntry, TestDiary, testNow } from '../../testing/index.js';
import { usercacheMove } from './index.js';

const now = testNow + 3600;

/** A battery reading as an android phone sends it; written so many seconds before the first run. */
function good(age: number, change: Partial<Entry['metadata']> = {}): Entry {
  const entry = inventEntry(
    'background/battery',
    { battery_level_pct: 50, battery_status: 3, ts: now - age },
    now - age,
  );
  delete entry.metadata.write_fmt_time;
  delete entry.metadata.write_local_dt;
  Object.assign(entry.metadata, change);
  return entry;
}

const bad = (age: number): Entry => {
  const entry = good(age, { key: 'statemachine/transition' });
  entry.data.transition = 17;
  entry.data.ts = 'yesterday';
  return entry;
};

function run(diary: TestDiary, entries: Entry[], arrival = 1) {
  diary.usercache = [...diary.usercache, ...entries.map((entry) => ({ arrival, entry }))];
  return diary.run([usercacheMove])[0]!;
}

describe('the move out of the usercache', () => {
  it('leaves no record when nothing waits', () => {
    const diary = new TestDiary();
    expect(run(diary, []).status).toBe('skipped');
    expect(diary.states).toEqual({});
  });

  it('converts to the common form, keeps the id, and sets its mark past the last write time', () => {
    const diary = new TestDiary();
    const entry = good(100);
    run(diary, [entry, good(90)]);
    const moved = diary.entries.get(entry._id.$oid)!;
    expect(moved.metadata.write_fmt_time).toMatch(/\+01:00$/);
    expect(moved.data).toHaveProperty('local_dt');
    expect(diary.usercache).toEqual([]);
    expect(diary.states.USERCACHE!.last_processed_ts).toBe(now - 90 + 5);
  });

  it('sets bad rows aside, among good ones and alone', () => {
    const diary = new TestDiary();
    run(diary, [good(100), bad(90), good(80), bad(70)]);
    expect(diary.usercache).toEqual([]);
    expect(diary.entries.size).toBe(2);
    expect(diary.states.USERCACHE!.last_processed_ts).toBe(now - 80 + 5);
    const alone = new TestDiary();
    run(alone, [bad(70)]);
    expect(alone.usercache).toEqual([]);
    expect(alone.states.USERCACHE!.last_processed_ts).toBeNull();
  });

  it('leaves rows from the future for later, and makes a record', () => {
    const diary = new TestDiary();
    run(diary, [good(4)]);
    expect(diary.usercache).toHaveLength(1);
    expect(diary.states.USERCACHE).toMatchObject({ last_processed_ts: null, curr_run_ts: null });
    run(diary, []);
    expect(diary.usercache).toEqual([]);
  });

  it('moves rows that arrive late, without taking its mark back', () => {
    const diary = new TestDiary();
    run(diary, [good(100)]);
    const mark = diary.states.USERCACHE!.last_processed_ts;
    run(diary, [good(5000)]);
    expect(diary.entries.size).toBe(2);
    expect(diary.states.USERCACHE!.last_processed_ts).toBe(mark);
  });

  it('never touches documents', () => {
    const diary = new TestDiary();
    run(diary, [good(100, { type: 'document' })]);
    expect(diary.usercache).toHaveLength(1);
    expect(diary.states).toEqual({});
  });

  it('gives a row without a zone the zone of the rows before it', () => {
    const diary = new TestDiary();
    const zoneless = good(90, { key: 'manual/place_user_input', time_zone: 'Nowhere/Else' });
    run(diary, [good(100), zoneless]);
    expect(diary.entries.get(zoneless._id.$oid)!.metadata.time_zone).toBe('Europe/Paris');
  });
});
