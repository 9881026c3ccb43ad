import type { ByteWriter } from '../bytes.js';
import type { Group } from '../gather.js';
import type { TextHeapWriter } from '../heap.js';
import { encoding } from './column.js';

/** Bytes of a number that is written as it is. */
const doubleLength = 8;

/** In a single row every column is constant: there is nothing to find out. */
export function writeSingleRow(
  writer: ByteWriter,
  heap: TextHeapWriter,
  { columns }: Group,
  person: string,
): void {
  writer.reserve(columns.length * 4);
  for (const [value] of columns) writer.byte(value === person ? encoding.person : encoding.constant);
  for (const [value] of columns) {
    writer.unsigned(typeof value === 'number' ? doubleLength : typeof value === 'boolean' ? 1 : 0);
  }
  for (const [value] of columns) {
    writer.unsigned(typeof value === 'string' && value !== person ? value.length : 0);
  }
  const noOffsets = 0;
  writer.unsigned(noOffsets);
  for (const [value] of columns) writeConstant(writer, heap, value, person);
}

/** Writes the value of all rows. @returns its encoding */
export function writeConstant(
  writer: ByteWriter,
  heap: TextHeapWriter,
  value: unknown,
  person: string,
): number {
  if (typeof value === 'number') writer.double(value);
  else if (typeof value === 'boolean') writer.byte(value ? 1 : 0);
  else if (value === person) return encoding.person;
  else heap.add(value as string);
  return encoding.constant;
}
