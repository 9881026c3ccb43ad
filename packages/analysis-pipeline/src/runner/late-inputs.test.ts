import type { Entry, EntryData } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { inventEntry, MemoryStore, runOn } from '../testing/index.js';

const day = 86_400;

const trip = (start: number): Entry =>
  inventEntry(
    'analysis/confirmed_trip',
    { start_ts: start, end_ts: start + 1000, duration: 1000, user_input: {}, additions: [] },
    start,
  );
const said = (key: string, start: number, written: number, more: EntryData = {}): Entry =>
  inventEntry(`manual/${key}`, { start_ts: start, end_ts: start + 500, ...more }, written);

/** What is on the trips after uploads, each with a run of its own. */
async function after(uploads: readonly Entry[], settings: Record<string, unknown> = {}) {
  const store = new MemoryStore().import([trip(10 * day), trip(400 * day)]);
  for (const upload of uploads) {
    store.upload([upload]);
    await runOn(store, { settings });
  }
  const trips = [...store.entries.values()].filter(({ metadata }) => metadata.key.endsWith('confirmed_trip'));
  const of = (start: number): EntryData => trips.find(({ data }) => data.start_ts === start)!.data;
  return { first: of(10 * day), store };
}

const label = (text: string, written: number, start = 10 * day) =>
  said('mode_confirm', start, written, { label: text });
const addition = (written: number, status = 'ACTIVE') =>
  said('trip_addition_input', 10 * day, written, {
    label: 'x',
    name: 'x',
    version: 1,
    xmlResponse: '',
    jsonDocResponse: {},
    match_id: 'a',
    status,
  });
const recent = label('bike', 400 * day + 2000, 400 * day);
const early = 11 * day;

describe('what was said long ago and arrives only now', () => {
  it('is put on its trip', async () => {
    const { first } = await after([recent, label('walk', early)]);
    expect(first.user_input).toEqual({ mode_confirm: 'walk' });
  });

  it('does not take the place of what was said later', async () => {
    const { first } = await after([label('walk', early + 60), recent, label('bus', early)]);
    expect(first.user_input).toEqual({ mode_confirm: 'walk' });
  });

  it('is not added when it has been taken back, nor taken back when it was added again', async () => {
    const gone = await after([recent, addition(early + 60, 'DELETED'), addition(early)]);
    expect(gone.first.additions).toEqual([]);
    const back = await after([
      addition(early),
      recent,
      addition(early + 120),
      addition(early + 60, 'DELETED'),
    ]);
    expect((back.first.additions as Entry[]).map(({ metadata }) => metadata.write_ts)).toEqual([early + 120]);
  });

  it('is put on its trip even when it was written within seconds of what came before', async () => {
    const { first } = await after([
      label('walk', early),
      said('purpose_confirm', 10 * day, early + 1, { label: 'home' }),
    ]);
    expect(first.user_input).toEqual({ mode_confirm: 'walk', purpose_confirm: 'home' });
  });

  it('is passed by when nothing late is to be looked at', async () => {
    const { first } = await after([recent, label('walk', early)], { 'intake.rederive': 'never' });
    expect(first.user_input).toEqual({});
  });

  it('makes the store be asked about that time, and not about what lies between', async () => {
    const { store } = await after([recent]);
    store.queries.length = 0;
    store.upload([label('walk', early), label('car', early, 400 * day)]);
    await runOn(store);
    const asked = store.queries.filter(({ keys }) => keys.includes('analysis/confirmed_trip'));
    expect(asked.map(({ range }) => range.field)).toContain('data.start_ts');
    for (const { range } of asked) expect(range.end! - range.start!).toBeLessThanOrEqual(2 * day);
  });
});
