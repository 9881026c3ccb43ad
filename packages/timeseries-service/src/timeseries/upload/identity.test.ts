import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithinTime, type UploadIdentity, UploadIds } from './identity.js';

const key = (fill: number) => createSecretKey(Buffer.alloc(32, fill));
const ids = () => new UploadIds(key(1), key(2));
const identity = (writeTs: number, type = 'message', stream = 'a/b'): UploadIdentity => ({
  type,
  key: stream,
  writeTs,
});

describe('ids of uploads', () => {
  it('begin with the seconds and are the same for ever', () => {
    expect(ids().make([identity(1_700_000_000.25), identity(0), identity(2 ** 32 - 0.5)])).toEqual([
      expect.stringMatching(/^6553f100[0-9a-f]{16}$/),
      expect.stringMatching(/^00000000[0-9a-f]{16}$/),
      expect.stringMatching(/^ffffffff[0-9a-f]{16}$/),
    ]);
    expect(ids().make([identity(5)])).toEqual(ids().make([identity(5)]));
    // A change here would make every resent entry a new one.
    expect(ids().make([identity(1_700_000_000.25)])).toEqual(['6553f1000b7e1574435ee078']);
  });

  it('do not follow times outside 1970 to 2106, but are as constant', () => {
    const outside = [identity(-1), identity(2 ** 32), identity(-1e9)];
    expect(outside.map(({ writeTs }) => isWithinTime(writeTs))).toEqual([false, false, false]);
    expect(ids().make(outside)).toEqual(ids().make(outside));
  });

  it('differ whenever type, key, time or person differ', () => {
    const part = fc.string({ maxLength: 4 });
    const any = fc.tuple(fc.double({ noNaN: true }), part, part);
    fc.assert(
      fc.property(any, any, (one, other) => {
        const [left, right] = ids().make([identity(...one), identity(...other)]);
        const same = Object.is(one[0], other[0]) && one[1] === other[1] && one[2] === other[2];
        expect(left === right).toBe(same);
      }),
    );
    expect(ids().make([identity(5)])).not.toEqual(new UploadIds(key(3), key(2)).make([identity(5)]));
    expect(ids().make([])).toEqual([]);
  });
});
