import { describe, expect, it } from 'vitest';
import { inventEntry } from '../../testing/index.js';
import { belongsTo } from './belongs-to.js';

const said = (start: number, end?: number) =>
  inventEntry(
    'manual/mode_confirm',
    { start_ts: start, ...(end === undefined ? {} : { end_ts: end }), label: 'x' },
    1,
  );
const trip = { start_ts: 1000, end_ts: 2000, duration: 1000 };
const place = { enter_ts: 2000, exit_ts: 5000, duration: 3000 };
const nextTrip = { start_ts: 5000, end_ts: 6000, duration: 1000 };
const firstPlace = { exit_ts: 1000 };
const lastPlace = { enter_ts: 6000 };

describe('an input belongs to an object', () => {
  it.each([
    ['a trip, all of it', trip, place, 1000, 2000, true],
    ['a trip, from just before it', trip, place, 999.9, 2000, false],
    ['a trip, until a quarter of an hour after it', trip, place, 1500, 2900, true],
    ['a trip, its second half and longer', trip, place, 1500, 2900.1, false],
    ['a trip, more than half of it and longer', trip, place, 1499, 2900.1, true],
    ['a trip, until the place is left', trip, place, 1200, 5000, true],
    ['a trip, until after the place is left', trip, place, 1200, 5000.1, false],
    ['a trip, from its end on', trip, place, 2000, 2100, false],
    ['a trip to the last place, most of it and long after', nextTrip, lastPlace, 5400, 1e9, true],
    ['a trip to the last place, half of it and long after', nextTrip, lastPlace, 5500, 1e9, false],
    ['a trip to the last place, until soon after', nextTrip, lastPlace, 5400, 6900, true],
    ['a trip that leads nowhere, most of it', trip, undefined, 1400, 1e9, true],
    ['a trip that leads nowhere, half of it', trip, undefined, 1500, 1e9, false],
    ['a place, until the next trip ends', place, nextTrip, 2000, 6000, true],
    ['a place, until after the next trip', place, nextTrip, 2000, 6000.1, false],
    ['a place, its second half and longer', place, nextTrip, 3500, 6000, false],
    ['a place, more than half of it and longer', place, nextTrip, 3499, 6000, true],
    ['a place, from when it is left', place, nextTrip, 5000, 5100, false],
    ['the first place, until soon after', firstPlace, trip, 500, 1900, true],
    ['the first place, from before time', firstPlace, trip, -5, 900, false],
    ['the first place, whose duration nobody knows, until long after', firstPlace, trip, 500, 1901, false],
    ['the last place, from when it is entered', lastPlace, undefined, 6000, 2_147_484_547, true],
    ['the last place, later', lastPlace, undefined, 2_147_483_646, 2_147_483_647, true],
    ['the last place, from just before it', lastPlace, undefined, 5999, 7000, false],
    ['the last place, without an end', lastPlace, undefined, 7000, undefined, true],
    ['a place that was left since, without an end', place, nextTrip, 3000, undefined, true],
  ] as const)('%s', (_, object, next, start, end, expected) => {
    expect(belongsTo(said(start, end), object, () => next)).toBe(expected);
  });

  it('unless it does not say when it was', () => {
    const input = inventEntry('manual/place_user_input', { end_ts: 900, label: 'x' }, 1);
    expect(belongsTo(input, firstPlace, () => trip)).toBe(false);
  });
});
