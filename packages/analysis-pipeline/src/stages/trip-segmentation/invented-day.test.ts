import { readFileSync } from 'node:fs';
import type { Entry } from '@sojourn/datamodel';
import { expect, it } from 'vitest';
import { expectRawDiary, TestDiary } from '../../testing/index.js';
import { stagesOf } from '../index.js';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../testdata/invented-day.${name}.json`, import.meta.url), 'utf8'));

/**
 * A Monday in a flat town: a walk to the station, a wait, a train ride to the office, a phone that goes off there and is
 * booted far away, and a ride by bicycle. One point was uploaded twice, one was sensed before its predecessor.
 */
it('an invented day has the diary that its story tells', () => {
  const diary = new TestDiary().load(read('entries') as Entry[]);
  diary.run(stagesOf({ first: 'USERCACHE', last: 'TRIP_SEGMENTATION' }));
  const { chain, hidden, last_processed_ts } = read('expected');
  const nothing = { last_processed_ts: null, curr_run_ts: null };
  const numbered = Object.entries(chain as Record<string, object[]>).map(([key, list]) => [
    key,
    list.map((data, index) => ({
      _id: { $oid: `${key} ${index}` },
      metadata: { key },
      data: relinked(data),
    })),
  ]);
  expectRawDiary((key) => diary.stream(key), diary.states, {
    analysis: Object.fromEntries(numbered),
    pipeline_state: {
      USER_INPUT_MATCH_INCOMING: nothing,
      ACCURACY_FILTERING: nothing,
      TRIP_SEGMENTATION: { last_processed_ts, curr_run_ts: null },
    },
  });
  const invalid = [...diary.entries.values()].filter((entry) => 'invalid' in entry);
  expect(invalid.map(({ _id }) => _id.$oid)).toEqual(hidden);
});

/** Links as the fixture has them, `stream position`, as ids. */
function relinked(data: object): object {
  const links = ['start_place', 'end_place', 'starting_trip', 'ending_trip'];
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, links.includes(name) ? { $oid: value } : value]),
  );
}
