import { SojournError } from '../../errors.js';
import { builderOf } from './build.js';
import { type ColumnForm, prefixBytes, type RowsHead } from './encode.js';
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
    return new RowsReader(bytes).rows();
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

  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const headEnd = prefixBytes + view.getUint32(0, true);
    const textsEnd = headEnd + view.getUint32(4, true);
    if (textsEnd > bytes.length) throw new RangeError('the rows are cut off');
    this.#head = JSON.parse(decoder.decode(bytes.subarray(prefixBytes, headEnd))) as RowsHead;
    this.#texts = decoder.decode(bytes.subarray(headEnd, textsEnd));
    this.#bytes = bytes;
    this.#double = Math.ceil(textsEnd / 8) * 8;
    const doubles = this.#head.groups.reduce(
      (sum, { count, columns }) => sum + count * columns.filter(([form]) => form === 'doubles').length,
      0,
    );
    this.#integer = this.#double + doubles * 8;
  }

  rows(): object[] {
    const { count, groups } = this.#head;
    if (count > mostRows || groups.reduce((sum, group) => sum + group.count, 0) !== count) {
      throw new RangeError('the rows do not add up');
    }
    const built = groups.map(({ layout, count: size, columns }) => {
      const { types, build } = builderOf(layout);
      if (types.length !== columns.length) throw new RangeError('columns are missing');
      return build(
        columns.map((form, column) => this.#column(form, types[column]!, size)),
        size,
      );
    });
    const rows = built.length > 1 ? inOrder(built, this.#integers(count)) : (built[0] ?? []);
    const end = Math.max(this.#integer, this.#double);
    if (rows.length !== count || end !== Math.max(this.#bytes.length, this.#double)) {
      throw new RangeError('the rows do not add up');
    }
    return rows;
  }

  #column(form: ColumnForm, type: LeafType, count: number): ArrayLike<unknown> {
    const values = this.#values(form, count);
    const [sample] = Array.isArray(values) ? values : [0];
    const isText = type === 's' || type === 'i' || type === 'j';
    if (count > 0 && isText !== (typeof sample === 'string'))
      throw new TypeError('a column has another type');
    return values;
  }

  #values(form: ColumnForm, count: number): ArrayLike<unknown> {
    switch (form[0]) {
      case 'same':
        return new Array(count).fill(form[1]);
      case 'doubles':
        return this.#doubles(count);
      case 'integers':
        return this.#integers(count);
      case 'choices': {
        const [, choices] = form;
        const codes = this.#integers(count);
        return Array.from(codes, (code) => choices[code]);
      }
      case 'texts':
        return this.#strings(count, form[1] ?? this.#integers(count));
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

  #integers(count: number): Int32Array {
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

function inOrder(groups: readonly object[][], groupOfRow: Int32Array): object[] {
  const next = new Uint32Array(groups.length);
  return Array.from(groupOfRow, (group) => {
    const row = groups[group]?.[next[group]!++];
    if (row === undefined) throw new RangeError('a group has too few rows');
    return row;
  });
}
