import { float64Array, uint8Array } from '../arrays.js';
import type { ByteReader, ByteWriter } from '../bytes.js';
import { damaged } from '../damaged.js';
import { hexDigit } from '../hex.js';
import type { ObjectIdColumn } from './column.js';
import { type Reference, readIntegers, writeIntegers } from './integers.js';

/** Where the last eight bytes are: noise as they stand, or five bytes that rarely change and a counter. */
const layout = { plain: 0, counted: 1 } as const;
/** Characters of the text of an id. */
const idDigits = 24;

/** The bytes of object ids, 12 each; undefined unless every value is one. */
export function parseObjectIds(values: readonly unknown[]): Uint8Array | undefined {
  for (const value of values as readonly string[]) if (value.length !== idDigits) return undefined;
  // One text: what was cut from a longer one is read slowly.
  const digits = values.join('');
  const bytes = uint8Array(digits.length / 2);
  for (let at = 0, position = 0; at < digits.length; at += 2) {
    const byte = (hexDigit(digits.charCodeAt(at)) << 4) | hexDigit(digits.charCodeAt(at + 1));
    if (byte < 0) return undefined;
    bytes[position++] = byte;
  }
  return bytes;
}

/**
 * Writes object ids: seconds, then machine and process (five bytes) and counter, or eight bytes of noise.
 * @param references columns of whole seconds that the first part may follow
 */
export function writeObjectIds(writer: ByteWriter, ids: Uint8Array, references: readonly Reference[]): void {
  const count = ids.length / 12;
  const view = new DataView(ids.buffer, ids.byteOffset, ids.byteLength);
  const seconds = float64Array(count);
  const counters = float64Array(count);
  let changes = 0;
  for (let row = 0; row < count; row++) {
    const at = row * 12;
    seconds[row] = view.getUint32(at);
    counters[row] = view.getUint32(at + 8) & 0xffffff;
    if (row > 0 && !sameBytes(ids, at + 4, at - 8, 5)) changes++;
  }
  writeIntegers(writer, seconds, references);
  if (changes > count >> 3) {
    writer.byte(layout.plain);
    writer.reserve(count * 8);
    for (let row = 0; row < count; row++, writer.length += 8) {
      copyBytes(ids, row * 12 + 4, writer.bytes, writer.length, 8);
    }
    return;
  }
  writer.byte(layout.counted);
  for (let row = 0; row < count; row++) {
    const at = row * 12 + 4;
    const same = row > 0 && sameBytes(ids, at, at - 12, 5);
    writer.byte(same ? 0 : 1);
    if (!same) writer.raw(ids.subarray(at, at + 5));
  }
  writeIntegers(writer, counters, []);
}

export function readObjectIds(
  reader: ByteReader,
  count: number,
  secondsOf: (leaf: number) => Float64Array,
): ObjectIdColumn {
  const seconds = readIntegers(reader, count, secondsOf);
  const bytes = uint8Array(count * 12);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = reader.byte();
  if (kind === layout.plain) {
    const noise = reader.raw(count * 8);
    for (let row = 0; row < count; row++) copyBytes(noise, row * 8, bytes, row * 12 + 4, 8);
  } else if (kind === layout.counted) {
    for (let row = 0; row < count; row++) {
      const at = row * 12 + 4;
      if (reader.byte()) copyBytes(reader.raw(5), 0, bytes, at, 5);
      else if (row > 0) {
        view.setUint32(at, view.getUint32(at - 12));
        bytes[at + 4] = bytes[at - 8]!;
      }
    }
    const counters = readIntegers(reader, count, secondsOf);
    for (let row = 0; row < count; row++) {
      const at = row * 12 + 9;
      const counter = counters[row]!;
      bytes[at] = counter >>> 16;
      view.setUint16(at + 1, counter & 0xffff);
    }
  } else throw damaged();
  for (let row = 0; row < count; row++) view.setUint32(row * 12, seconds[row]!);
  return { kind: 'object-id', bytes, texts: undefined };
}

/** For a few bytes a loop is faster than a call of the runtime. */
function copyBytes(from: Uint8Array, start: number, to: Uint8Array, position: number, length: number): void {
  for (let index = 0; index < length; index++) to[position + index] = from[start + index]!;
}

function sameBytes(bytes: Uint8Array, one: number, other: number, length: number): boolean {
  for (let index = 0; index < length; index++) if (bytes[one + index] !== bytes[other + index]) return false;
  return true;
}
