import { decodeRows, encodeRows } from '@sojourn/datamodel/wire';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundTrip, sampleLocations } from '../../block/testing.js';
import { WaitingRows } from './waiting-rows.js';

const throughTheWire = (rows: WaitingRows) => decodeRows(encodeRows(rows.columns()));

/** An object so deep that a part of it has no leaves of its own. */
const deep = Array.from({ length: 16 }).reduce<object>((inner) => ({ inner, loc: [1, 2.5] }), { end: true });

const odd = fc.record(
  {
    _id: fc.constant({ $oid: '0123456789abcdef01234567' }),
    metadata: fc.record({ key: fc.constantFrom('a', 'b'), write_ts: fc.integer(), zone: fc.constant(null) }),
    data: fc.constantFrom<unknown>(
      {},
      deep,
      { a: [], b: [{ c: 1 }, { d: 'ä' }], e: [1, 2, 3, 4, 5, 6] },
      { big: 2n ** 80n, zero: -0, text: '\u0000', flag: false, __proto__x: 1 },
      { mixed: [1, 'two', null, { three: [true] }], none: null },
    ),
    invalid: fc.constant(true),
  },
  { requiredKeys: ['metadata', 'data'] },
);

describe('rows of the usercache', () => {
  it('are the same as columns, whichever blocks they stand in and in whatever order', () => {
    const entries = fc.array(odd, { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(entries, entries, fc.infiniteStream(fc.double({ min: 0, max: 1 })), (one, other, order) => {
        const blocks = [roundTrip(one), roundTrip([...other, ...sampleLocations(20)])];
        const found = blocks.flatMap((opened, block) =>
          Array.from({ length: opened.count }, (_, row) => ({ opened, row, arrival: block, time: 0 })),
        );
        const rank = new Map(found.map((row) => [row, order.next().value]));
        found.sort((left, right) => rank.get(left)! - rank.get(right)!);
        const rows = new WaitingRows(found);
        const expected = found.map(({ opened, row, arrival }) => ({ arrival, entry: opened.object(row) }));
        expect(rows.rows()).toEqual(expected);
        const received = throughTheWire(rows);
        expect(received).toEqual(expected);
        expect(received.map((row) => JSON.stringify(row, digits))).toEqual(
          expected.map((row) => JSON.stringify(row, digits)),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('may be none', () => {
    expect(throughTheWire(new WaitingRows([]))).toEqual([]);
  });
});

function digits(_name: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
