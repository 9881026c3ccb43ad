/** Bytes of the header in front of a value that has pages of its own, in the file format of lmdb 3. */
const pageHeader = 24;
/** Bytes that a page of small values needs beside them: its header, and for each of two a key, a node and an index. */
const leafOverhead = 128;

/** Most pieces that a body is cut into. */
export const mostPieces = 2;

/**
 * LMDB gives a value above half a page whole pages of its own, of which on average half a page stays empty. Cutting off
 * what is left behind the last full page, when it is small enough to share a page with others, saves most of that.
 */
export function cutBody(body: Uint8Array, pageSize: number): Uint8Array[] {
  const largestShared = Math.floor((pageSize - leafOverhead) / 2);
  const rest = (body.length + pageHeader) % pageSize;
  if (body.length < pageSize || rest === 0 || rest > largestShared) return [body];
  return [body.subarray(0, body.length - rest), body.subarray(body.length - rest)];
}

/** Inverse of `cutBody`. */
export function joinBody(pieces: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = pieces;
  return others.length === 0 ? first! : Buffer.concat(pieces as Uint8Array[]);
}
