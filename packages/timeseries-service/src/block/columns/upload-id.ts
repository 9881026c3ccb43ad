import type { ByteReader, ByteWriter } from '../bytes.js';
import type { Group } from '../gather.js';
import { identityPaths, type UploadIdentities, uploadIds } from '../identities.js';
import type { Shape } from '../shape.js';
import { mostExceptions, readRows, writeRows } from './exceptions.js';

/** Leaves that ids of uploads are made from; undefined unless a shape has them. */
export function identityLeaves(shape: Shape): { type: number; key: number; time: number } | undefined {
  const type = shape.leafAt(identityPaths.type);
  const key = shape.leafAt(identityPaths.key);
  const time = shape.leafAt(identityPaths.time);
  if (shape.leaves[key]?.type !== 's' || shape.leaves[time]?.type !== 'n') return undefined;
  return { type: shape.leaves[type]?.type === 's' ? type : -1, key, time };
}

/** Writes only the ids that are not what an upload's would be. False when those are too many. */
export function writeUploadIds(
  writer: ByteWriter,
  ids: Uint8Array,
  group: Group,
  identities: UploadIdentities,
): boolean {
  const leaves = identityLeaves(group.shape);
  if (!leaves) return false;
  const count = group.rows.length;
  const types = (group.columns[leaves.type] ?? new Array(count)) as (string | undefined)[];
  const times = new Float64Array(group.columns[leaves.time] as number[]);
  const expected = uploadIds(identities, types, group.columns[leaves.key] as string[], times);
  const exceptions: number[] = [];
  for (let row = 0; row < count; row++) {
    for (let at = row * 12; at < row * 12 + 12; at++) {
      if (ids[at] === expected[at]) continue;
      exceptions.push(row);
      break;
    }
    if (exceptions.length > mostExceptions(count)) return false;
  }
  writeRows(writer, exceptions);
  for (const row of exceptions) writer.raw(ids.subarray(row * 12, row * 12 + 12));
  return true;
}

/** Puts the exceptions among the ids that were made again. */
export function readUploadIds(reader: ByteReader, ids: Uint8Array): void {
  for (const row of readRows(reader, ids.length / 12) ?? []) ids.set(reader.raw(12), row * 12);
}
