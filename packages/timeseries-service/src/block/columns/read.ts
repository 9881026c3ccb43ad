import { ByteReader } from '../bytes.js';
import { damaged } from '../damaged.js';
import type { TextHeap } from '../heap.js';
import { Instants } from '../instants.js';
import type { Shape } from '../shape.js';
import { type Column, encoding } from './column.js';
import { TextCursor } from './cursor.js';
import { decimalValues, powersOfTen, readDecimals } from './decimal.js';
import { readDoubles } from './double.js';
import { readNumberExceptions, readTextExceptions } from './exceptions.js';
import { readObjectIds } from './object-id.js';
import { readOffsets } from './offsets.js';
import { readBooleans, readChoices, readTexts } from './text.js';

interface OffsetTable {
  readonly time: number;
  readonly offsets: Int32Array;
  instants: Instants | undefined;
}

/** The columns of one group, decoded one by one when they are asked for. */
export class ColumnReader {
  readonly #encodings: number[] = [];
  readonly #starts: number[] = [];
  readonly #textStarts: number[] = [];
  readonly #tables: OffsetTable[] = [];
  readonly #decoded: (Column | 'decoding' | undefined)[] = [];
  readonly #bytes: Uint8Array;

  /** Reads the directory and leaves the reader behind the last column. */
  constructor(
    reader: ByteReader,
    readonly heap: TextHeap,
    textStart: number,
    readonly shape: Shape,
    readonly count: number,
    readonly person: string,
  ) {
    const { length } = shape.leaves;
    this.#bytes = reader.bytes;
    for (let leaf = 0; leaf < length; leaf++) this.#encodings.push(reader.byte());
    const lengths: number[] = [];
    for (let leaf = 0; leaf < length; leaf++) lengths.push(reader.unsigned());
    let text = textStart;
    for (let leaf = 0; leaf < length; leaf++) {
      this.#textStarts.push(text);
      text += reader.unsigned();
    }
    this.#textStarts.push(text);
    for (let tables = reader.unsigned(); tables > 0; tables--) {
      const time = reader.unsigned();
      if (shape.leaves[time]?.type !== 'n') throw damaged();
      this.#tables.push({ time, offsets: readOffsets(reader, count), instants: undefined });
    }
    for (const bytes of lengths) {
      this.#starts.push(reader.position);
      reader.raw(bytes);
    }
    this.#starts.push(reader.position);
  }

  /** Where the texts of the next group start on the heap. */
  get textEnd(): number {
    return this.#textStarts.at(-1)!;
  }

  column(leaf: number): Column {
    const known = this.#decoded[leaf];
    if (known === 'decoding' || leaf >= this.#encodings.length) throw damaged();
    if (known) return known;
    this.#decoded[leaf] = 'decoding';
    const reader = new ByteReader(this.#bytes, this.#starts[leaf]!, this.#starts[leaf + 1]!);
    const texts = new TextCursor(this.heap, this.#textStarts[leaf]!);
    const column = this.#read(leaf, reader, texts);
    if (reader.position !== reader.end) throw damaged();
    this.#decoded[leaf] = column;
    return column;
  }

  #read(leaf: number, reader: ByteReader, texts: TextCursor): Column {
    const { count } = this;
    const { type } = this.shape.leaves[leaf]!;
    switch (this.#encodings[leaf]) {
      case encoding.constant:
        if (type === 'n') return { kind: 'constant', value: reader.double() };
        if (type === 'b') return { kind: 'constant', value: reader.byte() === 1 };
        return { kind: 'constant', value: texts.next(this.#textStarts[leaf + 1]! - this.#textStarts[leaf]!) };
      case encoding.person:
        return { kind: 'constant', value: this.person };
      case encoding.decimal:
        return readDecimals(reader, count, (other) => this.#unitsOf(other));
      case encoding.double:
        return readDoubles(reader, count);
      case encoding.choice:
        return readChoices(reader, texts, count);
      case encoding.text:
        return readTexts(reader, texts, count);
      case encoding.boolean:
        return readBooleans(reader, count);
      case encoding.objectId:
        return readObjectIds(reader, count, (other) => this.#secondsOf(other));
      case encoding.copy: {
        const source = this.column(reader.unsigned());
        const exceptions = readNumberExceptions(reader, count);
        return exceptions ? { kind: 'copy', source, exceptions } : source;
      }
      case encoding.local: {
        const instants = this.#instants(reader.unsigned());
        const field = reader.byte();
        const addend = field === 7 ? 1 : 0;
        const exceptions = readNumberExceptions(reader, count);
        return { kind: 'local', instants, field: field - addend, addend, exceptions };
      }
      case encoding.formatted: {
        const instants = this.#instants(reader.unsigned());
        return { kind: 'formatted', instants, exceptions: readTextExceptions(reader, texts, count) };
      }
      default:
        throw damaged();
    }
  }

  #unitsOf(leaf: number): Float64Array {
    const column = this.column(leaf);
    if (column.kind !== 'decimal') throw damaged();
    return column.units;
  }

  #secondsOf(leaf: number): Float64Array {
    const column = this.column(leaf);
    if (column.kind !== 'decimal' || column.scale < 0) throw damaged();
    const power = powersOfTen[column.scale]!;
    return column.units.map((unit) => Math.floor(unit / power));
  }

  #instants(index: number): Instants {
    const table = this.#tables[index];
    if (!table) throw damaged();
    table.instants ??= new Instants(numbersOf(this.column(table.time), this.count), table.offsets);
    return table.instants;
  }
}

/** The numbers of a column of numbers. */
export function numbersOf(column: Column, count: number): Float64Array {
  switch (column.kind) {
    case 'constant':
      return new Float64Array(count).fill(column.value as number);
    case 'decimal':
      return decimalValues(column);
    case 'double':
      return column.values;
    case 'copy':
      return override(
        numbersOf(column.source, count).slice(),
        column.exceptions as ReadonlyMap<number, number>,
      );
    case 'local': {
      const { fields } = column.instants;
      const values = new Float64Array(count);
      for (let row = 0; row < count; row++) values[row] = fields[row * 8 + column.field]! + column.addend;
      return override(values, column.exceptions);
    }
    default:
      throw damaged();
  }
}

function override(values: Float64Array, exceptions: ReadonlyMap<number, number> | undefined): Float64Array {
  if (exceptions) for (const [row, value] of exceptions) values[row] = value;
  return values;
}
