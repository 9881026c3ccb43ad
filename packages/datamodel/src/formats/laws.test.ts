import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryData, PhoneEntry } from '../entry.js';
import type { Metadata } from '../metadata.js';
import { standardStreams } from '../streams/index.js';
import { normaliseUpload, toCommonForm } from './index.js';

const time = fc.double({ min: 0, max: 4e9, noNaN: true });
const oddMember = fc.oneof(
  fc.double(),
  fc.string(),
  fc.constant(null),
  fc.boolean(),
  fc.constant({ nested: 1 }),
);

const payload = fc.record<EntryData>(
  {
    ts: time,
    start_ts: time,
    end_ts: fc.oneof(time, fc.constant(null)),
    latitude: fc.double({ min: -90, max: 90, noNaN: true }),
    longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    bearing: oddMember,
    heading: oddMember,
    fmt_time: fc.string(),
    type: fc.integer({ min: 0, max: 12 }),
    confidence: fc.oneof(fc.integer(), fc.constantFrom('high', 'medium', 'low')),
    stationary: fc.boolean(),
    automotive: fc.boolean(),
    agb: fc.integer({ min: 0, max: 12 }),
    agc: fc.integer(),
    zzbhB: fc.integer({ min: 0, max: 12 }),
    battery_status: fc.integer({ min: 0, max: 6 }),
    battery_level_pct: fc.double({ min: 0, max: 100, noNaN: true }),
    battery_level_ratio: fc.double({ min: 0, max: 1, noNaN: true }),
    eventType: fc.constantFrom('RANGE_UPDATE', 'REGION_EXIT', 1),
    currState: fc.constantFrom('unknown', 'local.state.start', 'STATE_START'),
    curr_state: fc.integer({ min: 0, max: 3 }),
    transition: fc.constantFrom('booted', 'local.transition.tracking_error', 'T_NOP', 7, null),
    name: fc.string(),
    __proto__: oddMember,
  },
  { requiredKeys: [] },
);

const phoneEntry: fc.Arbitrary<PhoneEntry> = fc.record({
  metadata: fc.record<Record<string, unknown>>(
    {
      key: fc.constantFrom('background/activity', 'my/own', ...standardStreams.streams.map(({ key }) => key)),
      platform: fc.constantFrom('android', 'ios', 'server', 'script', 'Android'),
      type: fc.constant('message'),
      write_ts: time,
      time_zone: fc.constantFrom('Europe/Paris', 'America/St_Johns', '+05:30', 'GMT+05:30', 'Mars/Base', ''),
    },
    { requiredKeys: ['key', 'write_ts', 'type'] },
  ) as unknown as fc.Arbitrary<Metadata>,
  data: payload,
});

describe('conversion to the common form', () => {
  it('converts nothing twice, loses no entry without a reason, and changes no input', () => {
    fc.assert(
      fc.property(phoneEntry, (entry) => {
        const before = structuredClone(entry);
        const once = toCommonForm(entry);
        expect(entry).toEqual(before);
        if (!once.ok) {
          expect(once.path).toMatch(/^(data|metadata)\./);
          return;
        }
        expect(toCommonForm(once.entry)).toEqual(once);
      }),
      { numRuns: 3000 },
    );
  });

  it('normalises an upload once and for all', () => {
    fc.assert(
      fc.property(phoneEntry, (entry) => {
        const once = normaliseUpload(entry);
        expect(normaliseUpload(once)).toBe(once);
      }),
    );
  });
});

describe('entries that were converted before', () => {
  it('are completed, not converted', () => {
    const entry = {
      metadata: {
        key: 'background/battery',
        platform: 'android',
        write_ts: 1718000005,
        time_zone: 'Europe/Paris',
        write_fmt_time: 'kept as it is',
      },
      data: { battery_status: 1, data_write_ts: 3 },
    };
    expect(toCommonForm(entry)).toMatchObject({
      entry: {
        metadata: { write_fmt_time: 'kept as it is', write_local_dt: { hour: 8 } },
        data: { battery_status: 1, data_write_ts: 3, ts: 1718000005, fmt_time: '2024-06-10T08:13:25+02:00' },
      },
    });
  });
});

describe('normalisation of uploads', () => {
  const label = {
    metadata: { key: 'manual/mode_confirm', type: 'message', platform: 'android', write_ts: 1700000100123 },
    data: { ts: 1700000100123, start_ts: 1699990000, end_ts: 1699991000, label: 'walk' },
  };

  it('turns milliseconds into seconds in the two times it is meant for', () => {
    expect(normaliseUpload(label)).toEqual({
      metadata: { ...label.metadata, write_ts: 1700000100.123 },
      data: { ...label.data, ts: 1700000100.123 },
    });
    const milliseconds = { ...label, data: { ...label.data, start_ts: 1699990000000 } };
    expect(normaliseUpload(milliseconds).data.start_ts).toBe(1699990000000);
  });

  it('replaces dots in the member names of statistics', () => {
    const statistic = {
      metadata: { key: 'stats/client_time', write_ts: 1 },
      data: { name: 'x', reading: { 'a.b': 1, c: { 'd.e': 2 }, list: [{ 'f.g': 3 }] } },
    };
    expect(normaliseUpload(statistic).data).toEqual({
      name: 'x',
      reading: { a_b: 1, c: { d_e: 2 }, list: [{ 'f.g': 3 }] },
    });
    const other = { ...statistic, metadata: { ...statistic.metadata, key: 'my/own' } };
    expect(normaliseUpload(other)).toBe(other);
  });

  it('leaves alone what is no entry', () => {
    for (const value of [null, 5, {}, { metadata: null, data: {} }, { metadata: {}, data: 5 }]) {
      expect(normaliseUpload(value as never)).toBe(value);
    }
  });
});
