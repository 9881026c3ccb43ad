import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  firstTimestamp,
  formatTime,
  formatTimeAtOffset,
  isKnownZone,
  lastTimestamp,
  localDate,
  localDateAtOffset,
  offsetText,
  parseOffset,
  roundToMicroseconds,
  zoneOffset,
} from './index.js';

describe('formatTime and localDate', () => {
  it.each([
    ['Europe/Lisbon', 1711846799.9999995, '2024-03-31T02:00:00+01:00', 6],
    ['Europe/Lisbon', 1711846800, '2024-03-31T02:00:00+01:00', 6],
    ['Europe/Lisbon', 1729994399.5, '2024-10-27T01:59:59.500000+00:00', 6],
    ['Europe/Lisbon', 1729998000.000001, '2024-10-27T03:00:00.000001+00:00', 6],
    ['Europe/Lisbon', 0, '1970-01-01T01:00:00+01:00', 3],
    ['Asia/Kolkata', 1718000005, '2024-06-10T11:43:25+05:30', 0],
    ['Asia/Kathmandu', 1718000005, '2024-06-10T11:58:25+05:45', 0],
    ['America/St_Johns', 1718000005, '2024-06-10T03:43:25-02:30', 0],
    ['Etc/GMT+5', 1718000005, '2024-06-10T01:13:25-05:00', 0],
    ['US/Pacific', 1718000005, '2024-06-09T23:13:25-07:00', 6],
    ['UTC', 1718000005, '2024-06-10T06:13:25+00:00', 0],
    ['GMT', 1718000001, '2024-06-10T06:13:21+00:00', 0],
    ['+05:30', 1718000001, '2024-06-10T11:43:21+05:30', 0],
    ['GMT+05:30', 1718000001, '2024-06-10T11:43:21+05:30', 0],
    ['Europe/Paris', 1718000004.9, '2024-06-10T08:13:24.900000+02:00', 0],
    ['Europe/Paris', 1718000005.1234567, '2024-06-10T08:13:25.123457+02:00', 0],
    ['America/Los_Angeles', -28800, '1969-12-31T08:00:00-08:00', 2],
    ['UTC', -0.25, '1969-12-31T23:59:59.750000+00:00', 2],
    ['Pacific/Apia', 1325239200, '2011-12-31T00:00:00+14:00', 5],
  ])('%s %d', (zone, ts, text, weekday) => {
    expect(formatTime(ts, zone)).toBe(text);
    const [year, month, day, hour, minute, second] = (text.match(/\d+/g) ?? []).map(Number);
    const expected = { year, month, day, hour, minute, second, weekday, timezone: zone };
    expect(JSON.stringify(localDate(ts, zone))).toBe(JSON.stringify(expected));
  });

  it('reaches from the year 1 to the year 9999, and no further', () => {
    expect(formatTime(firstTimestamp, 'UTC')).toBe('0001-01-01T00:00:00+00:00');
    expect(formatTime(lastTimestamp, 'UTC')).toBe('9999-12-31T23:59:59+00:00');
    for (const ts of [firstTimestamp - 1, lastTimestamp + 1, 1e300, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => formatTime(ts, 'UTC')).toThrow(expect.objectContaining({ code: 'timestamp-invalid' }));
      expect(() => localDate(ts, 'UTC')).toThrow(expect.objectContaining({ code: 'timestamp-invalid' }));
    }
  });

  it('refuses an unknown zone', () => {
    for (const zone of ['Mars/Base', '', '+25:00', 'GMT+5:99']) {
      expect(() => formatTime(0, zone)).toThrow(expect.objectContaining({ code: 'zone-unknown' }));
      expect(isKnownZone(zone)).toBe(false);
    }
    expect(isKnownZone(undefined)).toBe(false);
  });
});

