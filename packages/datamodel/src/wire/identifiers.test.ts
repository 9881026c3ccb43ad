import { describe, expect, it } from 'vitest';
import {
  createObjectIdSource,
  dashUuid,
  isObjectId,
  isUuid,
  objectId,
  objectIdSeconds,
  parseUuid,
  undashUuid,
} from './index.js';

describe('object ids', () => {
  it('ascend in the order of the calls, also when the clock stands still or goes back', () => {
    const times = [5_000_000, 5_000_000, 4_000_000, 6_000_000];
    const next = createObjectIdSource(() => times.shift() ?? 6_000_000);
    const ids = Array.from({ length: 1000 }, next);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id) => isObjectId({ $oid: id }))).toBe(true);
    expect(objectIdSeconds(objectId(ids[0] as string))).toBe(5000);
    expect(objectIdSeconds(objectId(ids.at(-1) as string))).toBe(6000);
  });

  it('go on ascending when the counter runs over', () => {
    const next = createObjectIdSource(
      () => 1000,
      (bytes) => bytes.fill(0xff),
    );
    let last = next();
    for (let count = 0; count < 0x800010; count += 1) {
      const id = next();
      if (id <= last) throw new Error(`${id} after ${last}`);
      last = id;
    }
    expect(objectIdSeconds(objectId(last))).toBe(2);
  });

  it.each([null, 'a'.repeat(24), {}, { $oid: 'xyz' }, { $oid: 5 }])('%j is none', (value) => {
    expect(isObjectId(value)).toBe(false);
  });
});

describe('uuids', () => {
  const dashed = '6a2dbafd-ef1e-404c-b61e-506b8935dca4';
  const plain = '6a2dbafdef1e404cb61e506b8935dca4';

  it('stand on the wire without dashes', () => {
    expect(undashUuid(dashed.toUpperCase())).toBe(plain);
    expect(dashUuid(plain)).toBe(dashed);
    expect(parseUuid(dashed)).toEqual({ $uuid: plain });
    expect(parseUuid('6a2dbafd')).toBeUndefined();
    expect(isUuid({ $uuid: plain })).toBe(true);
    expect(isUuid({ $uuid: dashed })).toBe(false);
    expect(isUuid(null)).toBe(false);
  });
});
