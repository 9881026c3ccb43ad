import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dialect, deepestObject, Gatherer } from './index.js';

/** Nested values as JSON, lists apart from objects; structures as the texts that they are described by. */
const dialect: Dialect<string> = {
  kindOf: (value) => (Array.isArray(value) ? 1 : 0),
  stored: (value) => JSON.stringify(value),
  describe: (row) => describeValue(row, 0),
};

function describeValue(value: unknown, depth: number): string {
  if (typeof value !== 'object') return typeof value;
  if (value === null) return 'null';
  if (Array.isArray(value)) {
    const isTuple = value.length > 0 && value.length <= 4 && value.every((item) => typeof item === 'number');
    return isTuple ? `tuple ${value.length}` : 'list';
  }
  if (depth > deepestObject) return 'deep';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return JSON.stringify(members.map(([name, member]) => [name, describeValue(member, depth + 1)]));
}

const leaf = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.string(),
  fc.boolean(),
  fc.constantFrom(null, undefined, 12n, -0, Number.NaN),
  fc.array(fc.integer(), { maxLength: 6 }),
  fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 3 }),
);
const object = (member: fc.Arbitrary<unknown>) =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', '$oid', '"', '__proto__'), member), {
      selector: ([name]) => name,
      maxLength: 4,
    })
    .map((members) => Object.defineProperties({}, Object.fromEntries(members.map(asProperty))));
const asProperty = ([name, value]: [string, unknown]) =>
  [`${name}`, { value, enumerable: true, writable: true, configurable: true }] as const;
const row = object(fc.oneof(leaf, object(fc.oneof(leaf, object(leaf))))) as fc.Arbitrary<object>;

describe('gathering rows', () => {
  it('gives each row the same values as by itself, whatever was gathered before', () => {
    const gatherer = new Gatherer(dialect);
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
        const repeated = [...rows, ...rows.toReversed(), ...rows];
        const alone = repeated.flatMap((one, position) =>
          new Gatherer(dialect).gather([one]).map((group) => ({ ...group, positions: [position] })),
        );
        for (const { structure, columns, positions } of gatherer.gather(repeated)) {
          const own = alone.filter((group) => group.structure === structure);
          expect(positions).toEqual(own.flatMap((group) => group.positions));
          expect(columns).toEqual(columns.map((_, column) => own.flatMap((group) => group.columns[column]!)));
        }
      }),
    );
  });

  it('tells rows apart whose members stand in another order, are missing, or are more', () => {
    const gatherer = new Gatherer(dialect);
    const usual = { data: { a: 1, b: 'two', loc: [1, 2] } };
    const others = [
      { data: { b: 'two', a: 1, loc: [1, 2] } },
      { data: { a: 1, b: 'two' } },
      { data: { a: 1, b: 'two', loc: [1, 2], c: 0 } },
      { data: { a: 1, b: 2, loc: [1, 2] } },
      { data: { a: 1, b: 'two', loc: [1, 'two'] } },
      { data: { a: 1, b: 'two', loc: [1, 2, 3] } },
      { data: [1, 2] },
      { data: null },
    ];
    for (const other of others) {
      const groups = gatherer.gather([usual, other, usual]);
      expect(groups.map(({ positions }) => positions)).toEqual([[0, 2], [1]]);
    }
  });

  it('gives up on rows of more structures than wanted', () => {
    const gatherer = new Gatherer(dialect);
    const rows = Array.from({ length: 50 }, (_, index) => ({ [`member ${index % 5}`]: index }));
    expect(gatherer.gatherFew(rows, 4)).toBeUndefined();
    expect(gatherer.gatherFew(rows, 5)).toEqual(new Gatherer(dialect).gather(rows));
  });

  it('keeps rows with more members than wanted in one piece', () => {
    const whole = { above: 3, structure: () => 'whole', stored: (one: object) => JSON.stringify(one) };
    const gatherer = new Gatherer({ ...dialect, whole });
    const wide = { a: 1, b: { c: 2, d: 3 } };
    const groups = gatherer.gather([{ a: 1, b: 2 }, wide]);
    expect(groups.map(({ structure, columns }) => [structure, columns])).toEqual([
      ['[["a","number"],["b","number"]]', [[1], [2]]],
      ['whole', [[JSON.stringify(wide)]]],
    ]);
  });
});
