import { ByteReader, ByteWriter, borrowWriter, giveBack } from './bytes.js';
import { readIntegers, writeIntegers } from './columns/integers.js';
import { type ColumnReader, readGroups } from './columns/read.js';
import { writeGroups } from './columns/write.js';
import { damaged } from './damaged.js';
import type { Group } from './gather.js';
import { TextHeap, TextHeapWriter } from './heap.js';
import type { UploadIdentities } from './identities.js';

/** The decoded directory of a block's body. */
export interface Body {
  readonly groups: readonly ColumnReader[];
  /** Group of each row; undefined when there is one group. */
  readonly groupOfRow: ArrayLike<number> | undefined;
  readonly arrivals: Float64Array | undefined;
}

/**
 * Body layout, before compression: text heap; the entries in groups; whether arrivals follow, and arrivals.
 */
export function writeBody(
  groups: readonly Group[],
  person: string,
  arrivals: ArrayLike<number> | undefined,
  identities: UploadIdentities | undefined,
): Uint8Array {
  const heap = new TextHeapWriter();
  const rest = borrowWriter();
  writeGroups(rest, heap, groups, person, identities);
  rest.byte(arrivals ? 1 : 0);
  if (arrivals) writeIntegers(rest, new Float64Array(arrivals), []);
  const body = new ByteWriter(rest.length + heap.length + 16);
  heap.writeTo(body);
  body.raw(rest.written());
  giveBack(rest);
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
  const { groups, groupOfRow, count: rows } = readGroups(reader, heap, 0, person, identities);
  if (rows !== count) throw damaged();
  const arrivals = reader.byte() === 1 ? readIntegers(reader, count) : undefined;
  if (reader.position !== reader.end) throw damaged();
  return { groups, groupOfRow, arrivals };
}
