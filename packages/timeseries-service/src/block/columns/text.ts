import { uint32Array } from '../arrays.js';
import type { ByteReader, ByteWriter } from '../bytes.js';
import { damaged } from '../damaged.js';
import type { TextHeapWriter } from '../heap.js';
import type { ChoiceColumn, TextColumn } from './column.js';
import type { TextCursor } from './cursor.js';

/** Distinct texts in order of appearance, and for each row which one. */
export interface Choices {
  readonly codes: Uint32Array;
  readonly texts: readonly string[];
}

/** The distinct texts, unless they are so many that naming them does not pay. */
export function findChoices(values: readonly unknown[]): Choices | undefined {
  const most = Math.max(2, values.length >> 1);
  const known = new Map<string, number>();
  const codes = uint32Array(values.length);
  let lastText: unknown;
  let lastCode = 0;
  for (let row = 0; row < values.length; row++) {
    const text = values[row] as string;
    if (row > 0 && text === lastText) {
      codes[row] = lastCode;
      continue;
    }
    let code = known.get(text);
    if (code === undefined) {
      code = known.size;
      if (code >= most) return undefined;
      known.set(text, code);
    }
    codes[row] = code;
    lastText = text;
    lastCode = code;
  }
  return { codes, texts: [...known.keys()] };
}

export function writeChoices(writer: ByteWriter, heap: TextHeapWriter, choices: Choices): void {
  writer.unsigned(choices.texts.length);
  writeTexts(writer, heap, choices.texts);
  writeCodes(writer, choices.codes, choices.texts.length);
}

export function readChoices(reader: ByteReader, texts: TextCursor, count: number): ChoiceColumn {
  const length = reader.unsigned();
  if (length > count) throw damaged();
  const choices = readTexts(reader, texts, length).texts;
  return { kind: 'choice', choices, codes: readCodes(reader, count, length) };
}

export function writeTexts(writer: ByteWriter, heap: TextHeapWriter, values: readonly unknown[]): void {
  for (const text of values as readonly string[]) {
    writer.unsigned(text.length);
    heap.add(text);
  }
}

export function readTexts(reader: ByteReader, texts: TextCursor, count: number): TextColumn {
  const values: string[] = [];
  for (let row = 0; row < count; row++) values.push(texts.next(reader.unsigned()));
  return { kind: 'text', texts: values };
}

export function writeBooleans(writer: ByteWriter, values: readonly unknown[]): void {
  for (const value of values) writer.byte(value ? 1 : 0);
}

export function readBooleans(reader: ByteReader, count: number): ChoiceColumn {
  return { kind: 'choice', choices: [false, true], codes: readCodes(reader, count, 2) };
}

/** Codes below `limit`: one byte each, or two or four planes of bytes, low bytes first. */
export function writeCodes(writer: ByteWriter, codes: ArrayLike<number>, limit: number): void {
  writer.reserve(codes.length * 4);
  for (let shift = 0; shift < codeWidth(limit) * 8; shift += 8) {
    for (let row = 0; row < codes.length; row++) writer.byte((codes[row]! >>> shift) & 255);
  }
}

export function readCodes(
  reader: ByteReader,
  count: number,
  limit: number,
): Uint8Array | Uint16Array | Uint32Array {
  const width = codeWidth(limit);
  const planes = reader.raw(count * width);
  let codes: Uint8Array | Uint16Array | Uint32Array = planes;
  if (width > 1) {
    codes = width === 2 ? new Uint16Array(count) : new Uint32Array(count);
    for (let at = 0; at < planes.length; at++) {
      const row = at % count;
      codes[row] = codes[row]! | (planes[at]! << (Math.floor(at / count) * 8));
    }
  }
  for (let row = 0; row < count; row++) if (codes[row]! >= limit) throw damaged();
  return codes;
}

function codeWidth(limit: number): number {
  if (limit <= 256) return 1;
  return limit <= 65536 ? 2 : 4;
}
