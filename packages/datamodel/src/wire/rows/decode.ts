import { SojournError } from '../../errors.js';
import { builderOf } from './build.js';
import { type ColumnForm, prefixBytes, type RowsHead } from './encode.js';
import type { LeafType } from './layout.js';
import { checkReferences, References } from './references.js';
import { RowColumns, type RowGroup } from './row-columns.js';

/** Rows that are all the same take no space, so that their number says nothing about the length of the bytes. */
const mostRows = 4_000_000;
/** A text may begin with what is elsewhere a mark of the byte order. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Inverse of `encodeRows`.
 * @throws SojournError `request-invalid` when the bytes are no rows
 */
export function decodeRows(bytes: Uint8Array): object[] {
  return readWith((reader) => rowsOf(reader.all()), bytes);
}

/**
 * The same without putting rows together, for those who have a use for columns.
 * @throws SojournError `request-invalid` when the bytes are no rows
 */
export function decodeColumns(bytes: Uint8Array): RowColumns {
  return readWith((reader) => reader.all(), bytes);
}

function readWith<Result>(read: (reader: RowsReader) => Result, bytes: Uint8Array): Result {
  try {
    return read(new RowsReader(bytes));
  } catch (cause) {
    throw new SojournError('request-invalid', { detail: 'the rows cannot be read', cause });
  }
}

/** Puts rows together. Members of lists of rows are the rows themselves. */
export function rowsOf({ count, groups }: RowColumns): object[] {
  const references = new References();
  const [only] = groups;
  if (groups.length <= 1) return only === undefined ? [] : references.resolve(built(only, references));
  const rows = new Array<object>(count);
  for (const group of groups) {
    const { positions } = group;
    for (const [index, row] of built(group, references).entries()) rows[positions[index]!] = row;
  }
  return references.resolve(rows);
}

function built({ structure, columns, positions }: RowGroup, references: References): object[] {
  const { types, build } = builderOf(structure);
  const filled = types.includes('r')
    ? columns.map((column, leaf) => (types[leaf] === 'r' ? references.lists(column) : column))
    : columns;
  return build(filled, positions.length);
}

