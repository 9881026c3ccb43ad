import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SojournError } from '../errors.js';
import { parseWire, stringifyWire, type WireValue } from './index.js';

describe('parseWire', () => {
  it.each([
    ['{"$uuid":"6A2DBAFD-EF1E-404C-B61E-506B8935DCA4"}', { $uuid: '6a2dbafdef1e404cb61e506b8935dca4' }],
    ['{"$uuid":"no uuid"}', { $uuid: 'no uuid' }],
    ['{"$oid":"5D3882E4B88F219CA0964278"}', { $oid: '5d3882e4b88f219ca0964278' }],
    ['{"$date":1467000000123}', { $date: 1467000000123 }],
    ['{"$date":"2016-06-27T04:00:00.123Z"}', { $date: 1467000000123 }],
    ['{"$date":{"$numberLong":"1467000000123"}}', { $date: 1467000000123 }],
    ['{"$date":"not a date"}', { $date: 'not a date' }],
    ['{"n":{"$numberLong":"5"}}', { n: 5 }],
    ['{"n":{"$numberLong":"9223372036854775807"}}', { n: 9223372036854775807n }],
    ['{"n":{"$numberDouble":"NaN"}}', { n: Number.NaN }],
    ['{"n":{"$numberDouble":"-Infinity"}}', { n: Number.NEGATIVE_INFINITY }],
    ['{"n":{"$numberDouble":"nonsense"}}', { n: { $numberDouble: 'nonsense' } }],
    [
      '{"u":{"$binary":"ai26/e8eQEy2HlBriTXcpA==","$type":"04"}}',
      { u: { $uuid: '6a2dbafdef1e404cb61e506b8935dca4' } },
    ],
    ['{"b":{"$binary":"AAEC","$type":"00"}}', { b: { $binary: 'AAEC', $type: '00' } }],
    ['{"$set":1,"other":2,"third":3}', { $set: 1, other: 2, third: 3 }],
    [
      '{"a":NaN,"b":[Infinity,-Infinity]}',
      { a: Number.NaN, b: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY] },
    ],
    ['9223372036854775807', 9223372036854775807n],
    ['9007199254740993.0', 9007199254740992],
    ['-0', -0],
    ['-0.0', -0],
    ['{"a":1,"a":2,"b":9007199254740993}', { a: 2, b: 9007199254740993n }],
  ])('reads %s', (text, value) => {
    expect(parseWire(text)).toStrictEqual(value);
  });

  it('makes __proto__ an ordinary member on both paths', () => {
    for (const text of [
      '{"__proto__":{"x":1}}',
      '{"__proto__":{"x":NaN}}',
      '{"__proto__":{"$numberLong":"1"}}',
    ]) {
      const value = parseWire(text) as object;
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Object.keys(value)).toEqual(['__proto__']);
    }
  });

  it('refuses what is nested too deeply, on both paths', () => {
    const deep = (inner: string) => '['.repeat(100_000) + inner + ']'.repeat(100_000);
    for (const inner of ['', 'NaN']) {
      expect(() => parseWire(deep(inner))).toThrow(expect.objectContaining({ code: 'entry-too-deep' }));
    }
  });

  it.each([
    ['{"a":1', 'entry-truncated'],
    ['{"a":tru', 'entry-truncated'],
    ['{"a":"tex', 'entry-truncated'],
    ['{"a":1}}', 'entry-malformed'],
    ['{a:1}', 'entry-malformed'],
    ['"\u0001"', 'entry-malformed'],
  ])('says what is wrong with %s', (text, code) => {
    expect(() => parseWire(text)).toThrow(SojournError);
    expect(() => parseWire(text)).toThrow(expect.objectContaining({ code }));
  });

  it('takes a very long integer without a very long time', () => {
    expect(parseWire('9'.repeat(1_000_000))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('stringifyWire', () => {
  it.each<[unknown, string]>([
    [{ a: Number.NaN, b: Number.POSITIVE_INFINITY }, '{"a":null,"b":null}'],
    [{ a: -0, b: 0, c: undefined }, '{"a":-0.0,"b":0}'],
    [{ n: 9223372036854775807n, list: [1n] }, '{"n":9223372036854775807,"list":[1]}'],
    [{ text: 'é\u2028"' }, JSON.stringify({ text: 'é\u2028"' })],
  ])('renders %o', (value, text) => {
    expect(stringifyWire(value)).toBe(text);
  });
});

describe('round trip', () => {
  const wireValue = fc.letrec<{ value: WireValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constant(null),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc
        .bigInt({ min: 2n ** 53n, max: 2n ** 63n })
        .filter((value) => String(Number(value)) !== String(value)),
      fc.string({ unit: 'grapheme' }),
      fc.array(tie('value')),
      fc.dictionary(
        fc.string().filter((name) => !name.startsWith('$')),
        tie('value'),
      ),
      fc.constant({ $oid: '5d3882e4b88f219ca0964278' }),
      fc.uuid().map((text) => ({ $uuid: text.replaceAll('-', '') })),
      fc.integer().map((ms) => ({ $date: ms })),
    ),
  })).value;

  it('parse after stringify is the identity, member order included', () => {
    fc.assert(
      fc.property(wireValue, (value) => {
        const back = parseWire(stringifyWire(value));
        expect(back).toEqual(value);
        expect(stringifyWire(back)).toBe(stringifyWire(value));
      }),
      { numRuns: 500 },
    );
  });

  it('the lenient reader reads every strict text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        // A bare NaN beside it sends the text through the reader.
        const [value] = parseWire(`[${text},NaN]`) as WireValue[];
        expect(stringifyWire(value)).toBe(stringifyWire(parseWire(text)));
      }),
      { numRuns: 500 },
    );
  });
});
