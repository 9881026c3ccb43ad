import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { inventPoint, TestDiary } from '../../testing/index.js';
import { accuracyFilter } from './index.js';

const on = { 'intake.cleaning.filter_accuracy.enable': true };
const home = { east: 0, north: 0 };
const key = 'background/location';
const sensed = (ts: number, options = {}) => inventPoint(ts, home, { key, ...options });
const filtered = (diary: TestDiary) => diary.stream('background/filtered_location');

function run(entries: Entry[], settings: object = on): TestDiary {
  const diary = new TestDiary().load(entries);
  diary.run([accuracyFilter], { ...settings });
  return diary;
}

describe('the accuracy filter', () => {
  it('is off by default and leaves a record all the same', () => {
    const diary = run([sensed(1)], {});
    expect(filtered(diary)).toEqual([]);
    expect(diary.states.ACCURACY_FILTERING).toMatchObject({
      last_processed_ts: null,
      last_ts_run: expect.any(Number),
    });
  });

  it('copies accurate points under the filtered key, with an id of their own', () => {
    const source = sensed(1, { accuracy: 199.9 });
    const [copy] = filtered(run([source, sensed(2, { accuracy: 200 }), sensed(3, { accuracy: Number.NaN })]));
    expect(copy).toMatchObject({
      data: source.data,
      metadata: { ...source.metadata, key: 'background/filtered_location' },
    });
    expect(copy!._id).not.toEqual(source._id);
    expect(filtered(run([sensed(2, { accuracy: 200 })]))).toEqual([]);
  });

  it('sets its mark past the last point that it looked at, accurate or not', () => {
    expect(run([sensed(1), sensed(9, { accuracy: 500 })]).states.ACCURACY_FILTERING!.last_processed_ts).toBe(
      14,
    );
    expect(run([]).states.ACCURACY_FILTERING!.last_processed_ts).toBeNull();
  });

  it('takes the same reading once, whenever it was written', () => {
    expect(filtered(run([sensed(1), sensed(1, { written: 5 })]))).toHaveLength(1);
  });

  it('passes over times for which there is a filtered point, whatever its position', () => {
    const elsewhere = inventPoint(1.0004, { east: 5000, north: 0 });
    expect(filtered(run([sensed(1), sensed(2), elsewhere]))).toHaveLength(2);
    // Whole milliseconds are cut off after the multiplication of doubles: 1.001 × 1000 is less than 1001.
    expect(filtered(run([sensed(1.001), elsewhere]))).toHaveLength(1);
    expect(filtered(run([sensed(1.002), elsewhere]))).toHaveLength(2);
  });

  it('makes the same points only once', () => {
    const diary = run([sensed(1), sensed(2)]);
    diary.states = {};
    diary.run([accuracyFilter], on);
    expect(filtered(diary)).toHaveLength(2);
  });

  it('takes a copy back where everything is derived anew and the phone’s own point has come since', () => {
    const [first, second] = [sensed(1), sensed(2)];
    const diary = run([first, second]);
    const ids = () => filtered(diary).map(({ _id }) => _id);
    const [copy, other] = ids();
    const own = inventPoint(1, home, { written: 5 });
    diary.load([own]).run([accuracyFilter], on);
    expect(ids()).toEqual([copy, other, own._id]);
    for (let again = 0; again < 2; again++) {
      diary.run([accuracyFilter], on, { from: 'start' });
      expect(ids()).toEqual([other, own._id]);
    }
  });

  it('takes rows of the de-duplicated table for positions in the list with repeats, as the reference does', () => {
    const first = sensed(1);
    const repeat = { ...first, _id: sensed(1)._id };
    const copies = filtered(run([first, repeat, sensed(2), sensed(3)]));
    expect(copies.map(({ data }) => data.ts)).toEqual([1, 1, 2]);
  });
});
