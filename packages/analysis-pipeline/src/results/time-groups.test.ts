import type { Entry } from '@sojourn/datamodel';
import { localDate } from '@sojourn/datamodel/time';
import { describe, expect, it } from 'vitest';
import { groupByLocalDate } from './time-groups.js';

/** An entry of nothing but its start. */
function startingAt(time: string, timezone: string): Entry {
  const start_ts = Date.parse(time) / 1000;
  return {
    _id: { $oid: '0'.repeat(24) },
    user_id: { $uuid: '0'.repeat(32) },
    metadata: { key: 'analysis/cleaned_section', write_ts: start_ts } as Entry['metadata'],
    data: { start_ts, start_local_dt: localDate(start_ts, timezone) },
  };
}

const startOf = (time: string, zone: string): string =>
  new Date(groupByLocalDate([startingAt(time, zone)], 'DAILY')[0]!.ts * 1000).toISOString().slice(0, 16);

describe('the start of a local day', () => {
  it.each([
    ['is midnight', '2017-03-11T12:00-05:00', 'America/Havana', '2017-03-11T05:00'],
    [
      'comes an hour later by the clock where midnight is skipped',
      '2017-03-12T12:00-04:00',
      'America/Havana',
      '2017-03-12T05:00',
    ],
    ['is midnight on the day after', '2017-03-13T12:00-04:00', 'America/Havana', '2017-03-13T04:00'],
    ['is the first of two midnights', '2017-11-05T12:00-05:00', 'America/Havana', '2017-11-05T04:00'],
    [
      'is midnight where clocks change in the night',
      '2016-11-06T12:00-08:00',
      'America/Los_Angeles',
      '2016-11-06T07:00',
    ],
    [
      'is midnight after a night in which they changed',
      '2016-11-07T12:00-08:00',
      'America/Los_Angeles',
      '2016-11-07T08:00',
    ],
    ['is when clocks jump over it in the east', '2018-03-25T12:00+03:00', 'Asia/Beirut', '2018-03-24T22:00'],
    [
      'is when clocks jump over it in the south',
      '2018-11-04T12:00-02:00',
      'America/Sao_Paulo',
      '2018-11-04T03:00',
    ],
  ])('%s', (_, time, zone, start) => {
    expect(startOf(time, zone)).toBe(start);
  });
});
