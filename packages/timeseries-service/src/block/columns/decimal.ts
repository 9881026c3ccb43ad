import { float64Array } from '../arrays.js';
import type { ByteReader, ByteWriter } from '../bytes.js';
import { damaged } from '../damaged.js';
import type { DecimalColumn } from './column.js';
import { mostExceptions, readNumberExceptions, writeNumberExceptions } from './exceptions.js';
import { type Reference, readIntegers, writeIntegers } from './integers.js';

/** Powers of ten; all are exact doubles. */
export const powersOfTen = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const largestScale = 15;
/** Integers at or beyond this may have two decimal texts at one scale, so that digits could change. */
const largestUnits = 2 ** 52;
/** Number of values that the scale is guessed from. */
const sampleSize = 24;

/** Numbers as integers and a power of ten: value = units / 10^scale, or units * 10^-scale for a negative scale. */
export interface Decimals {
  readonly units: Float64Array;
  readonly scale: number;
  /** Rows whose number is not of this form; their units repeat the row before. */
  readonly exceptions: readonly number[];
}

/** Whether a number is exactly `units / 10^scale` for an integer below the limit; units are NaN if not. */
function unitsAt(value: number, power: number): number {
  const units = Math.round(value * power);
  return units < largestUnits &&
    units > -largestUnits &&
    units / power === value &&
    (units !== 0 || 1 / value > 0)
    ? units
    : Number.NaN;
}

function scaleOf(value: number, start: number): number {
  for (let scale = start; scale <= largestScale; scale++) {
    if (!Number.isNaN(unitsAt(value, powersOfTen[scale]!))) return scale;
  }
  return -1;
}

/** Finds the scale at which (nearly) all values are integers; undefined if there is none. */
export function findDecimals(values: readonly unknown[]): Decimals | undefined {
  const count = values.length;
  let scale = 0;
  let misses = 0;
  const stride = Math.max(1, Math.floor(count / sampleSize));
  const mostMisses = mostExceptions(count) / stride + 1;
  for (let row = 0; row < count; row += stride) {
    const found = scaleOf(values[row] as number, scale);
    if (found > scale) scale = found;
    else if (found < 0 && ++misses > mostMisses) return undefined;
  }
  const units = float64Array(count);
  for (let attempt = 0; attempt < 3; attempt++) {
    const exceptions = fill(values, scale, units);
    if (exceptions.length <= mostExceptions(count)) return { ...reduce(units, scale), exceptions };
    let wider = scale;
    for (const row of exceptions) wider = Math.max(wider, scaleOf(values[row] as number, scale));
    if (wider === scale) return undefined;
    scale = wider;
  }
  return undefined;
}

function fill(values: readonly unknown[], scale: number, units: Float64Array): number[] {
  const power = powersOfTen[scale]!;
  const exceptions: number[] = [];
  let before = 0;
  for (let row = 0; row < values.length; row++) {
    const unit = unitsAt(values[row] as number, power);
    if (Number.isNaN(unit)) exceptions.push(row);
    else before = unit;
    units[row] = before;
  }
  return exceptions;
}

/** Takes trailing zeros off large whole numbers, such as nanoseconds that are whole milliseconds. */
function reduce(units: Float64Array, scale: number): { units: Float64Array; scale: number } {
  if (scale !== 0) return { units, scale };
  for (const zeros of [9, 6, 3]) {
    const power = powersOfTen[zeros]!;
    if (units.every((unit) => unit % power === 0) && units.some((unit) => unit !== 0)) {
      return { units: units.map((unit) => unit / power), scale: -zeros };
    }
  }
  return { units, scale };
}

export function writeDecimals(
  writer: ByteWriter,
  decimals: Decimals,
  values: readonly unknown[],
  references: readonly Reference[],
): void {
  writer.byte(decimals.scale + 9);
  writeNumberExceptions(writer, decimals.exceptions, values);
  writeIntegers(writer, decimals.units, references);
}

export function readDecimals(
  reader: ByteReader,
  count: number,
  unitsOf?: (leaf: number) => Float64Array,
): DecimalColumn {
  const scale = reader.byte() - 9;
  if (scale > largestScale) throw damaged();
  const exceptions = readNumberExceptions(reader, count);
  const units = readIntegers(reader, count, unitsOf);
  return { kind: 'decimal', units, scale, exceptions, values: undefined };
}

/** The numbers of a decimal column. */
export function decimalValues(column: DecimalColumn): Float64Array {
  column.values ??= scaled(column);
  return column.values;
}

function scaled({ units, scale, exceptions }: DecimalColumn): Float64Array {
  if (scale === 0 && !exceptions) return units;
  const values = float64Array(units.length);
  if (scale > 0) {
    const power = powersOfTen[scale]!;
    for (let row = 0; row < values.length; row++) values[row] = units[row]! / power;
  } else if (scale < 0) {
    const power = powersOfTen[-scale]!;
    for (let row = 0; row < values.length; row++) values[row] = units[row]! * power;
  } else values.set(units);
  if (exceptions) for (const [row, value] of exceptions) values[row] = value;
  return values;
}
