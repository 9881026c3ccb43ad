import { ByteReader, ByteWriter } from './bytes.js';
import { readIntegers, writeIntegers } from './columns/integers.js';
import { ColumnReader } from './columns/read.js';
import { readCodes, writeCodes } from './columns/text.js';
import { writeColumns } from './columns/write.js';
import { damaged } from './damaged.js';
import type { Group } from './gather.js';
import { TextHeap, TextHeapWriter } from './heap.js';
import type { UploadIdentities } from './identities.js';
import { shapeOf } from './shape.js';

/** The decoded directory of a block's body. */
export interface Body {
  readonly groups: readonly ColumnReader[];
  /** Group of each row; undefined when there is one group. */
  readonly groupOfRow: ArrayLike<number> | undefined;
  readonly arrivals: Float64Array | undefined;
}

/**
 * Body layout, before compression: text heap; number of groups; for each group its rows, the length of its shape
 * text and its columns; the group of each row, if there are several; whether arrivals follow, and arrivals.
 */
export function writeBody(
  groups: readonly Group[],
  count: number,
  person: string,
  arrivals: ArrayLike<number> | undefined,
  identities: UploadIdentities | undefined,
): Uint8Array {
  const heap = new TextHeapWriter();
  const rest = new ByteWriter(1024 + count * 32);
  rest.unsigned(groups.length);
  for (const group of groups) {
    rest.unsigned(group.rows.length);
    rest.unsigned(group.shape.text.length);
    heap.add(group.shape.text);
    writeColumns(rest, heap, group, person, identities);
  }
  if (groups.length > 1) {
    const groupOfRow = new Uint32Array(count);
    for (const [index, group] of groups.entries()) for (const row of group.rows) groupOfRow[row] = index;
    writeCodes(rest, groupOfRow, groups.length);
  }
  rest.byte(arrivals ? 1 : 0);
  if (arrivals) writeIntegers(rest, new Float64Array(arrivals), []);
  const body = new ByteWriter(rest.length + heap.length + 16);
  heap.writeTo(body);
  body.raw(rest.written());
  return body.written();
}

export function readBody(
  bytes: Uint8Array,
  count: number,
  person: string,
  identities: UploadIdentities | undefined,
): Body {
  const reader = new ByteReader(bytes);
  const heap = new TextHeap(reader);
  const groups: ColumnReader[] = [];
  let text = 0;
  let rows = 0;
  for (let left = reader.unsigned(); left > 0; left--) {
    const size = reader.unsigned();
    const length = reader.unsigned();
    const shape = shapeOf(heap.slice(text, length));
    const group = new ColumnReader(reader, heap, text + length, shape, size, person, identities);
    groups.push(group);
    text = group.textEnd;
    rows += size;
  }
  if (rows !== count) throw damaged();
  const groupOfRow = groups.length > 1 ? readCodes(reader, count, groups.length) : undefined;
  const noUnits = (): never => {
    throw damaged();
  };
  const arrivals = reader.byte() === 1 ? readIntegers(reader, count, noUnits) : undefined;
  if (reader.position !== reader.end) throw damaged();
  return { groups, groupOfRow, arrivals };
}
