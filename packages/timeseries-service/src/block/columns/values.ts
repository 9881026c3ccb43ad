import { float64Array, int32Array } from '../arrays.js';
import { damaged } from '../damaged.js';
import { hexPairs } from '../digits.js';
import { readExact } from '../exact-json.js';
import { formattedTimes } from '../formatted-time.js';
import { toHex } from '../hex.js';
import type { LeafType } from '../shape.js';
import type { Column, DecimalColumn, LocalColumn, ObjectIdColumn } from './column.js';
import { decimalValues, powersOfTen } from './decimal.js';

const decoder = new TextDecoder();

/** The value that a stored leaf value stands for. */
function revive(value: unknown, type: LeafType): unknown {
  if (type === 'j') return readExact(value as string);
  return type === 'i' ? BigInt(value as string) : value;
}

/** The value of one row of a column. */
export function valueAt(column: Column, type: LeafType, row: number): unknown {
  switch (column.kind) {
    case 'constant':
      return revive(column.value, type);
    case 'decimal': {
      const exception = column.exceptions?.get(row);
      if (exception !== undefined) return exception;
      const unit = column.units[row]!;
      return column.scale < 0 ? unit * powersOfTen[-column.scale]! : unit / powersOfTen[column.scale]!;
    }
    case 'double':
      return column.values[row];
    case 'choice':
      return revive(column.choices[column.codes[row]!], type);
    case 'text':
      return revive(column.texts[row], type);
    case 'object-id':
      return toHex(column.bytes.subarray(row * 12, row * 12 + 12));
    case 'copy':
      return column.exceptions.get(row) ?? valueAt(column.source, type, row);
    case 'local':
      return column.exceptions?.get(row) ?? column.instants.fieldAt(row, column.field) + column.addend;
    case 'formatted':
      return column.exceptions?.get(row) ?? formattedTimes(column.instants, row, row + 1)[0];
  }
}

/** The values of all rows of a column. Nested values are new objects in each row. */
export function valuesOf(column: Column, type: LeafType, count: number): ArrayLike<unknown> {
  switch (column.kind) {
    case 'constant':
      if (type === 'j') return Array.from({ length: count }, () => revive(column.value, type));
      return new Array(count).fill(revive(column.value, type));
    case 'choice':
      return choose(column.choices, column.codes, type);
    case 'text':
      return type === 's' ? column.texts : column.texts.map((text) => revive(text, type));
    case 'object-id':
      return objectIds(column);
    case 'formatted': {
      const { instants } = column;
      // Equal times share their texts.
      instants.texts ??= formattedTimes(instants, 0, count);
      const { texts } = instants;
      if (!column.exceptions) return texts;
      const own = texts.slice();
      for (const [row, text] of column.exceptions) own[row] = text;
      return own;
    }
    case 'local':
      return column.exceptions ? numbersOf(column, count) : localField(column, count);
    case 'decimal':
      return smallIntegers(column) ?? decimalValues(column);
    default:
      if (type !== 'n') throw damaged();
      return numbersOf(column, count);
  }
}

function choose(choices: readonly unknown[], codes: ArrayLike<number>, type: LeafType): unknown[] {
  const values = new Array(codes.length);
  if (type === 'j') {
    for (let row = 0; row < codes.length; row++) values[row] = revive(choices[codes[row]!], type);
    return values;
  }
  const revived = choices.map((choice) => revive(choice, type));
  for (let row = 0; row < codes.length; row++) values[row] = revived[codes[row]!];
  return values;
}

/** Whole numbers as such: from a column of doubles every member of an object would become a boxed double. */
function localField(column: LocalColumn, count: number): Int32Array {
  const { instants, field, addend } = column;
  const values = int32Array(count);
  for (let row = 0; row < count; row++) values[row] = instants.fieldAt(row, field) + addend;
  return values;
}

/** The numbers of a column of small whole numbers, undefined for any other. */
function smallIntegers(column: DecimalColumn): Int32Array | undefined {
  const { units, scale, exceptions } = column;
  if (scale !== 0 || exceptions) return undefined;
  const values = int32Array(units.length);
  for (let row = 0; row < values.length; row++) {
    const unit = units[row]!;
    values[row] = unit;
    if (values[row] !== unit) return undefined;
  }
  return values;
}

/** Writes all ids as digits, decodes them at once and cuts the text. */
function objectIds(column: ObjectIdColumn): readonly string[] {
  if (column.texts) return column.texts;
  const { bytes } = column;
  const digits = new Uint8Array(bytes.length * 2);
  const view = new DataView(digits.buffer);
  for (let at = 0; at < bytes.length; at++) view.setUint16(at * 2, hexPairs[bytes[at]!]!, true);
  const text = decoder.decode(digits);
  const ids = new Array<string>(bytes.length / 12);
  for (let row = 0; row < ids.length; row++) ids[row] = text.substring(row * 24, row * 24 + 24);
  column.texts = ids;
  return ids;
}

/** The numbers of a column of numbers. */
export function numbersOf(column: Column, count: number): Float64Array {
  switch (column.kind) {
    case 'constant':
      return float64Array(count).fill(column.value as number);
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
      const { instants, field, addend } = column;
      const values = float64Array(count);
      for (let row = 0; row < count; row++) values[row] = instants.fieldAt(row, field) + addend;
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
