import type { ByteReader } from '../bytes.js';
import { damaged } from '../damaged.js';
import { writeExact } from '../exact-json.js';
import type { LeafType, Shape } from '../shape.js';
import { type Column, encoding, type TextColumn } from './column.js';
import { decimalValues, readDecimals } from './decimal.js';
import { readDoubles } from './double.js';
import { readIntegers } from './integers.js';
import { valuesOf } from './values.js';

/** Rows of several groups, with their columns. */
export interface GroupedRows {
  readonly groups: readonly Rows[];
  /** Group of each row; undefined when there is one group. */
  readonly groupOfRow: ArrayLike<number> | undefined;
  /** Number of rows of all groups. */
  readonly count: number;
}

interface Rows {
  readonly shape: Shape;
  readonly count: number;
  column(leaf: number): Column;
}

/** Lists of numbers, as their exact texts. */
export function readNumberLists(reader: ByteReader, count: number): TextColumn {
  const lengths = readLengths(reader, count);
  const numbers = readNumbers(reader, sumOf(lengths));
  return cut(lengths, (from, to) => writeExact(Array.from(numbers.subarray(from, to))));
}

/** Lists of objects, as their exact texts. @param readGroups the objects of all lists, one after another */
export function readObjectLists(
  reader: ByteReader,
  count: number,
  readGroups: () => GroupedRows,
): TextColumn {
  const lengths = readLengths(reader, count);
  const objects = readGroups();
  if (objects.count !== sumOf(lengths)) throw damaged();
  const texts = textsOf(objects);
  return cut(lengths, (from, to) => `[${texts.slice(from, to).join(',')}]`);
}

function readLengths(reader: ByteReader, count: number): Float64Array {
  const lengths = readIntegers(reader, count);
  if (lengths.some((length) => length < 0)) throw damaged();
  return lengths;
}

function readNumbers(reader: ByteReader, count: number): Float64Array {
  switch (reader.byte()) {
    case encoding.decimal:
      return decimalValues(readDecimals(reader, count));
    case encoding.double:
      return readDoubles(reader, count).values;
    default:
      throw damaged();
  }
}

function sumOf(lengths: Float64Array): number {
  return lengths.reduce((sum, length) => sum + length, 0);
}

function cut(lengths: Float64Array, textOf: (from: number, to: number) => string): TextColumn {
  let from = 0;
  const texts = Array.from(lengths, (length) => {
    from += length;
    return textOf(from - length, from);
  });
  return { kind: 'text', texts };
}

/** The JSON texts of the rows of some groups. */
function textsOf({ groups, groupOfRow, count }: GroupedRows): string[] {
  const ofGroup = groups.map(textsOfGroup);
  if (groupOfRow === undefined) return ofGroup[0] ?? [];
  const next = new Uint32Array(groups.length);
  return Array.from({ length: count }, (_, row) => {
    const group = groupOfRow[row]!;
    const text = ofGroup[group]![next[group]!++];
    if (text === undefined) throw damaged();
    return text;
  });
}

/** Column by column: what is the same in all rows is put together once. */
function textsOfGroup(rows: Rows): string[] {
  const { shape, count } = rows;
  const texts = new Array<string>(count).fill('');
  let literal = '';
  for (const [leaf, { type }] of shape.leaves.entries()) {
    if (type === 'i') throw damaged();
    literal += shape.pieces[leaf];
    const column = rows.column(leaf);
    if (column.kind === 'constant') {
      literal += textOf(column.value, type);
      continue;
    }
    const values = jsonOf(column, type, count);
    for (let row = 0; row < count; row++) texts[row] += literal + values[row];
    literal = '';
  }
  literal += shape.pieces.at(-1);
  return texts.map((text) => text + literal);
}

/** The JSON of each value of a column. Not every text has to be looked at for what JSON escapes. */
function jsonOf(column: Column, type: LeafType, count: number): ArrayLike<unknown> {
  if (column.kind === 'choice') {
    const choices = column.choices.map((choice) => textOf(choice, type));
    return Array.from(column.codes, (code) => choices[code]);
  }
  const values = valuesOf(column, type === 'j' ? 's' : type, count);
  if (type !== 's') return values;
  const needsNoEscapes = column.kind === 'object-id' || (column.kind === 'formatted' && !column.exceptions);
  return Array.from(values, (text) => (needsNoEscapes ? `"${text}"` : JSON.stringify(text)));
}

function textOf(value: unknown, type: LeafType): string {
  return type === 's' ? JSON.stringify(value) : String(value);
}
