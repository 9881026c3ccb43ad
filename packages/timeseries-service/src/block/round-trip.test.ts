import type { Entry } from '@sojourn/datamodel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundTrip, sampleLocations, textOf, wireText } from './testing.js';

/** Objects and JSON of a block must be what was sealed, bit for bit and member for member. */
function expectSame(entries: readonly object[]): void {
  const block = roundTrip(entries);
  const objects = block.objects();
  expect(objects.length).toBe(entries.length);
  for (const [row, entry] of entries.entries()) {
    expect(identical(objects[row], entry), describeDifference(objects[row], entry)).toBe(true);
    expect(identical(block.object(row), entry), describeDifference(block.object(row), entry)).toBe(true);
  }
  expect(textOf(block.json(undefined, '\n'))).toBe(wireText(entries));
  expect(textOf(block.json(undefined, ','))).toBe(wireText(entries, ','));
}

function identical(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) {
    return Object.is(one, other);
  }
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  const others = Object.keys(other);
  return (
    keys.length === others.length &&
    keys.every((key, index) => {
      const member = Object.getOwnPropertyDescriptor(one, key)?.value;
      return key === others[index] && identical(member, Object.getOwnPropertyDescriptor(other, key)?.value);
    })
  );
}

function describeDifference(one: unknown, other: unknown): string {
  const show = (value: unknown) =>
    JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? `${member}n` : member));
  return `${show(one)}\nis not\n${show(other)}`;
}

const oddNumbers = [
  0,
  -0,
  1,
  -1,
  5e-324,
  1e308,
  -1.7976931348623157e308,
  2 ** 52,
  2 ** 52 - 1,
  -(2 ** 52),
  2 ** 53,
  2 ** 63,
  1e21,
  1e-7,
  1e-6,
  123456.789,
  0.1 + 0.2,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  4503599627370.495,
  450359962737049.6,
  99999999.99999999,
  1466436483.395,
  -122.0816621790811,
  1e15,
  1e22,
  123e20,
  4294967296,
  2 ** 31,
];

const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(...oddNumbers),
  fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }).map((value) => value / 1e7),
  fc.maxSafeInteger(),
  fc.maxSafeInteger().map((value) => value / 1e9),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    '\ud800',
    'a\udc00',
    '\ufeff',
    '\u0000',
    '\u2028"\\/\n\t',
    '{"a":1}',
    '\u0001-0',
    '\u007f',
  ),
  fc.stringMatching(/^[0-9a-f]{24}$/),
  fc.constantFrom(
    '2016-06-20T08:28:03.395000-07:00',
    '2016-06-20T08:28:03-00:00',
    '2016-06-20T08:28:03+05:75',
  ),
);
const key = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'ts',
    'fmt_time',
    'local_dt',
    'year',
    'hour',
    'loc',
    '__proto__',
    'constructor',
    'a.b',
    '',
  ),
  text,
);
const leaf = fc.oneof(number, text, fc.boolean(), fc.constant(null), fc.bigInt());
const { value } = fc.letrec<{ value: unknown; object: object }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(number, { maxLength: 5 }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(ownMembers),
}));

