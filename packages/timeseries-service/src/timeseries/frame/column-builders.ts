import { stringifyWire } from '@sojourn/datamodel/wire';
import { Bool, type Data, type DataType, Float64, makeData, Utf8 } from 'apache-arrow';
import type { ColumnBlock } from '../../block/index.js';
import type { CellType, FrameColumn } from './frame-columns.js';

/** Fills one column of a record batch. */
export interface ColumnBuilder {
  readonly type: DataType;
  /** Bytes held, roughly. */
  readonly bytes: number;
  append(block: ColumnBlock, rows: readonly number[]): void;
  /** The column, and an empty one to go on with. */
  take(): Data;
}

const encoder = new TextEncoder();

/** @param mostRows rows of a batch */
export function columnBuilder({ type, path }: FrameColumn, mostRows: number): ColumnBuilder {
  const makers: Record<CellType, () => ColumnBuilder> = {
    number: () => new NumberBuilder(path, mostRows),
    flag: () => new FlagBuilder(path, mostRows),
    text: () => new TextBuilder((block) => block.strings(path)),
    json: () => new TextBuilder((block) => jsonOf(block.cells(path))),
  };
  return makers[type]();
}

class NumberBuilder implements ColumnBuilder {
  readonly type = new Float64();
  readonly bytes = 0;
  #values: Float64Array;
  #valid: Uint8Array;
  #length = 0;
  #nulls = 0;

  constructor(
    private readonly path: string,
    private readonly mostRows: number,
  ) {
    this.#values = new Float64Array(mostRows);
    this.#valid = new Uint8Array((mostRows + 7) >> 3);
  }

  append(block: ColumnBlock, rows: readonly number[]): void {
    const numbers = block.numbers(this.path);
    let cells: ArrayLike<unknown> | undefined;
    for (const row of rows) {
      let value = numbers[row]!;
      if (Number.isNaN(value)) {
        // Integers beyond exact doubles are no numbers to a block; here they are rounded.
        cells ??= block.cells(this.path);
        const cell = cells[row];
        if (typeof cell === 'bigint') value = Number(cell);
      }
      if (Number.isNaN(value)) this.#nulls++;
      else this.#valid[this.#length >> 3]! |= 1 << (this.#length & 7);
      this.#values[this.#length++] = value;
    }
  }

  take(): Data {
    const { type } = this;
    const length = this.#length;
    const data = this.#values.subarray(0, length);
    const column = makeData({ type, length, nullCount: this.#nulls, nullBitmap: this.#valid, data });
    this.#values = new Float64Array(this.mostRows);
    this.#valid = new Uint8Array((this.mostRows + 7) >> 3);
    this.#length = this.#nulls = 0;
    return column;
  }
}

class FlagBuilder implements ColumnBuilder {
  readonly type = new Bool();
  readonly bytes = 0;
  #values: Uint8Array;
  #valid: Uint8Array;
  #length = 0;
  #nulls = 0;

  constructor(
    private readonly path: string,
    private readonly mostRows: number,
  ) {
    this.#values = new Uint8Array((mostRows + 7) >> 3);
    this.#valid = new Uint8Array((mostRows + 7) >> 3);
  }

  append(block: ColumnBlock, rows: readonly number[]): void {
    const cells = block.cells(this.path);
    for (const row of rows) {
      const value = cells[row];
      const bit = 1 << (this.#length & 7);
      if (typeof value !== 'boolean') this.#nulls++;
      else this.#valid[this.#length >> 3]! |= bit;
      if (value === true) this.#values[this.#length >> 3]! |= bit;
      this.#length++;
    }
  }

  take(): Data {
    const { type } = this;
    const column = makeData({
      type,
      length: this.#length,
      nullCount: this.#nulls,
      nullBitmap: this.#valid,
      data: this.#values,
    });
    this.#values = new Uint8Array((this.mostRows + 7) >> 3);
    this.#valid = new Uint8Array((this.mostRows + 7) >> 3);
    this.#length = this.#nulls = 0;
    return column;
  }
}

class TextBuilder implements ColumnBuilder {
  readonly type = new Utf8();
  bytes = 0;
  #texts: (string | undefined)[] = [];

  constructor(private readonly textsOf: (block: ColumnBlock) => readonly (string | undefined)[] | TextAt) {}

  append(block: ColumnBlock, rows: readonly number[]): void {
    const texts = this.textsOf(block);
    for (const row of rows) {
      const text = typeof texts === 'function' ? texts(row) : texts[row];
      this.bytes += text?.length ?? 0;
      this.#texts.push(text);
    }
  }

  take(): Data {
    const texts = this.#texts;
    const { length } = texts;
    const valueOffsets = new Int32Array(length + 1);
    const nullBitmap = new Uint8Array((length + 7) >> 3);
    let nullCount = 0;
    for (let row = 0; row < length; row++) {
      const text = texts[row];
      if (text === undefined) nullCount++;
      else nullBitmap[row >> 3]! |= 1 << (row & 7);
      valueOffsets[row + 1] = valueOffsets[row]! + (text?.length ?? 0);
    }
    const data = encoder.encode(texts.join(''));
    if (data.length !== valueOffsets[length]) {
      // Not all of it is ASCII, so that lengths in bytes are others.
      for (let row = 0; row < length; row++) {
        valueOffsets[row + 1] = valueOffsets[row]! + Buffer.byteLength(texts[row] ?? '');
      }
    }
    this.#texts = [];
    this.bytes = 0;
    return makeData({ type: this.type, length, nullCount, nullBitmap, valueOffsets, data });
  }
}

type TextAt = (row: number) => string | undefined;

/** JSON text of cells, made one by one: most of them are never asked for. */
function jsonOf(cells: ArrayLike<unknown>): TextAt {
  return (row) => {
    const cell = cells[row];
    return cell === undefined || cell === null ? undefined : stringifyWire(cell);
  };
}
