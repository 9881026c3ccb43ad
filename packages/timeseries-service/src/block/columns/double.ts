import { float64Array } from '../arrays.js';
import type { ByteReader, ByteWriter } from '../bytes.js';
import type { DoubleColumn } from './column.js';

/** Room for the numbers of most columns while they are written. */
const shared = new Float64Array(512);
const sharedBytes = new Uint8Array(shared.buffer);

/**
 * Writes numbers as bit patterns, each combined by exclusive or with the one before, byte 7 of all rows first: signs
 * and exponents become zeros that compress, the noise of the low bytes stays by itself.
 */
export function writeDoubles(writer: ByteWriter, values: readonly unknown[]): void {
  const count = values.length;
  const numbers = count <= shared.length ? shared : new Float64Array(count);
  for (let row = 0; row < count; row++) numbers[row] = values[row] as number;
  const patterns = numbers === shared ? sharedBytes : new Uint8Array(numbers.buffer);
  writer.reserve(count * 8);
  const { bytes } = writer;
  let position = writer.length;
  for (let plane = 7; plane >= 0; plane--) {
    let before = 0;
    for (let at = plane; at < count * 8; at += 8) {
      const byte = patterns[at]!;
      bytes[position++] = byte ^ before;
      before = byte;
    }
  }
  writer.length = position;
}

export function readDoubles(reader: ByteReader, count: number): DoubleColumn {
  const planes = reader.raw(count * 8);
  const values = float64Array(count);
  const patterns = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let position = 0;
  for (let plane = 7; plane >= 0; plane--) {
    let before = 0;
    for (let at = plane; at < patterns.length; at += 8) {
      before ^= planes[position++]!;
      patterns[at] = before;
    }
  }
  return { kind: 'double', values };
}
