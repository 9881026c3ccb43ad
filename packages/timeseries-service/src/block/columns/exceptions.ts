import type { ByteReader, ByteWriter } from '../bytes.js';
import { damaged } from '../damaged.js';
import type { TextHeapWriter } from '../heap.js';
import type { TextCursor } from './cursor.js';

/** How many exceptions are worth keeping before another encoding is the better choice. */
export function mostExceptions(count: number): number {
  return Math.max(2, count >> 3);
}

/** Writes the rows (ascending) in which a column of numbers says something else. */
export function writeNumberExceptions(
  writer: ByteWriter,
  rows: readonly number[],
  values: readonly unknown[],
): void {
  writeRows(writer, rows);
  for (const row of rows) writer.double(values[row] as number);
}

export function readNumberExceptions(reader: ByteReader, count: number): Map<number, number> | undefined {
  const rows = readRows(reader, count);
  return rows && new Map(rows.map((row) => [row, reader.double()]));
}

/** Writes the rows (ascending) in which a column of texts says something else. */
export function writeTextExceptions(
  writer: ByteWriter,
  heap: TextHeapWriter,
  rows: readonly number[],
  values: readonly unknown[],
): void {
  writeRows(writer, rows);
  for (const row of rows) {
    const text = values[row] as string;
    writer.unsigned(text.length);
    heap.add(text);
  }
}

export function readTextExceptions(
  reader: ByteReader,
  texts: TextCursor,
  count: number,
): Map<number, string> | undefined {
  const rows = readRows(reader, count);
  return rows && new Map(rows.map((row) => [row, texts.next(reader.unsigned())]));
}

/** Writes ascending row numbers. */
export function writeRows(writer: ByteWriter, rows: readonly number[]): void {
  writer.unsigned(rows.length);
  let before = 0;
  for (const row of rows) {
    writer.unsigned(row - before);
    before = row;
  }
}

/** Reads ascending row numbers; undefined when there are none. */
export function readRows(reader: ByteReader, count: number): number[] | undefined {
  const length = reader.unsigned();
  if (length === 0) return undefined;
  if (length > count) throw damaged();
  const rows: number[] = [];
  let row = 0;
  for (let index = 0; index < length; index++) {
    row += reader.unsigned();
    if (row >= count) throw damaged();
    rows.push(row);
  }
  return rows;
}
