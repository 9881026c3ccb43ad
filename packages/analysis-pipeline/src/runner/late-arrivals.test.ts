import type { Entry } from '@sojourn/datamodel';
import { describe, expect, it } from 'vitest';
import { inventEntry, MemoryStore, runOn } from '../testing/index.js';

const place = inventEntry(
  'analysis/confirmed_place',
  { enter_ts: 3000, exit_ts: 4000, duration: 1000, user_input: {}, additions: [] },
  1,
);
/** A trip whose last points were taken out: it ends well before the place is entered that it leads to. */
const trip = inventEntry(
  'analysis/confirmed_trip',
  { start_ts: 1000, end_ts: 2000, duration: 1000, end_place: place._id, user_input: {}, additions: [] },
  1,
);
const label = (end: number): Entry =>
  inventEntry('manual/mode_confirm', { start_ts: 1000, end_ts: end, label: 'walk' }, 5000);

describe('a trip that ends before its place is entered', () => {
  it.each([
    ['until the place was left', 4000, { mode_confirm: 'walk' }],
    ['until later than that', 4000.5, {}],
  ])('is told about %s', async (_, end, said) => {
    const store = new MemoryStore().import([place, trip]);
    store.upload([label(end)]);
    await runOn(store);
    expect(store.entries.get(trip._id.$oid)!.data.user_input).toEqual(said);
  });

  it('shows that place in its composite trip, also when that is made in a later run', async () => {
    const store = new MemoryStore().import([place, trip]);
    await runOn(store);
    const [composite] = [...store.entries.values()].filter(({ metadata }) =>
      metadata.key.endsWith('composite_trip'),
    );
    expect(composite!.data.end_confirmed_place).toEqual(place);
  });
});
