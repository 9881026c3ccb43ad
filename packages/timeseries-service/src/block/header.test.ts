import type { Entry } from '@sojourn/datamodel';
import { describe, expect, test } from 'vitest';
import { readHeader, sealBlock } from './index.js';
import { roundTrip, sampleLocations, testAbout, testKey, testPerson } from './testing.js';

describe('the header', () => {
  const entries = [
    {
      _id: { $oid: 'b'.repeat(24) },
      metadata: { key: 'x/b', write_ts: 12.5 },
      data: { start_ts: 3, end_ts: 9.25 },
    },
    {
      _id: { $oid: 'a'.repeat(24) },
      metadata: { key: 'x/a', write_ts: -3 },
      data: { ts: Number.NaN },
      invalid: false,
    },
    {
      _id: 'no object id',
      metadata: { key: 'x/b', write_ts: 40 },
      data: { enter_ts: 1, exit_ts: 2, ts: '5' },
    },
  ] as unknown as Entry[];

  test('says what can be known without the key', () => {
    const about = {
      ...testAbout,
      store: 'analysis',
      identity: 'upload',
      commit: 2 ** 40,
      generation: 3,
    } as const;
    const { header: bytes, body, id } = sealBlock(entries, about, { version: 9, key: testKey });
    const header = readHeader(bytes);
    expect(header).toEqual({
      format: 1,
      codec: 2,
      dictionary: 1,
      id,
      person: testPerson,
      store: 'analysis',
      identity: 'upload',
      keys: ['x/b', 'x/a'],
      keyCounts: [2, 1],
      commit: 2 ** 40,
      generation: 3,
      keyVersion: 9,
      count: 3,
      invalid: 1,
      overlays: 3,
      times: {
        'metadata.write_ts': { min: -3, max: 40, count: 3 },
        'data.start_ts': { min: 3, max: 3, count: 1 },
        'data.end_ts': { min: 9.25, max: 9.25, count: 1 },
        'data.enter_ts': { min: 1, max: 1, count: 1 },
        'data.exit_ts': { min: 2, max: 2, count: 1 },
      },
      ids: ['a'.repeat(24), 'b'.repeat(24)],
      bytes: body.length,
    });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  test('keeps the id that the caller gives and counts overlays as told', () => {
    const { header } = roundTrip(entries, {
      id: '0123456789abcdef0123456789abcdef',
      generation: 2,
      overlays: 1,
    });
    expect(header.id).toBe('0123456789abcdef0123456789abcdef');
    expect(header.overlays).toBe(1);
    expect(roundTrip(entries).header.overlays).toBe(0);
  });

  test('has no bounds where there is nothing to bound', () => {
    const { header } = roundTrip([{ metadata: {} }]);
    expect(header).toMatchObject({ keys: [], keyCounts: [], ids: ['', ''], times: {} });
  });

  test('finds its facts in documents too wide for columns', () => {
    const wide = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`m${index}`, index]));
    const [entry] = sampleLocations(1) as Entry[];
    const { header } = roundTrip([{ ...entry, data: { ...wide, ts: 5 }, invalid: true }]);
    expect(header).toMatchObject({
      keys: ['background/location'],
      invalid: 1,
      ids: [entry!._id.$oid, entry!._id.$oid],
    });
    expect(header.times['data.ts']).toEqual({ min: 5, max: 5, count: 1 });
  });

  test('needs names of 32 hexadecimal digits', () => {
    for (const wrong of [{ person: 'somebody' }, { person: 'A'.repeat(32) }, { id: '12' }]) {
      expect(() => roundTrip(entries, wrong)).toThrow(RangeError);
    }
  });

  test('is small beside a block of usual size', () => {
    expect(
      sealBlock(sampleLocations(512) as Entry[], testAbout, { version: 1, key: testKey }).header.length,
    ).toBeLessThan(200);
  });
});
