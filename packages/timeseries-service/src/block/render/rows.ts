import { hexPairs, writeAscii, writeDecimal, writeUnsigned } from '../digits.js';
import { writeBehindHour } from '../formatted-time.js';
import { copyLiteral, copyWithin } from './literals.js';
import { type Operation, operationCode } from './operation.js';
import type { Output } from './output.js';
import type { Program } from './program.js';

const encoder = new TextEncoder();

/**
 * Writes rows of one group, each followed by a separator.
 * @param rows indexes within the group; each index itself when undefined
 * @returns the position behind the last separator
 */
export function writeRows(
  program: Program,
  rows: ArrayLike<number> | undefined,
  from: number,
  to: number,
  output: Output,
  position: number,
  separator: number,
): number {
  const { operations, longestRow } = program;
  const { words } = program.literals;
  let at = position;
  for (let index = from; index < to; index++) {
    const row = rows === undefined ? index : rows[index]!;
    at = output.ensure(at, longestRow + 64);
    const { view } = output;
    for (let number = 0; number < operations.length; number++) {
      const operation = operations[number]!;
      const { hourly } = operation;
      if (hourly !== undefined && hourly.hour !== operation.hours[row]) {
        writeHourly(program, operation, operation.hours[row]!);
      }
      const { block } = operation;
      if (block !== undefined) {
        output.bytes.set(block, at);
        at += block.length;
      } else at = copyLiteral(words, operation.literalStart, operation.literalLength, view, at);
      operation.at = at;
      const { exceptions } = operation;
      if (exceptions !== undefined) {
        const text = exceptions[row];
        if (text !== undefined) {
          at += encoder.encodeInto(text, output.bytes.subarray(at)).written;
          operation.length = at - operation.at;
          continue;
        }
      }
      switch (operation.code) {
        case operationCode.integer:
          at = writeInteger(view, at, operation.numbers[row]!);
          break;
        case operationCode.decimal:
          at = writeDecimal(view, at, operation.numbers[row]!, operation.scale, operation.power);
          break;
        case operationCode.scaledUp:
          at = writeScaledUp(view, at, operation.numbers[row]!, -operation.scale);
          break;
        case operationCode.double:
          at = writeDouble(view, at, operation.numbers[row]!);
          break;
        case operationCode.choice: {
          const code = operation.codes[row]! * 2;
          at = copyLiteral(words, operation.places[code]!, operation.places[code + 1]!, view, at);
          break;
        }
        case operationCode.text:
          at = writeText(output, at, operation.texts[row]!, operation.addend === 1);
          break;
        case operationCode.objectId:
          at = writeObjectId(view, at, operation.bytes, row * 12);
          break;
        case operationCode.small:
          at = writeUnsigned(view, at, operation.small[row]!);
          break;
        case operationCode.local:
          at = writeInteger(view, at, operation.instants!.fieldAt(row, operation.field) + operation.addend);
          break;
        case operationCode.formatted:
          at = writeBehindHour(view, at, operation.instants!, row);
          break;
        case operationCode.repeat: {
          const source = operation.source as Operation;
          at = copyWithin(view, source.at, source.length, at);
          break;
        }
      }
      operation.length = at - operation.at;
    }
    view.setUint8(at++, separator);
  }
  return at;
}

function writeHourly({ literals }: Program, operation: Operation, hour: number): void {
  const length = operation.hourly!.write(hour, operation.literalStart);
  operation.literalLength = length;
  operation.block = literals.block(operation.literalStart, length);
}

function writeInteger(view: DataView, position: number, value: number): number {
  if (value >= 0) return writeUnsigned(view, position, value);
  view.setUint8(position, 45);
  return writeUnsigned(view, position + 1, -value);
}

function writeScaledUp(view: DataView, position: number, units: number, zeros: number): number {
  let at = writeInteger(view, position, units);
  if (units !== 0) for (let left = zeros; left > 0; left--) view.setUint8(at++, 48);
  return at;
}

function writeDouble(view: DataView, position: number, value: number): number {
  if (value - value !== 0) return writeAscii(view, position, 'null');
  if (value === 0 && 1 / value < 0) return writeAscii(view, position, '-0.0');
  return writeAscii(view, position, String(value));
}

function writeObjectId(view: DataView, position: number, bytes: Uint8Array, start: number): number {
  view.setUint8(position, 34);
  for (let index = 0; index < 12; index++) {
    view.setUint16(position + 1 + index * 2, hexPairs[bytes[start + index]!]!, true);
  }
  view.setUint8(position + 25, 34);
  return position + 26;
}

/** Writes a text as it stands, or as a JSON string. */
function writeText(output: Output, position: number, text: string, quoted: boolean): number {
  const { view } = output;
  let at = position;
  if (quoted) view.setUint8(at++, 34);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 126 || (quoted && (code < 32 || code === 34 || code === 92))) {
      const whole = quoted ? JSON.stringify(text) : text;
      return position + encoder.encodeInto(whole, output.bytes.subarray(position)).written;
    }
    view.setUint8(at++, code);
  }
  if (quoted) view.setUint8(at++, 34);
  return at;
}
