import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SojournError } from '../../errors.js';
import { decodeRows, decodeRowsDocument, encodeRows, encodeRowsDocument } from './index.js';

const throughRows = (rows: object[]) => decodeRows(encodeRows(rows));

const name = fc.constantFrom('a', 'b', 'c', '$oid', '__proto__x', 'ä "quoted"');
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  leaf: fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(0, -0, 2 ** 31, -(2 ** 31), 2 ** 53, Number.NaN, Number.NEGATIVE_INFINITY),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(
      '',
      'a',
      '\u0000',
      'ÿ',
      '\ud83d\ude00',
      '__proto__',
      '\ufeff',
      '\ufeffa',
      '\ud800',
      'a\udc00',
    ),
    fc.boolean(),
    fc.constant(null),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 70n }),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 3 }),
    fc.array(fc.jsonValue({ maxDepth: 1 }).filter(hasNoNegativeZero), { maxLength: 3 }),
  ),
  node: fc.oneof({ maxDepth: 3 }, tie('leaf'), tie('object')),
  object: fc.dictionary(name, tie('node'), { maxKeys: 4 }).map((members) => ({ ...members })),
})).node;
const row = fc.dictionary(name, value, { maxKeys: 5 }).map((members) => ({ ...members }));

function hasNoNegativeZero(json: unknown): boolean {
  return !JSON.stringify(json).includes('-0') && !/e-|e\+/.test(JSON.stringify(json));
}

