import { formatTimeAtOffset, localDateAtOffset } from '@sojourn/datamodel/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundTrip, sampleLocations, textOf, wireText } from './testing.js';

function timed(ts: number, offset: number, zone: string): object {
  return {
    metadata: { key: 'a/b', write_ts: ts },
    data: {
      ts,
      fmt_time: formatTimeAtOffset(ts, offset),
      local_dt: localDateAtOffset(ts, offset, zone),
      end_local_dt: localDateAtOffset(ts + 61.5, offset, zone),
      end_ts: ts + 61.5,
    },
  };
}

function expectSame(entries: readonly object[]): void {
  const block = roundTrip(entries);
  expect(block.objects()).toEqual(entries);
  expect(textOf(block.json(undefined, '\n'))).toBe(wireText(entries));
}

/** Size of the sealed body for each entry. */
const cost = (entries: readonly object[]) => roundTrip(entries).header.bytes / entries.length;

describe('formatted times and local dates', () => {
  test('are derived from times and stored offsets, whatever these are', () => {
    const ts = fc.oneof(
      fc.double({ min: -62_135_000_000, max: 253_402_000_000, noNaN: true }),
      fc.integer({ min: 0, max: 2_000_000_000_000 }).map((value) => value / 1000),
      fc.integer({ min: 0, max: 2_000_000_000 }).map((value) => value + 0.9999996),
    );
    const offset = fc.integer({ min: -18 * 60, max: 18 * 60 }).map((minutes) => minutes * 60);
    fc.assert(
      fc.property(fc.array(fc.tuple(ts, offset), { minLength: 2, maxLength: 40 }), (times) => {
        expectSame(times.map(([time, seconds]) => timed(time, seconds, 'Somewhere/Else')));
      }),
      { interruptAfterTimeLimit: 5000, numRuns: 300 },
    );
  });

  test('cost nothing, also over a change of daylight saving', () => {
    const plain = sampleLocations(400);
    const over = [
      ...sampleLocations(200, 1_698_500_000, '+02:00'),
      ...sampleLocations(200, 1_698_506_000, '+01:00'),
    ];
    const bare = plain.map((entry) => {
      const { data, metadata, ...rest } = structuredClone(entry) as Record<string, Record<string, unknown>>;
      for (const name of ['fmt_time', 'local_dt', 'loc']) delete data![name];
      for (const name of ['write_fmt_time', 'write_local_dt']) delete metadata![name];
      return { ...rest, metadata, data };
    });
    expectSame(over);
    expect(cost(plain) - cost(bare)).toBeLessThan(0.5);
    expect(cost(over) - cost(plain)).toBeLessThan(0.5);
  });

  test('may count weekdays from 1', () => {
    const entries = sampleLocations(300, 1_700_080_000).map((entry) => {
      const copy = structuredClone(entry) as { data: { local_dt: { weekday: number } } };
      copy.data.local_dt.weekday += 1;
      return copy;
    });
    expectSame(entries);
    expect(cost(entries) - cost(sampleLocations(300, 1_700_080_000))).toBeLessThan(0.3);
  });

  test('may be wrong in single rows or in all of them', () => {
    const wrong = [
      '2016-06-20T08:28:03.395000Z',
      '',
      'June',
      '2023-11-14T23:13:20.000000+01:00',
      '2023-11-14T23:13:20-00:00',
    ];
    for (const every of [1, 3, 17, 100]) {
      expectSame(
        sampleLocations(150).map((entry, index) => {
          if (index % every) return entry;
          const copy = structuredClone(entry) as {
            data: {
              fmt_time: string;
              local_dt: { hour: number; day: number };
              loc: { coordinates: number[] };
            };
          };
          copy.data.fmt_time = wrong[index % wrong.length]!;
          copy.data.local_dt.hour = -0;
          copy.data.local_dt.day = 1.5;
          copy.data.loc.coordinates[0] = index === 0 ? Number.MIN_VALUE : 9;
          return copy;
        }),
      );
    }
  });
});

describe('ids of uploads', () => {
  const identities = (types: ArrayLike<string | undefined>, keys: ArrayLike<string>, times: Float64Array) => {
    const noise = new Uint8Array(times.length * 8);
    const view = new DataView(noise.buffer);
    for (let row = 0; row < times.length; row++) {
      view.setFloat64(row * 8, times[row]! * 1e7 + keys[row]!.length + (types[row]?.length ?? 0));
    }
    return noise;
  };
  const entries = (
    sampleLocations(200) as {
      _id: { $oid: string };
      metadata: { write_ts: number; key: string; type: string };
    }[]
  ).map((entry, index) => {
    const { write_ts, key, type } = entry.metadata;
    const noise = Buffer.from(identities([type], [key], Float64Array.of(write_ts))).toString('hex');
    const $oid = Math.floor(write_ts).toString(16).padStart(8, '0') + noise;
    return index === 50 ? entry : { ...entry, _id: { $oid } };
  });

  test('are made again instead of stored', () => {
    const block = roundTrip(entries, {}, { identities });
    expect(block.objects()).toEqual(entries);
    expect(block.ids()).toEqual(entries.map((entry) => entry._id.$oid));
    expect(textOf(block.json([3, 50], '\n'))).toBe(wireText([entries[3]!, entries[50]!]));
    expect(roundTrip(entries).header.bytes - block.header.bytes).toBeGreaterThan(200 * 5);
  });

  test('are stored where another function would make others', () => {
    const others = entries.map((entry) => ({
      ...entry,
      metadata: { ...entry.metadata, type: 'other type' },
    }));
    expect(roundTrip(others, {}, { identities }).objects()).toEqual(others);
    const bare = entries.map(({ _id }) => ({ _id }));
    expect(roundTrip(bare, {}, { identities }).objects()).toEqual(bare);
  });
});