class RowsReader {
  readonly #head: RowsHead;
  readonly #texts: string;
  readonly #doubles: Float64Array;
  readonly #integers: Int32Array;
  /** Where the next text, double and integer stand. */
  #text = 0;
  #double = 0;
  #integer = 0;

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const headEnd = prefixBytes + view.getUint32(0, true);
    const textsEnd = headEnd + view.getUint32(4, true);
    if (textsEnd > bytes.length) throw new RangeError('the rows are cut off');
    this.#head = JSON.parse(decoder.decode(bytes.subarray(prefixBytes, headEnd))) as RowsHead;
    this.#texts = decoder.decode(bytes.subarray(headEnd, textsEnd));
    // Received bytes may begin anywhere, numbers only at multiples of their size.
    const numbers = new Uint8Array(bytes.subarray(Math.ceil(textsEnd / 8) * 8)).buffer;
    const doubles = view.getUint32(8, true);
    this.#doubles = new Float64Array(numbers, 0, wholeNumber(doubles / 8));
    this.#integers = new Int32Array(numbers, doubles);
  }

  all(): RowColumns {
    const rows = this.#rows(this.#head);
    const isWhole = this.#text === this.#texts.length && this.#double === this.#doubles.length;
    if (!isWhole || this.#integer !== this.#integers.length) {
      throw new RangeError('the rows do not add up');
    }
    return rows;
  }

  #rows({ count, groups }: RowsHead): RowColumns {
    if (count > mostRows || groups.reduce((sum, group) => sum + group.count, 0) !== count) {
      throw new RangeError('the rows do not add up');
    }
    const read = groups.map(({ layout, count: size, columns }) => {
      const { types } = builderOf(layout);
      if (types.length !== columns.length) throw new RangeError('columns are missing');
      return {
        structure: layout,
        columns: columns.map((form, column) => this.#column(form, types[column]!, size)),
        size,
      };
    });
    const positions = positionsOf(
      read.map(({ size }) => size),
      read.length > 1 ? this.#wholes(count) : undefined,
    );
    const rows = new RowColumns(
      count,
      read.map(({ structure, columns }, group) => ({ structure, columns, positions: positions[group]! })),
    );
    checkReferences(rows.groups);
    return rows;
  }

  #column(form: ColumnForm, type: LeafType, count: number): ArrayLike<unknown> {
    if (!(count >= 0 && count <= mostRows)) throw new RangeError('a column has no such length');
    const values = this.#values(form, count);
    const [sample] = Array.isArray(values) ? values : [0];
    if (count > 0 && kindOf(sample) !== storedKinds[type]) throw new TypeError('a column has another type');
    return values;
  }

  #values(form: ColumnForm, count: number): ArrayLike<unknown> {
    switch (form[0]) {
      case 'same':
        return new Array(count).fill(form[1]);
      case 'doubles':
        return this.#numbers(count);
      case 'integers':
        return this.#wholes(count);
      case 'choices': {
        const [, choices] = form;
        const codes = this.#wholes(count);
        return Array.from(codes, (code) => choices[code]);
      }
      case 'texts':
        return this.#strings(count, form[1] ?? this.#wholes(count));
      case 'numbers': {
        const lengths = this.#wholes(count);
        const total = lengths.reduce((sum, length) => sum + length, 0);
        return cut(Array.from(this.#column(form[1], 'n', total)), lengths);
      }
    }
  }

  #strings(count: number, lengths: number | Int32Array): string[] {
    const strings = new Array<string>(count);
    for (let row = 0; row < count; row++) {
      const end = this.#text + (typeof lengths === 'number' ? lengths : lengths[row]!);
      if (end < this.#text || end > this.#texts.length) throw new RangeError('the texts are too short');
      strings[row] = this.#texts.substring(this.#text, end);
      this.#text = end;
    }
    return strings;
  }

  #numbers(count: number): Float64Array {
    const from = this.#double;
    this.#double += count;
    if (this.#double > this.#doubles.length) throw new RangeError('the numbers are cut off');
    return this.#doubles.subarray(from, this.#double);
  }

  #wholes(count: number): Int32Array {
    const from = this.#integer;
    this.#integer += count;
    if (this.#integer > this.#integers.length) throw new RangeError('the numbers are cut off');
    return this.#integers.subarray(from, this.#integer);
  }
}

/** What a column holds for each type of leaf. */
const storedKinds: Readonly<Record<LeafType, string>> = {
  n: 'number',
  b: 'number',
  s: 'string',
  i: 'string',
  j: 'string',
  w: 'string',
  m: 'list',
  r: 'list',
};

function wholeNumber(count: number): number {
  if (!Number.isInteger(count)) throw new RangeError('a number is cut off');
  return count;
}

function kindOf(sample: unknown): string {
  if (Array.isArray(sample)) return 'list';
  return typeof sample === 'boolean' ? 'number' : typeof sample;
}

/** Cuts what stands behind each other into lists of some lengths. */
function cut<Value>(all: readonly Value[], lengths: Int32Array): Value[][] {
  let from = 0;
  const lists = Array.from(lengths, (length) => {
    if (length < 0) throw new RangeError('a list has a negative length');
    const list = all.slice(from, from + length);
    from += length;
    return list;
  });
  if (from !== all.length) throw new RangeError('the lists do not add up');
  return lists;
}

/** Positions of the rows of each group. @param groupOfRow undefined where there is one group, or none */
function positionsOf(sizes: readonly number[], groupOfRow: Int32Array | undefined): number[][] {
  if (groupOfRow === undefined) return sizes.map((size) => Array.from({ length: size }, (_, row) => row));
  const positions = sizes.map((): number[] => []);
  for (let row = 0; row < groupOfRow.length; row++) {
    const ofGroup = positions[groupOfRow[row]!];
    if (ofGroup === undefined) throw new RangeError('a row belongs to no group');
    ofGroup.push(row);
  }
  if (positions.some(({ length }, group) => length !== sizes[group])) {
    throw new RangeError('a group has too few rows');
  }
  return positions;
}