describe('roundToMicroseconds', () => {
  it.each([
    [1718000004.9, 1718000004, 900000],
    [1729998000.000001, 1729998000, 1],
    [1711846799.9999995, 1711846800, 0],
    [0.0000005, 0, 0],
    [0.0000015, 0, 2],
    [-0.25, -1, 750000],
    [-1e-9, 0, 0],
    [-1.5, -2, 500000],
  ])('%d', (ts, seconds, microseconds) => {
    const rounded = roundToMicroseconds(ts);
    expect(rounded.seconds + 0).toBe(seconds);
    expect(rounded.microseconds + 0).toBe(microseconds);
  });

  it('is the nearest microsecond', () => {
    fc.assert(
      fc.property(fc.double({ min: -4e9, max: 4e9, noNaN: true }), (ts) => {
        const { seconds, microseconds } = roundToMicroseconds(ts);
        expect(Number.isInteger(seconds) && Number.isInteger(microseconds)).toBe(true);
        expect(microseconds >= 0 && microseconds < 1_000_000).toBe(true);
        expect(Math.abs(ts - seconds - microseconds / 1e6)).toBeLessThan(6e-7);
      }),
    );
  });
});

describe('offsets', () => {
  it.each([
    ['+05:30', 19800],
    ['-0800', -28800],
    ['GMT+05:30', 19800],
    ['GMT+5', 18000],
    ['UTC-3:30', -12600],
    ['+00:09:21', 561],
    ['-00:00', 0],
    ['UTC', undefined],
    ['+24:00', undefined],
    ['5', undefined],
  ])('reads %s', (text, offset) => {
    expect(parseOffset(text)).toBe(offset);
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: -86_399, max: 86_399 }), (offset) => {
        expect(parseOffset(offsetText(offset))).toBe(offset);
      }),
    );
  });
});

const zones = [
  'America/Los_Angeles',
  'Europe/Lisbon',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
];

describe('a zone and its offset', () => {
  it.each(zones)('agree about every instant: %s', (zone) => {
    fc.assert(
      fc.property(fc.double({ min: -3e9, max: 4e9, noNaN: true }), (ts) => {
        const offset = zoneOffset(ts, zone);
        expect(formatTimeAtOffset(ts, offset)).toBe(formatTime(ts, zone));
        expect(localDateAtOffset(ts, offset, zone)).toEqual(localDate(ts, zone));
      }),
      { numRuns: 200 },
    );
  });

  it.each(zones)('change together, to the second: %s', (zone) => {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    const offsetByIntl = (seconds: number): number => {
      const part = Object.fromEntries(
        parts.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
      );
      return (
        Date.UTC(part.year!, part.month! - 1, part.day, part.hour, part.minute, part.second) / 1000 - seconds
      );
    };
    const start = Date.UTC(2011, 0, 1) / 1000;
    let changes = 0;
    for (let day = start; day < start + 3 * 366 * 86_400; day += 86_400) {
      if (offsetByIntl(day) === offsetByIntl(day + 86_400)) continue;
      changes += 1;
      const change = Array.from({ length: 97 }, (_, quarter) => day + quarter * 900).find(
        (second) => offsetByIntl(second) !== offsetByIntl(day),
      ) as number;
      for (const second of [day, change - 1, change - 0.4, change, change + 1]) {
        expect(zoneOffset(second, zone)).toBe(offsetByIntl(Math.floor(second)));
      }
    }
    expect(changes).toBeGreaterThan(0);
  });
});

describe('the zone of the process', () => {
  const zoneOfProcess = process.env.TZ;

  afterEach(() => {
    if (zoneOfProcess === undefined) delete process.env.TZ;
    else process.env.TZ = zoneOfProcess;
    // Files after this one begin without what was loaded here.
    vi.resetModules();
  });

  it.each([
    ['UTC', 0],
    ['Asia/Kathmandu', -330],
    ['America/Los_Angeles', 480],
    ['Pacific/Apia', 660],
  ])('does not matter: %s', async (zone, minutesWest) => {
    process.env.TZ = zone;
    expect(new Date(0).getTimezoneOffset()).toBe(minutesWest);
    vi.resetModules();
    const fresh = await import('./index.js');
    const texts = [1711846799, 1711846800, 1729994399.5, 0].map((ts) =>
      fresh.formatTime(ts, 'Europe/Lisbon'),
    );
    expect(texts).toEqual([
      '2024-03-31T00:59:59+00:00',
      '2024-03-31T02:00:00+01:00',
      '2024-10-27T01:59:59.500000+00:00',
      '1970-01-01T01:00:00+01:00',
    ]);
  });
});
