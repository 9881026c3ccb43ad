import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { deliver, entriesOf, lawBounds, livedDays, MemoryStore, runOn } from '../testing/index.js';
import { parseLocalDates, readerOf, tripCollections } from './index.js';

const always = parseLocalDates('1970-01-01..2100-01-01');
const options = { sectionKey: 'analysis/inferred_section', validityAssertions: true };

it('draws all trips that a run makes of days with mishaps: the line of each section leads to its end', async () => {
  await fc.assert(
    fc.asyncProperty(livedDays, async (days) => {
      const store = new MemoryStore();
      deliver(store, days, entriesOf(days));
      await runOn(store);
      const entries = [...store.entries.values()];
      const trips = entries.filter(({ metadata }) => metadata.key === 'analysis/confirmed_trip');
      expect(await tripCollections(readerOf(entries), always, options)).toHaveLength(trips.length);
    }),
    lawBounds(8, 1.5),
  );
});
