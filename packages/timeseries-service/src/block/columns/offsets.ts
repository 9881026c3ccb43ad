import { int32Array } from '../arrays.js';
import type { ByteReader, ByteWriter } from '../bytes.js';
import { damaged } from '../damaged.js';
import { dayNumber, offsetOf } from '../instants.js';
import type { Shape } from '../shape.js';

/**
 * UTC offset in seconds of each row of a time column, from the formatted time beside it, else from the local date.
 * A row that says nothing usable gets the offset of the row before. Undefined when nothing beside it tells.
 */
export function findOffsets(
  shape: Shape,
  columns: readonly ArrayLike<unknown>[],
  time: number,
): Int32Array | undefined {
  const formatted = shape.derivations.find(
    (derivation) => derivation.from === 'formatted' && derivation.time === time,
  );
  if (formatted)
    return carry(columns[formatted.leaf]!.length, (row) => offsetOf(columns[formatted.leaf]![row] as string));
  const fields: ArrayLike<unknown>[] = [];
  for (const derivation of shape.derivations) {
    if (derivation.from === 'local' && derivation.time === time)
      fields[derivation.field] ??= columns[derivation.leaf]!;
  }
  const [years, months, days, hours, minutes, seconds] = fields as ArrayLike<number>[];
  if (!years || !months || !days || !hours || !minutes || !seconds) return undefined;
  return carry(years.length, (row) => {
    const day = dayNumber(years[row]!, months[row]!, days[row]!);
    const local = day * 86400 + hours[row]! * 3600 + minutes[row]! * 60 + seconds[row]!;
    const offset = Math.round((local - (columns[time]![row] as number)) / 60) * 60;
    return Math.abs(offset) < 360000 ? offset : Number.NaN;
  });
}

function carry(count: number, offsetAt: (row: number) => number): Int32Array {
  const offsets = new Int32Array(count);
  let before = 0;
  for (let row = 0; row < count; row++) {
    const offset = offsetAt(row);
    if (offset - offset === 0) before = offset;
    offsets[row] = before;
  }
  return offsets;
}

/** Writes runs of equal offsets, in minutes. */
export function writeOffsets(writer: ByteWriter, offsets: Int32Array): void {
  let start = 0;
  while (start < offsets.length) {
    let end = start + 1;
    while (end < offsets.length && offsets[end] === offsets[start]) end++;
    const minutes = offsets[start]! / 60;
    writer.unsigned(minutes < 0 ? -2 * minutes - 1 : 2 * minutes);
    writer.unsigned(end - start);
    start = end;
  }
}

export function readOffsets(reader: ByteReader, count: number): Int32Array {
  const offsets = int32Array(count);
  for (let start = 0; start < count; ) {
    const size = reader.unsigned();
    const end = start + reader.unsigned();
    if (end <= start || end > count) throw damaged();
    offsets.fill((size % 2 === 1 ? -(size + 1) / 2 : size / 2) * 60, start, end);
    start = end;
  }
  return offsets;
}
