import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { inventEntry } from '../../testing/index.js';
import { reconcile } from './reconcile.js';

const trip = (start: number, more: Record<string, unknown> = {}): Entry =>
  inventEntry('analysis/cleaned_trip', { start_ts: start, end_ts: start + 10, ...more }, 1);
const place = (enter: number, exit?: number): Entry =>
  inventEntry(
    'analysis/cleaned_place',
    { enter_ts: enter, ...(exit === undefined ? {} : { exit_ts: exit }) },
    1,
  );
const nothingStored = () => undefined;

describe('reconciling what was derived anew with what is stored', () => {
  it('changes nothing where nothing is different', () => {
    const old = trip(100);
    const { insert, replace, remove, derivedAgain } = reconcile(
      [old],
      { insert: [trip(100)] },
      nothingStored,
    );
    expect([insert, replace, remove]).toEqual([[], [], []]);
    expect([...derivedAgain]).toEqual([old._id.$oid]);
  });

  it('keeps the id and the metadata of what is different', () => {
    const old = trip(100, { distance: 5 });
    const { replace } = reconcile([old], { insert: [trip(100, { distance: 6 })] }, nothingStored);
    expect(replace).toEqual([{ ...old, data: { ...old.data, distance: 6 } }]);
  });

  it('adds what is new and removes what is not any more', () => {
    const [old, fresh] = [trip(100), trip(200)];
    const { insert, remove } = reconcile([old], { insert: [fresh] }, nothingStored);
    expect([insert, remove]).toEqual([[fresh], [old]]);
  });

  it('lets new entries refer to the ids that stay, in copies and lists as well', () => {
    const [old, fresh] = [trip(100), trip(100)];
    const place = inventEntry(
      'analysis/cleaned_place',
      { enter_ts: 5, starting_trip: fresh._id, trips: [fresh._id], copy: { data: { trip: fresh._id } } },
      1,
    );
    const { insert } = reconcile([old], { insert: [place, fresh] }, nothingStored);
    expect(insert[0]!.data).toEqual({
      enter_ts: 5,
      starting_trip: old._id,
      trips: [old._id],
      copy: { data: { trip: old._id } },
    });
  });

  it('knows points by the section that they belong to, which may have another id now', () => {
    const section = () => inventEntry('analysis/cleaned_section', { start_ts: 100, end_ts: 200 }, 1);
    const point = (of: Entry) => inventEntry('analysis/recreated_location', { ts: 130, section: of._id }, 1);
    const [old, fresh] = [section(), section()];
    const [oldPoint, freshPoint] = [point(old), point(fresh)];
    const { insert, replace, remove } = reconcile(
      [old, oldPoint],
      { insert: [freshPoint, fresh] },
      nothingStored,
    );
    expect([insert, replace, remove]).toEqual([[], [], []]);
  });

  it('tells places apart that are entered at the same time', () => {
    const [left, open] = [place(100, 100), place(100)];
    const { insert, replace, remove } = reconcile(
      [open, left],
      { insert: [place(100, 100), place(100)] },
      nothingStored,
    );
    expect([insert, replace, remove]).toEqual([[], [], []]);
  });

  it('leaves entries alone that were derived in place and came out as they were', () => {
    const [same, changed] = [place(100, 150), place(200, 250)];
    const now = { ...changed, data: { ...changed.data, exit_ts: 260 } };
    const stored = new Map([same, changed].map((entry) => [entry._id.$oid, entry]));
    const { replace } = reconcile([], { replace: [{ ...same }, now] }, ({ _id }) => stored.get(_id.$oid));
    expect(replace).toEqual([now]);
  });
});
