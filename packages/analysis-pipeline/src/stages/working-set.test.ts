import { describe, expect, it } from 'vitest';
import { inventEntry } from '../testing/index.js';
import { WorkingSet } from './index.js';

const key = 'a/b';
const entry = (write: number, ts?: number) => inventEntry(key, ts === undefined ? {} : { ts }, write);
const written = (start: number | null, end: number | null) =>
  ({ field: 'metadata.write_ts', start, end }) as const;

describe('a working set', () => {
  it('finds entries of a range, both ends included, in order of the field, then id', () => {
    const [first, second, third] = [entry(1), entry(1), entry(3)];
    const view = new WorkingSet();
    view.load([third, second, first]);
    expect(view.find(key, written(1, 3))).toEqual([first, second, third]);
    expect(view.find(key, written(1, 2.9))).toEqual([first, second]);
    expect(view.find(key, written(1.1, null))).toEqual([third]);
    expect(view.find(key, written(4, null))).toEqual([]);
    expect(view.find('a/c', written(null, null))).toEqual([]);
  });

  it('leaves out what is hidden and what has no value in the field', () => {
    const view = new WorkingSet();
    view.load([{ ...entry(1, 1), invalid: false }, entry(2), entry(3, 3)]);
    expect(view.find(key, { field: 'data.ts', start: null, end: null })).toHaveLength(1);
    expect(view.all(key)).toHaveLength(2);
  });

  it('shows later stages what earlier ones made', () => {
    const view = new WorkingSet();
    const [old, made] = [entry(1), entry(2)];
    view.load([old]);
    view.apply({ insert: [made], replace: [{ ...old, data: { ts: 5 } }] });
    expect(view.all(key).map(({ data }) => data.ts)).toEqual([5, undefined]);
    view.apply({ remove: [made], invalidate: [old] });
    expect(view.all(key)).toEqual([]);
  });

  it('keeps the order when entries come after it was asked for', () => {
    const view = new WorkingSet();
    const [first, second, third] = [entry(1), entry(2), entry(2)];
    view.load([first, third]);
    expect(view.all(key)).toEqual([first, third]);
    view.load([second]);
    expect(view.all(key)).toEqual([first, second, third]);
  });

  it('tells what the run has added or derived anew', () => {
    const [read, again, back, made, undone] = [entry(1), entry(2), entry(3), entry(4), entry(5)];
    const view = new WorkingSet();
    view.load([read, again, back]);
    view.apply({ insert: [made, undone], replace: [read], remove: [back], derivedAgain: [again._id.$oid] });
    view.apply({ insert: [back], replace: [made], remove: [undone] });
    expect(new Set(view.added(key))).toEqual(new Set([again, back, made]));
    view.apply({ invalidate: [made] });
    expect(new Set(view.added(key))).toEqual(new Set([again, back]));
  });

  it('passes over entries for the rest of the run, and leaves them to the store', () => {
    const view = new WorkingSet();
    const [old, made] = [entry(1), entry(2)];
    view.load([old]);
    view.apply({ insert: [made] });
    view.apply({ passOver: [old, made] });
    expect(view.all(key)).toEqual([]);
    expect(view.netChanges()).toEqual({ insert: [made], replace: [], remove: [], invalidate: [] });
  });

  it('sums up what has become of each entry', () => {
    const [made, undone, hidden, changed, gone, back] = [
      entry(1),
      entry(2),
      entry(3),
      entry(4),
      entry(5),
      entry(6),
    ];
    const view = new WorkingSet();
    view.load([hidden, changed, gone, back]);
    view.apply({ insert: [made, undone], replace: [changed], remove: [gone, back], invalidate: [hidden] });
    view.apply({
      replace: [{ ...made, data: { ts: 1 } }],
      remove: [undone],
      insert: [back],
    });
    const { insert, replace, remove, invalidate } = view.netChanges();
    expect(insert).toEqual([{ ...made, data: { ts: 1 } }]);
    expect(replace).toEqual([changed, back]);
    expect(remove).toEqual([gone]);
    expect(invalidate).toEqual([{ ...hidden, invalid: true }]);
  });

  it('does not let what is read later undo what a stage has made', () => {
    const view = new WorkingSet();
    const made = entry(1);
    view.apply({ insert: [made] });
    view.load([{ ...made, data: { ts: 1 } }]);
    expect(view.all(key)).toEqual([made]);
  });
});
