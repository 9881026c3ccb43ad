import { SojournError } from '../../errors.js';
import { builderOf } from './build.js';
import { type ColumnForm, deepestList, prefixBytes, type RowsHead } from './encode.js';
import type { LeafType } from './layout.js';

/** Rows that are all the same take no space, so that their number says nothing about the length of the bytes. */
const mostRows = 4_000_000;
const decoder = new TextDecoder();

/**
 * Inverse of `encodeRows`.
 * @throws SojournError `request-invalid` when the bytes are no rows
 */
export function decodeRows(bytes: Uint8Array): object[] {
  try {
    return new RowsReader(bytes).all();
  } catch (cause) {
    throw new SojournError('request-invalid', { detail: 'the rows cannot be read', cause });
  }
}

class RowsReader {
  readonly #head: RowsHead;
  readonly #texts: string;
  readonly #bytes: Uint8Array;
  #text = 0;
  /** Where the next doubles and the next integers begin. */
  #double: number;
  #integer: number;
  /** Where all integers begin. */
  readonly #integers: number;

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const headEnd = prefixBytes + view.getUint32(0, true);
    const textsEnd = headEnd + view.getUint32(4, true);
    if (textsEnd > bytes.length) throw new RangeError('the rows are cut off');
    this.#head = JSON.parse(decoder.decode(bytes.subarray(prefixBytes, headEnd))) as RowsHead;
    this.#texts = decoder.decode(bytes.subarray(headEnd, textsEnd));
    this.#bytes = bytes;
    this.#double = Math.ceil(textsEnd / 8) * 8;
    this.#integers = this.#double + view.getUint32(8, true);
    this.#integer = this.#integers;
  }

  all(): object[] {
    const rows = this.#rows(this.#head, 0);
    const isWhole = this.#text === this.#texts.length && this.#double === this.#integers;
    if (!isWhole || this.#integer !== Math.max(this.#bytes.length, this.#integers)) {
      throw new RangeError('the rows do not add up');
    }
    return rows;
  }

  #rows({ count, groups }: RowsHead, level: number): object[] {
    if (count > mostRows || groups.reduce((sum, group) => sum + group.count, 0) !== count) {
      throw new RangeError('the rows do not add up');
    }
    const built = groups.map(({ layout, count: size, columns }) => {
      const { types, build } = builderOf(layout);
      if (types.length !== columns.length) throw new RangeError('columns are missing');
      return build(
        columns.map((form, column) => this.#column(form, types[column]!, size, level)),
        size,
      );
    });
    const rows = built.length > 1 ? inOrder(built, this.#wholes(count)) : (built[0] ?? []);
    if (rows.length !== count) throw new RangeError('the rows do not add up');
    return rows;
  }

  #column(form: ColumnForm, type: LeafType, count: number, level: number): ArrayLike<unknown> {
    if (!(count >= 0 && count <= mostRows)) throw new RangeError('a column has no such length');
    const values = this.#values(form, count, level);
    const [sample] = Array.isArray(values) ? values : [0];
    if (count > 0 && kindOf(sample) !== storedKinds[type]) throw new TypeError('a column has another type');
    return values;
  }

  #values(form: ColumnForm, count: number, level: number): ArrayLike<unknown> {
    switch (form[0]) {
      case 'same':
        return new Array(count).fill(form[1]);
      case 'doubles':
        return this.#doubles(count);
      case 'integers':
        return this.#wholes(count);
      case 'choices': {
        const [, choices] = form;
        const codes = this.#wholes(count);
        return Array.from(codes, (code) => choices[code]);
      }
      case 'texts':
        return this.#strings(count, form[1] ?? this.#wholes(count));
      case 'lists': {
        const lengths = this.#wholes(count);
        if (level >= deepestList) throw new RangeError('lists are nested too deep');
        return cut(this.#rows(form[1], level + 1), lengths);
      }
      case 'numbers': {
        const lengths = this.#wholes(count);
        const total = lengths.reduce((sum, length) => sum + length, 0);
        return cut(Array.from(this.#column(form[1], 'n', total, level)), lengths);
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

  #doubles(count: number): Float64Array {
    const from = this.#double;
    this.#double += count * 8;
    return new Float64Array(this.#copy(from, this.#double));
  }

  #wholes(count: number): Int32Array {
    const from = this.#integer;
    this.#integer += count * 4;
    return new Int32Array(this.#copy(from, this.#integer));
  }

  /** A buffer of its own: received bytes may begin anywhere, numbers only at multiples of their size. */
  #copy(from: number, to: number): ArrayBuffer {
    if (to > this.#bytes.length) throw new RangeError('the numbers are cut off');
    return new Uint8Array(this.#bytes.subarray(from, to)).buffer;
  }
}

/** What a column holds for each type of leaf. */
const storedKinds: Readonly<Record<LeafType, string>> = {
  n: 'number',
  b: 'number',
  s: 'string',
  i: 'string',
  j: 'string',
  l: 'list',
  m: 'list',
};

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

function inOrder(groups: readonly object[][], groupOfRow: Int32Array): object[] {
  const next = new Uint32Array(groups.length);
  return Array.from(groupOfRow, (group) => {
    const row = groups[group]?.[next[group]!++];
    if (row === undefined) throw new RangeError('a group has too few rows');
    return row;
  });
}