/** An object with exactly these own members, `__proto__` among them. */
function ownMembers(members: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [name, content] of members) {
    Object.defineProperty(object, name, {
      value: content,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return object;
}

describe('any document', () => {
  test('comes back the same', () => {
    const document = fc.array(fc.tuple(key, value), { maxLength: 6 }).map(ownMembers);
    fc.assert(fc.property(fc.array(document, { minLength: 1, maxLength: 12 }), expectSame), {
      interruptAfterTimeLimit: 8000,
      numRuns: 1500,
      markInterruptAsFailure: false,
    });
  });

  test('comes back the same in columns of many rows', () => {
    const column = fc.oneof(
      number.map((first) => () => first),
      fc
        .array(number, { minLength: 1, maxLength: 9 })
        .map((some) => (row: number) => some[row % some.length]),
      fc.integer({ min: 0, max: 12 }).map((scale) => (row: number) => (row * 7919 + 13) / 10 ** scale),
      fc.array(text, { minLength: 1, maxLength: 4 }).map((some) => (row: number) => some[row % some.length]),
      text.map((some) => (row: number) => some + row),
      fc.boolean().map((some) => (row: number) => (row % 3 === 0) === some),
      fc.bigInt().map((some) => (row: number) => some + BigInt(row)),
      leaf.chain((one) => leaf.map((other) => (row: number) => (row % 11 === 0 ? one : other))),
      fc
        .array(number, { minLength: 5, maxLength: 12 })
        .map((some) => (row: number) => some.slice(0, 5 + (row % (some.length - 4)))),
      fc
        .array(fc.array(fc.tuple(key, value), { maxLength: 4 }).map(ownMembers), { maxLength: 6 })
        .map((some) => (row: number) => some.slice(0, row % (some.length + 1))),
      fc.array(value, { minLength: 1, maxLength: 3 }).map((some) => (row: number) => some[row % some.length]),
    );
    fc.assert(
      fc.property(
        fc.dictionary(key, column, { minKeys: 1, maxKeys: 6 }),
        fc.integer({ min: 1, max: 300 }),
        (columns, count) => {
          const names = Object.keys(columns);
          expectSame(
            Array.from({ length: count }, (_, row) =>
              ownMembers(names.map((name) => [name, (columns[name] as (row: number) => unknown)(row)])),
            ),
          );
        },
      ),
      { interruptAfterTimeLimit: 8000, numRuns: 400, markInterruptAsFailure: false },
    );
  });

  test('may be empty, deep, wide or huge', () => {
    let deep: unknown = { bottom: -0 };
    for (let level = 0; level < 3000; level++) deep = level % 2 ? { deeper: deep } : [deep, Number.NaN];
    const wide = Object.fromEntries(
      Array.from({ length: 5000 }, (_, index) => [`member ${index}`, index / 10]),
    );
    const block = roundTrip([{}, { deep }, wide, { text: 'é"\n'.repeat(1_000_000) }, { list: [] }]);
    expect(block.object(0)).toEqual({});
    expect(Object.keys(block.object(2))).toEqual(Object.keys(wide));
    expect(block.object(2)).toEqual(wide);
    let found: unknown = block.object(1);
    for (let depth = 0; depth < 6000 && typeof found === 'object' && found !== null; depth++) {
      found = Array.isArray(found) ? found[0] : Object.values(found)[0];
    }
    expect(Object.is(found, -0)).toBe(true);
    expect(textOf(block.json([3, 0], '\n'))).toBe(
      `${JSON.stringify({ text: 'é"\n'.repeat(1_000_000) })}\n{}`,
    );
    expect(textOf(block.json([4], ','))).toBe('{"list":[]}');
  });

  test('keeps lists of objects that have nothing in common', () => {
    const list = Array.from({ length: 5000 }, (_, index) => ({ [`member ${index}`]: index }));
    expectSame([{ list }, { list: list.slice(0, 10) }, { list: list.slice(0, 16) }]);
  });

  test('keeps columns of a hundred thousand rows', () => {
    const entries = Array.from({ length: 100_000 }, (_, row) => ({
      metadata: { key: `group/${row % 70_000}`, write_ts: 1.7e9 + row / 8 },
      data: row % 3 ? { value: row } : { other: `text ${row}` },
    }));
    const block = roundTrip(entries);
    expect(block.count).toBe(100_000);
    expect(block.objects()).toEqual(entries);
    expect(textOf(block.json([99_999, 5], '\n'))).toBe(wireText([entries[99_999]!, entries[5]!]));
    expect(block.header.keys.length).toBe(70_000);
  });

  test('is refused when it is not JSON', () => {
    expect(() => roundTrip([{ call: () => 0 }])).toThrow(TypeError);
    expect(() => roundTrip([])).toThrow(RangeError);
    expect(textOf(roundTrip([{ a: undefined, b: 1 }]).json(undefined, ','))).toBe('{"b":1}');
  });
});

describe('rows', () => {
  const entries = [
    ...sampleLocations(60),
    ...sampleLocations(40).map((entry) => ({ ...entry, data: { label: 'é' } })),
  ];
  const shuffled = entries
    .map((entry, index) => ({ entry, at: (index * 37) % 100 }))
    .sort((a, b) => a.at - b.at);
  const mixed = shuffled.map(({ entry }) => entry);

  test('are rendered in any selection and order', () => {
    const block = roundTrip(mixed);
    const any = fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 150 });
    fc.assert(
      fc.property(any, fc.constantFrom(',' as const, '\n' as const), (rows, separator) => {
        expect(textOf(block.json(rows, separator))).toBe(
          wireText(
            rows.map((row) => mixed[row]!),
            separator,
          ),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('are not overwritten by what is rendered later', () => {
    const block = roundTrip(mixed);
    const first = block.json(undefined, '\n');
    const copy = first.slice();
    for (let round = 0; round < 100; round++) block.json(undefined, ',');
    expect(Buffer.compare(first, copy)).toBe(0);
  });

  test('do not share nested values', () => {
    const [one, other] = roundTrip([{ list: [{ a: 1 }] }, { list: [{ a: 1 }] }]).objects() as unknown as {
      list: { a: number }[];
    }[];
    one!.list[0]!.a = 2;
    expect(other!.list[0]!.a).toBe(1);
  });
});

describe('columns', () => {
  const entries = [
    ...sampleLocations(30),
    {
      metadata: { key: 'x/y', write_ts: -0 },
      data: { ts: Number.NaN, deep: [{ a: [{ n: 5, s: 'five' }] }] },
    },
    { metadata: { key: 'x/z', write_ts: '12', 'a.b': 3 }, a: null },
    { metadata: [1, 2], 'metadata.key': 'wrong', data: 7n },
  ] as unknown as Entry[];
  const block = roundTrip(entries);
  const at = (entry: unknown, path: string): unknown =>
    path
      .split('.')
      .reduce<unknown>(
        (found, member) =>
          typeof found === 'object' && found !== null && Object.hasOwn(found, member)
            ? (found as Record<string, unknown>)[member]
            : undefined,
        entry,
      );
  const paths = [
    'metadata.write_ts',
    'metadata.key',
    'data.ts',
    'data.loc.coordinates.0',
    'data.loc.coordinates',
    'metadata.write_local_dt.hour',
    'metadata.write_fmt_time',
    'data.deep.0.a.0.n',
    'data.deep.0.a.0.s',
    'metadata.1',
    'metadata',
    'a',
    'a.b',
    'nothing',
    'data.elapsedRealtimeNanos',
    'user_id.$uuid',
    'data',
  ];

  test.each(paths)('tell what entries hold at %s', (path) => {
    const values = entries.map((entry) => at(entry, path));
    expect([...block.numbers(path)]).toEqual(
      values.map((value) => (typeof value === 'number' ? value : Number.NaN)),
    );
    expect(block.strings(path)).toEqual(
      values.map((value) => (typeof value === 'string' ? value : undefined)),
    );
    expect(entries.map((_, row) => block.has(path, row))).toEqual(values.map((value) => value !== undefined));
  });

  test('tell ids and arrivals', () => {
    expect(block.ids()).toEqual(entries.map((entry) => entry._id?.$oid ?? ''));
    expect([...block.arrivals()]).toEqual(entries.map(() => 7));
    const arrivals = entries.map((_, row) => 1000 - row * 3);
    expect([...roundTrip(entries, { arrivals }).arrivals()]).toEqual(arrivals);
  });
});
