import { float64Array } from '../arrays.js';
import { ByteReader } from '../bytes.js';
import { damaged } from '../damaged.js';
import type { TextHeap } from '../heap.js';
import { type UploadIdentities, uploadIds } from '../identities.js';
import { Instants } from '../instants.js';
import { type Shape, shapeOf } from '../shape.js';
import { type Column, encoding } from './column.js';
import { TextCursor } from './cursor.js';
import { powersOfTen, readDecimals } from './decimal.js';
import { readDoubles } from './double.js';
import { readNumberExceptions, readTextExceptions } from './exceptions.js';
import { type GroupedRows, readNumberLists, readObjectLists } from './lists.js';
import { readObjectIds } from './object-id.js';
import { readOffsets } from './offsets.js';
import { readBooleans, readChoices, readCodes, readTexts } from './text.js';
import { identityLeaves, readUploadIds } from './upload-id.js';
import { numbersOf, valuesOf } from './values.js';

interface OffsetTable {
  readonly time: number;
  readonly offsets: Int32Array;
  instants: Instants | undefined;
}

/** Reads what `writeGroups` wrote. @param textStart where the texts of the groups start on the heap */
export function readGroups(
  reader: ByteReader,
  heap: TextHeap,
  textStart: number,
  person: string,
  identities: UploadIdentities | undefined,
): GroupedRows & { readonly groups: readonly ColumnReader[] } {
  const groups: ColumnReader[] = [];
  let text = textStart;
  let count = 0;
  for (let left = reader.unsigned(); left > 0; left--) {
    const size = reader.unsigned();
    const length = reader.unsigned();
    const shape = shapeOf(heap.slice(text, length));
    const group = new ColumnReader(reader, heap, text + length, shape, size, person, identities);
    groups.push(group);
    text = group.textEnd;
    count += size;
  }
  const groupOfRow = groups.length > 1 ? readCodes(reader, count, groups.length) : undefined;
  return { groups, groupOfRow, count };
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
    readonly identities: UploadIdentities | undefined,
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
      case encoding.uploadId: {
        const bytes = this.#uploadIds();
        readUploadIds(reader, bytes);
        return { kind: 'object-id', bytes, texts: undefined };
      }
      case encoding.numberLists:
        return readNumberLists(reader, count);
      case encoding.objectLists:
        return readObjectLists(reader, count, () =>
          readGroups(reader, this.heap, this.#textStarts[leaf]!, this.person, undefined),
        );
      default:
        throw damaged();
    }
  }

  #uploadIds(): Uint8Array {
    const { identities, count } = this;
    const leaves = identityLeaves(this.shape);
    if (!identities) throw new Error('the block was sealed with upload identities and opened without');
    if (!leaves) throw damaged();
    const types =
      leaves.type < 0 ? new Array<undefined>(count) : valuesOf(this.column(leaves.type), 's', count);
    const keys = valuesOf(this.column(leaves.key), 's', count);
    const times = numbersOf(this.column(leaves.time), count);
    return uploadIds(identities, types as ArrayLike<string | undefined>, keys as ArrayLike<string>, times);
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
    const { units } = column;
    const seconds = float64Array(units.length);
    for (let row = 0; row < seconds.length; row++) seconds[row] = Math.floor(units[row]! / power);
    return seconds;
  }

  #instants(index: number): Instants {
    const table = this.#tables[index];
    if (!table) throw damaged();
    table.instants ??= new Instants(numbersOf(this.column(table.time), this.count), table.offsets);
    return table.instants;
  }
}
