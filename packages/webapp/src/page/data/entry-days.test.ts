import type { Entry } from '@sojourn/datamodel';
import { expect, test } from 'vitest';
import { isOfDays, timeMembers } from './entry-days.js';

const range = { first: '2026-11-07', last: '2026-11-08' };
const entry = (data: object) =>
  ({ _id: { $oid: '' }, user_id: { $uuid: '' }, metadata: {}, data }) as unknown as Entry;
const countOf = (data: object) => timeMembers.filter((member) => isOfDays(entry(data), member, range)).length;

test.each([
  [{ ts: 1, fmt_time: '2026-11-07T00:00:00+14:00' }, 1],
  [{ ts: 1, fmt_time: '2026-11-06T23:59:59-11:00' }, 0],
  [
    { start_ts: 1, start_fmt_time: '2026-11-08T23:59:59+01:00', end_fmt_time: '2026-11-09T01:00:00+01:00' },
    1,
  ],
  [{ enter_ts: 1, enter_fmt_time: '2026-11-09T00:00:00+01:00' }, 0],
  [{ ts: 1 }, 1],
  [{ ts: 1, fmt_time: '2026-11-07T08:00:00Z', start_ts: 1, start_fmt_time: '2026-11-07T08:00:00Z' }, 1],
  [{}, 0],
])('%j is of the days %i time(s)', (data, count) => {
  expect(countOf(data)).toBe(count);
});
