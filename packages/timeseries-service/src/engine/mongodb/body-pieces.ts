/** A document of the database may have 16 MiB; this leaves room for everything else in it. */
const pieceLength = 12 * 1024 * 1024;

/** Cuts a body into pieces that fit a document: one, unless it is huge. */
export function cutBody(body: Uint8Array): Uint8Array[] {
  if (body.length <= pieceLength) return [body];
  const pieces: Uint8Array[] = [];
  for (let start = 0; start < body.length; start += pieceLength) {
    pieces.push(body.subarray(start, start + pieceLength));
  }
  return pieces;
}

export function joinBody(pieces: readonly Uint8Array[]): Uint8Array {
  return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
}
