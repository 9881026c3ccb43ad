import { float64Array } from '../arrays.js';
import type { ByteReader, ByteWriter } from '../bytes.js';
import { damaged } from '../damaged.js';

/** What each integer is predicted from; only the error of the prediction is stored. Numbers of the format. */
const predictor = { zero: 0, previous: 1, slope: 2, reference: 3, referenceAndPrevious: 4 } as const;

/** Errors at or beyond this could not be stored exactly. */
const largestError = 2 ** 51;

/** Another column of integers that may predict this one. */
export interface Reference {
  readonly leaf: number;
  readonly units: Float64Array;
}

/** Bits that an error takes, roughly, after compression. */
function bitsOf(error: number): number {
  const size = error < 0 ? -2 * error - 1 : 2 * error;
  return size < 4294967296 ? 32 - Math.clz32(size) : 64 - Math.clz32(size / 4294967296);
}

interface Choice {
  predictor: number;
  reference: Reference | undefined;
  cost: number;
}

/** So many rows from the middle tell which predictor is best. */
const sampledRows = 128;

/** Finds the predictor with the smallest errors. */
function choose(units: Float64Array, references: readonly Reference[]): Choice {
  const from = Math.max(0, (units.length - sampledRows) >> 1);
  const to = Math.min(units.length, from + sampledRows);
  let zero = 0;
  let previous = 0;
  let slope = 0;
  let before = from > 0 ? units[from - 1]! : 0;
  let step = 0;
  for (let row = from; row < to; row++) {
    const unit = units[row]!;
    const delta = unit - before;
    zero += bitsOf(unit);
    previous += bitsOf(delta);
    slope += bitsOf(delta - step);
    before = unit;
    step = delta;
  }
  const best: Choice = { predictor: predictor.zero, reference: undefined, cost: zero };
  if (largestBend(units) >= largestError) return best;
  if (previous < best.cost) {
    best.predictor = predictor.previous;
    best.cost = previous;
  }
  if (slope < best.cost) {
    best.predictor = predictor.slope;
    best.cost = slope;
  }
  if (best.cost > to - from)
    for (const reference of references) tryReference(best, units, reference, from, to);
  return best;
}

/** The largest error that a prediction by the rows before would leave. */
function largestBend(units: Float64Array): number {
  let before = 0;
  let step = 0;
  let largest = 0;
  for (let row = 0; row < units.length; row++) {
    const delta = units[row]! - before;
    const bend = Math.abs(delta - step);
    if (bend > largest) largest = bend;
    before = units[row]!;
    step = delta;
  }
  return largest;
}

function tryReference(
  best: Choice,
  units: Float64Array,
  reference: Reference,
  from: number,
  to: number,
): void {
  let plain = 8;
  let delta = 8;
  let before = from > 0 ? units[from - 1]! - reference.units[from - 1]! : 0;
  for (let row = from; row < to; row++) {
    const difference = units[row]! - reference.units[row]!;
    plain += bitsOf(difference);
    delta += bitsOf(difference - before);
    before = difference;
  }
  if (Math.min(plain, delta) >= best.cost || largestDifference(units, reference) * 2 >= largestError) return;
  best.predictor = delta < plain ? predictor.referenceAndPrevious : predictor.reference;
  best.reference = reference;
  best.cost = Math.min(plain, delta);
}

function largestDifference(units: Float64Array, reference: Reference): number {
  let largest = 0;
  for (let row = 0; row < units.length; row++) {
    const difference = Math.abs(units[row]! - reference.units[row]!);
    if (difference > largest) largest = difference;
  }
  return largest;
}

/**
 * Writes integers of less than 2^52 as prediction errors: zigzag, seven bits a byte.
 * @param references columns whose integers are known when this one is read
 */
export function writeIntegers(
  writer: ByteWriter,
  units: Float64Array,
  references: readonly Reference[],
): void {
  const choice = choose(units, references);
  writer.byte(choice.predictor);
  if (choice.reference) writer.unsigned(choice.reference.leaf);
  const reference = choice.reference?.units;
  const usePrevious =
    choice.predictor === predictor.previous ||
    choice.predictor === predictor.slope ||
    choice.predictor === predictor.referenceAndPrevious;
  const useSlope = choice.predictor === predictor.slope;
  writer.reserve(units.length * 8);
  const { bytes } = writer;
  let position = writer.length;
  let before = 0;
  let step = 0;
  for (let row = 0; row < units.length; row++) {
    let error = units[row]!;
    if (reference) error -= reference[row]!;
    if (usePrevious) {
      const value = error;
      error -= before;
      before = value;
      if (useSlope) {
        const delta = error;
        error -= step;
        step = delta;
      }
    }
    let rest = error < 0 ? -2 * error - 1 : 2 * error;
    while (rest >= 0x10000000) {
      bytes[position++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    let small = rest | 0;
    while (small >= 128) {
      bytes[position++] = (small & 127) | 128;
      small >>>= 7;
    }
    bytes[position++] = small;
  }
  writer.length = position;
}

/**
 * Reads what `writeIntegers` wrote.
 * @param unitsOf the integers of the column with a given leaf index; left out where there are no other columns
 */
export function readIntegers(
  reader: ByteReader,
  count: number,
  unitsOf: (leaf: number) => Float64Array = noUnits,
): Float64Array {
  const kind = reader.byte();
  if (kind > predictor.referenceAndPrevious) throw damaged();
  const reference = kind >= predictor.reference ? unitsOf(reader.unsigned()) : undefined;
  if (reference && reference.length !== count) throw damaged();
  const units = float64Array(count);
  readErrors(reader, units);
  if (kind === predictor.previous) accumulate(units);
  else if (kind === predictor.slope) {
    let before = 0;
    let step = 0;
    for (let row = 0; row < count; row++) {
      step += units[row]!;
      before += step;
      units[row] = before;
    }
  } else if (reference) {
    if (kind === predictor.referenceAndPrevious) accumulate(units);
    for (let row = 0; row < count; row++) units[row] = units[row]! + reference[row]!;
  }
  return units;
}

function noUnits(): never {
  throw damaged();
}

function accumulate(units: Float64Array): void {
  let sum = 0;
  for (let row = 0; row < units.length; row++) {
    sum += units[row]!;
    units[row] = sum;
  }
}

/** Reads whole numbers that may be negative: 0, -1, 1, -2, … in seven bits a byte. */
function readErrors(reader: ByteReader, units: Float64Array): void {
  const { bytes, end } = reader;
  let position = reader.position;
  for (let row = 0; row < units.length; row++) {
    if (position >= end) throw damaged();
    let byte = bytes[position++]!;
    let small = byte & 127;
    // Up to four bytes fit into the whole numbers that a processor reckons with.
    for (let shift = 7; byte >= 128 && shift < 28; shift += 7) {
      if (position >= end) throw damaged();
      byte = bytes[position++]!;
      small |= (byte & 127) << shift;
    }
    if (byte < 128) {
      units[row] = (small >>> 1) ^ -(small & 1);
      continue;
    }
    let size = small;
    for (let factor = 0x10000000; byte >= 128; factor *= 128) {
      if (position >= end) throw damaged();
      byte = bytes[position++]!;
      size += (byte & 127) * factor;
    }
    units[row] = size % 2 === 1 ? -(size + 1) / 2 : size / 2;
  }
  reader.position = position;
}
