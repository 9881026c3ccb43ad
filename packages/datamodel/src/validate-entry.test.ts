import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { checkOf } from './compile-check.js';
import { createStreamRegistry, standardStreams, validateEntry } from './index.js';

function locationEntry(changes: { metadata?: object; data?: object } = {}): object {
  return {
    metadata: {
      key: 'background/location',
      type: 'sensor-data',
      platform: 'android',
      write_ts: 1718000005.25,
      read_ts: 0,
      time_zone: 'Europe/Paris',
      ...changes.metadata,
    },
    data: { latitude: 48.8566, longitude: 2.3522, ts: 1718000001.5, accuracy: 12.5, ...changes.data },
  };
}

const verdict = (entry: unknown, form: 'phone' | 'server' = 'phone') =>
  validateEntry(standardStreams, entry, { form });
const refused = (code: string, path: string) => ({ ok: false, code, path });

describe('validateEntry', () => {
  it('accepts an upload in phone form and in common form', () => {
    expect(verdict(locationEntry({ data: { bearing: 3 } }))).toEqual({ ok: true });
    expect(verdict(locationEntry({ data: { heading: 3, fmt_time: 'x' } }))).toEqual({ ok: true });
  });

  it.each([
    [undefined, 'entry-malformed', ''],
    [5, 'entry-malformed', ''],
    [[], 'entry-malformed', ''],
    [{}, 'entry-field-missing', 'metadata'],
    [{ metadata: {} }, 'entry-field-missing', 'data'],
    [{ metadata: {}, data: [] }, 'entry-field-invalid', 'data'],
    [{ metadata: 'x', data: {} }, 'entry-field-invalid', 'metadata'],
    [locationEntry({ metadata: { key: undefined } }), 'entry-field-missing', 'metadata.key'],
    [locationEntry({ metadata: { key: 7 } }), 'entry-field-invalid', 'metadata.key'],
    [locationEntry({ metadata: { key: 'no group' } }), 'key-invalid', 'metadata.key'],
    [locationEntry({ metadata: { key: `a/${'b'.repeat(300)}` } }), 'key-invalid', 'metadata.key'],
    [locationEntry({ metadata: { write_ts: undefined } }), 'entry-field-missing', 'metadata.write_ts'],
    [locationEntry({ metadata: { write_ts: Number.NaN } }), 'timestamp-invalid', 'metadata.write_ts'],
    [locationEntry({ metadata: { write_ts: '1718000005' } }), 'timestamp-invalid', 'metadata.write_ts'],
    [locationEntry({ metadata: { write_ts: 1e12 } }), 'timestamp-invalid', 'metadata.write_ts'],
    [locationEntry({ metadata: { type: undefined } }), 'entry-field-missing', 'metadata.type'],
    [locationEntry({ metadata: { platform: 5 } }), 'entry-field-invalid', 'metadata.platform'],
    [locationEntry({ data: { latitude: undefined } }), 'entry-field-missing', 'data.latitude'],
    [locationEntry({ data: { latitude: '48.8' } }), 'entry-field-invalid', 'data.latitude'],
    [locationEntry({ data: { latitude: Number.NaN } }), 'entry-field-invalid', 'data.latitude'],
    [locationEntry({ data: { ts: 1e17 } }), 'timestamp-invalid', 'data.ts'],
    [locationEntry({ data: { accuracy: {} } }), 'entry-field-invalid', 'data.accuracy'],
  ])('refuses %j', (entry, code, path) => {
    expect(verdict(entry)).toEqual(refused(code, path));
  });

  it.each([0, -86_400, 0.5, 4_294_967_296])('accepts the time %d', (time) => {
    expect(verdict(locationEntry({ metadata: { write_ts: time }, data: { ts: time } }))).toEqual({
      ok: true,
    });
  });

  it('accepts unknown values of measurements and integers beyond exact doubles', () => {
    const data = { altitude: Number.NaN, accuracy: null, elapsedRealtimeNanos: 2n ** 60n };
    expect(verdict(locationEntry({ data }))).toEqual({ ok: true });
  });

  it('leaves payloads of unknown keys alone', () => {
    const entry = { metadata: { key: 'my/stream', type: 'message', write_ts: 1 }, data: { ts: 'whenever' } };
    expect(verdict(entry)).toEqual({ ok: true });
    expect(validateEntry(createStreamRegistry(), locationEntry({ data: { ts: 'x' } }))).toEqual({ ok: true });
  });

  it('asks imports for an id and lets them lack members', () => {
    const entry = { metadata: { key: 'segmentation/raw_trip', write_ts: 1 }, data: { end_ts: 5 } };
    expect(verdict(entry, 'server')).toEqual(refused('entry-field-missing', '_id'));
    const withId = { ...entry, _id: { $oid: 'a'.repeat(24) } };
    expect(verdict(withId, 'server')).toEqual({ ok: true });
    expect(verdict({ ...withId, data: { end_ts: 'x' } }, 'server')).toEqual(
      refused('timestamp-invalid', 'data.end_ts'),
    );
  });
});

describe('the compiled check', () => {
  const oddValue = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      undefined,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      -0,
      1e300,
      2n ** 64n,
      '',
      'ACTIVE',
    ),
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constant({ $oid: 'a'.repeat(24) }),
    fc.constant({ type: 'Point', coordinates: [1, 2] }),
    fc.constant({
      year: 2024,
      month: 6,
      day: 10,
      hour: 8,
      minute: 13,
      second: 25,
      weekday: 0,
      timezone: 'UTC',
    }),
    fc.array(
      fc.oneof(fc.double(), fc.constant({ $oid: 'b'.repeat(24) }), fc.constant({ labels: {}, p: 0.5 })),
    ),
    fc.dictionary(fc.string(), fc.oneof(fc.double(), fc.constant(null))),
  );

  const schemas = standardStreams.streams.flatMap(({ key, data, phone }): [string, z.ZodType][] => [
    [key, data],
    ...(phone === undefined
      ? []
      : 'android' in phone
        ? Object.entries(phone)
        : [['phone', phone] as [string, z.ZodType]]),
  ]);

  it.each(schemas)('accepts exactly what zod accepts: %s', (_, schema) => {
    const shape = (schema as z.ZodObject).shape;
    const payload = fc.record(Object.fromEntries(Object.keys(shape).map((name) => [name, oddValue])), {
      requiredKeys: [],
    });
    const check = checkOf(schema);
    fc.assert(
      fc.property(
        fc.oneof({ weight: 9, arbitrary: payload }, { weight: 1, arbitrary: oddValue }),
        (value) => {
          expect(check(value)).toBe(schema.safeParse(value).success);
        },
      ),
      { numRuns: 150 },
    );
  });
});
