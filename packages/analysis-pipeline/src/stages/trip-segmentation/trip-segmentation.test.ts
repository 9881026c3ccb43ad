import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import {
  inventActivity,
  inventPoint,
  inventTransition,
  stay,
  TestDiary,
  testNow,
  travel,
} from '../../testing/index.js';
import { tripSegmentation } from './index.js';

const home = { east: 0, north: 0 };
const work = { east: 3000, north: 0 };
const town = { east: 3000, north: 9000 };
const stages = [tripSegmentation];
/** Past the first hundred seconds of 1970, so that small numbers can be read in tests. */
const walk = (from = 1000, options = {}) => travel(from, home, work, 100, 30, options);
const back = (from: number, options = {}) => travel(from, work, home, 100, 30, options);

function run(entries: Entry[], settings: Record<string, unknown> = {}): TestDiary {
  const diary = new TestDiary().load(entries);
  diary.run(stages, settings);
  return diary;
}
const mark = (diary: TestDiary) => diary.states.TRIP_SEGMENTATION;
const trips = (diary: TestDiary) => diary.travel().map(({ data }) => [data.start_ts, data.end_ts]);

describe('the stage of trip segmentation', () => {
  it('with nothing to look at leaves a record without a mark', () => {
    const diary = run([]);
    expect(mark(diary)).toEqual({
      curr_run_ts: null,
      last_processed_ts: null,
      last_ts_run: expect.closeTo(testNow + 3600 - 5, 6),
    });
  });

  it('does not move its mark when no trip has ended', () => {
    const diary = run(walk());
    expect(mark(diary)!.last_processed_ts).toBeNull();
    expect(diary.stream('segmentation/raw_place')).toEqual([]);
  });

  it('sets its mark five seconds past the write time that the method has come to', () => {
    const diary = run([...walk(1000, {}), inventTransition(4000, 2)]);
    expect(trips(diary)).toEqual([[1000, 3820]]);
    expect(mark(diary)!.last_processed_ts).toBe(3975);
  });

  it('looks at points by the time they were written, up to five seconds before now', () => {
    const future = walk().map((entry) => ({
      ...entry,
      metadata: { ...entry.metadata, write_ts: testNow + 3600 - 4 },
    }));
    expect(trips(run([...future, inventTransition(4000, 2)]))).toEqual([]);
  });

  it('hides points that are out of order, for good, and does not sort them in', () => {
    const points = walk();
    const [stray] = points.splice(10, 1) as [Entry];
    const late = { ...stray, metadata: { ...stray.metadata, write_ts: points[50]!.metadata.write_ts + 1 } };
    const equal = inventPoint(points[60]!.data.ts as number, work, {
      written: points[60]!.metadata.write_ts + 1,
    });
    const diary = run([...points, late, equal, inventTransition(4000, 2)]);
    expect([...diary.entries.values()].filter((entry) => 'invalid' in entry)).toEqual([
      { ...late, user_id: expect.anything(), invalid: true },
    ]);
  });

  it('leaves points that are out of order and were uploaded twice to the stages after it', () => {
    const points = walk();
    const [stray] = points.splice(10, 1) as [Entry];
    const { write_ts } = points[50]!.metadata;
    const late = { ...stray, metadata: { ...stray.metadata, write_ts: write_ts + 1 } };
    const repeat = { ...late, _id: { $oid: 'e'.repeat(24) } };
    const other = inventPoint(stray.data.ts as number, town, { written: write_ts + 1 });
    const day = [...points, late, repeat, other, inventTransition(4000, 2)];
    const hidden = (diary: TestDiary) =>
      [...diary.entries.values()].filter((entry) => 'invalid' in entry).map(({ _id }) => _id);
    const diary = run(day);
    expect(trips(diary)).toEqual([[1000, 3820]]);
    expect(hidden(diary)).toEqual([other._id]);
    expect(diary.run(stages) && hidden(diary)).toEqual([other._id]);
    expect(hidden(run(day, { 'intake.rederive': 'full' }))).toHaveLength(3);
  });

  it('treats missing transitions and motion as no events', () => {
    const day = [...walk(), ...stay(4000, work, 12, 29), ...back(5000), ...stay(8000, home, 12, 29)];
    const diary = run(day);
    expect(trips(diary)).toHaveLength(2);
    expect(diary.chain()).toHaveLength(5);
  });

  it('without a collection mode on any point finds nothing and does not fail', () => {
    const diary = run([...walk(1000, { filter: null }), inventTransition(4000, 2)]);
    expect(trips(diary)).toEqual([]);
    expect(mark(diary)!.last_ts_run).not.toBeNull();
    expect(trips(run([...walk(1000, { filter: 'guess' }), inventTransition(4000, 2)]))).toEqual([]);
  });

  it('goes by the mode that the settings say where no point has one, and nowhere else', () => {
    const settings = { 'intake.segmentation.missing_filter': 'time' };
    const old = [...walk(1000, { filter: null }), inventTransition(4000, 2)];
    expect(trips(run(old, settings))).toEqual([[1000, 3820]]);
    const known = [
      ...travel(20_000, work, home, 50, 20, { filter: 'distance' }),
      inventTransition(30_000, 2),
    ];
    expect(run(known, settings).travel()).toEqual(run(known).travel());
  });

  it('ignores that some points lack the mode', () => {
    const points = walk();
    delete points[0]!.data.filter;
    expect(trips(run([...points, inventTransition(4000, 2)]))).toEqual([[1000, 3820]]);
  });

  it('takes each mode’s stretch through its own method, and the source from the first', () => {
    const diary = run([
      ...walk(),
      ...stay(4000, work, 12, 29),
      ...travel(20_000, work, home, 50, 20, { filter: 'distance' }),
      inventPoint(30_000, home, { filter: 'distance' }),
    ]);
    expect(trips(diary)).toEqual([
      [1000, 4000],
      [20_000, 20_980],
    ]);
    expect(new Set(diary.travel().map(({ data }) => data.source))).toEqual(
      new Set(['DwellSegmentationTimeFilter']),
    );
    expect(mark(diary)!.last_processed_ts).toBe(30_005);
  });

  it('copes with one point, equal points and clock jumps', () => {
    expect(trips(run([inventPoint(1000, home)]))).toEqual([]);
    expect(trips(run(stay(1000, home, 50, 0)))).toEqual([]);
    const jump = [...walk(), ...walk(1e9), ...walk(2000), inventTransition(2e9, 2)];
    expect(trips(run(jump)).length).toBeGreaterThan(0);
  });

  it('follows a restart between two trips with untracked time', () => {
    const day = [
      ...walk(),
      ...stay(4000, work, 12, 29),
      inventTransition(4700, 4),
      ...back(5000),
      ...stay(8000, home, 12, 29),
    ];
    const diary = run(day);
    expect(diary.travel().map(({ metadata, data }) => [metadata.key, data.start_ts])).toContainEqual([
      'segmentation/raw_untracked',
      4005,
    ]);
  });
});