describe('rows', () => {
  it('come back exactly, with their members in order', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), (rows) => {
        const back = throughRows(rows);
        expect(back).toEqual(rows);
        const names = (objects: object[]) => objects.map((object) => Object.keys(object));
        expect(names(back)).toEqual(names(rows));
      }),
    );
  });

  it('come back the same when there are many of a kind', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({
      _id: { $oid: index.toString(16).padStart(24, '0') },
      metadata: { key: index % 3 === 0 ? 'a/b' : 'c/d', write_ts: 1.5e9 + index / 7, at: -index },
      data: { loc: { coordinates: [index / 3, -0] }, list: [{ index }], flag: index % 2 === 0, none: null },
      ...(index % 5 === 0 ? { invalid: true } : {}),
    }));
    expect(throughRows(many)).toEqual(many);
    expect(encodeRows(many).length).toBeLessThan(JSON.stringify(many).length / 2);
  });

  it('keep lists of objects, however deep they are nested', () => {
    let nested: object = { end: 1.5 };
    for (let level = 0; level < 10; level++) nested = { list: [nested, { level }], deep: { empty: [] } };
    const rows = Array.from({ length: 40 }, (_, index) => ({
      nested,
      list: [{ index }, { index: -index }],
      numbers: Array(index + 5).fill(index / 3),
    }));
    expect(throughRows(rows)).toEqual(rows);
    expect(throughRows([nested])).toEqual([nested]);
  });

  it('say rows only once that stand in lists of later rows as well', () => {
    const points = Array.from({ length: 300 }, (_, index) => ({ _id: `${index}`, at: [index / 7, -index] }));
    const trips = [points, points.slice(7, 9), [points[3]!, points[3]!, points[299]!]].map((locations) => ({
      data: { locations, none: [] },
    }));
    const rows = [...points, { trip: 0 }, ...trips];
    expect(throughRows(rows)).toEqual(rows);
    expect(encodeRows(rows).length).toBeLessThan(encodeRows(points).length * 1.5);
    const back = throughRows(rows) as typeof trips;
    expect(back[301]!.data.locations[5]).toBe(back[5]);
  });

  it('keep lists of rows that stand behind, refer to others, or are none', () => {
    const [one, two, three] = [{ a: 1 }, { a: 2 }, { a: 3 }];
    const holder = { list: [one, two] };
    for (const list of [[three], [one, three], [holder], [one, { a: 1 }], [one, null], [one, 1], [[one]]]) {
      const rows = [one, two, holder, { list }, three];
      expect(throughRows(rows)).toEqual(rows);
      expect(throughRows([{ list }, ...rows])).toEqual([{ list }, ...rows]);
    }
  });

  it('may have very many members', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`m${index}`, index / 3]));
    const rows = Array.from({ length: 40 }, (_, index) => ({ ...wide, index }));
    expect(throughRows(rows)).toEqual(rows);
  });

  it('keep `__proto__` as a member like any other', () => {
    const rows = Array.from({ length: 40 }, () => JSON.parse('{"__proto__":{"a":1},"b":2}') as object);
    for (const back of throughRows(rows)) {
      expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
      expect(Object.keys(back)).toEqual(['__proto__', 'b']);
    }
  });

  it('keep texts of every kind and length', () => {
    const texts = ['x\ud800', '\udc00', '\ufeff', '', 'é漢😀', `"\\${'long "text" '.repeat(100)}\n`];
    expect(throughRows(texts.map((text) => ({ text })))).toEqual(texts.map((text) => ({ text })));
    for (const text of texts) {
      expect(throughRows([{ text: `${text}a` }, { text }])).toEqual([{ text: `${text}a` }, { text }]);
      expect(throughRows([{ text, list: [text] }])).toEqual([{ text, list: [text] }]);
      const long = `${text}${'0'.repeat(100)}`;
      const rows = [{ long, number: 1 }, { long, number: 2 }, { long: text }];
      expect(throughRows(rows)).toEqual(rows);
    }
  });

  it('keep texts of millions of characters', () => {
    const text = 'é'.repeat(5_000_000);
    expect(throughRows([{ text }, { text: 'short' }])).toEqual([{ text }, { text: 'short' }]);
    expect(throughRows([{ text }, { list: [text] }])).toEqual([{ text }, { list: [text] }]);
  });

  it('need hardly more room for a long text than its own', () => {
    const text = JSON.stringify(Array.from({ length: 1000 }, (_, index) => ({ index, name: 'a name' })));
    expect(encodeRows([{ text }]).length).toBeLessThan(text.length + 200);
  });

  it('leave out what is undefined, and take no functions', () => {
    expect(throughRows([{ a: undefined, b: 1 }])).toEqual([{ b: 1 }]);
    expect(() => encodeRows([{ a: () => 1 }])).toThrow(TypeError);
  });

  it('are refused with one error when they are cut, changed or made up', () => {
    const [one, two] = [
      { a: 1.5, b: 'x', c: [1, 2] },
      { a: 2.5, b: 'yz', c: [3, 4] },
    ];
    const bytes = encodeRows([one, two, { d: true }, { e: [two, one], f: [1, 2, 3, 4, 5, 6] }]);
    const refused = (damaged: Uint8Array) => {
      try {
        decodeRows(damaged);
      } catch (error) {
        expect(error).toMatchObject({ code: 'request-invalid' });
      }
    };
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeRows(bytes.subarray(0, length))).toThrow(SojournError);
    }
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }), (at, byte) => {
        const changed = bytes.slice();
        changed[at] = byte;
        refused(changed);
      }),
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), refused));
  });
});

describe('documents with rows', () => {
  const document = { fence: 3, states: { A: null }, insert: [{ a: 1.5 }, { b: -0 }], drain: [], note: [1] };

  it('come back with their lists in place', () => {
    const bytes = encodeRowsDocument(document, ['insert', 'drain', 'replace']);
    expect(decodeRowsDocument(bytes)).toEqual(document);
    expect(decodeRowsDocument(encodeRowsDocument({}, ['insert']))).toEqual({});
  });

  it('are refused when they are cut or go on', () => {
    const bytes = encodeRowsDocument(document, ['insert', 'drain']);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeRowsDocument(bytes.subarray(0, length))).toThrow(SojournError);
    }
    expect(() => decodeRowsDocument(Uint8Array.of(...bytes, 0))).toThrow(SojournError);
  });
});