describe('several syncs', () => {
  const first = [...walk(), ...stay(4000, work, 12, 29)];
  const second = [...back(4380), ...stay(7380, home, 12, 29), inventActivity(7400)];

  it('carry the chain on from the open place', () => {
    const diary = run(first);
    const open = diary.stream('segmentation/raw_place').at(-1)!;
    diary.load(second).run(stages);
    expect(diary.chain()).toHaveLength(5);
    const closed = diary.entries.get(open._id.$oid)!;
    // The rest of the stay was left over by the first run, and comes before the way back.
    expect(closed.data.exit_ts).toBe(4232);
    expect(closed.metadata).toEqual(open.metadata);
  });

  it('begin a new chain when the open place is gone', () => {
    const diary = run(first);
    for (const place of diary.stream('segmentation/raw_place')) diary.entries.delete(place._id.$oid);
    diary.load(second).run(stages);
    expect(diary.stream('segmentation/raw_place').filter(({ data }) => !('enter_ts' in data))).toHaveLength(
      1,
    );
  });

  it('never look at points again that were written before the mark', () => {
    const diary = run(first);
    const between = mark(diary)!.last_processed_ts! - 1;
    diary.load(walk(2000).map((entry) => ({ ...entry, metadata: { ...entry.metadata, write_ts: between } })));
    diary.run(stages);
    expect(trips(diary)).toEqual([[1000, 4000]]);
  });

  it('do not see a restart that was written before the mark', () => {
    const diary = run([...first, ...stay(4348, town, 1, 0)]);
    diary.load([...second, inventTransition(4700, 4, 2, mark(diary)!.last_processed_ts! - 1)]).run(stages);
    expect(diary.stream('segmentation/raw_untracked')).toEqual([]);
  });
});
