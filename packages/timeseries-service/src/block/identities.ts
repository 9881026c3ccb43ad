/**
 * Makes the last eight bytes of the ids of uploads from what identifies an upload. When a block is sealed and opened
 * with the same one, such ids take no space: they are made again.
 * @param types `metadata.type` of each entry
 * @param keys `metadata.key` of each entry
 * @param times `metadata.write_ts` of each entry
 * @returns eight bytes for each entry; the id is these behind the whole seconds of the time (four bytes, high first)
 */
export type UploadIdentities = (
  types: ArrayLike<string | undefined>,
  keys: ArrayLike<string>,
  times: Float64Array,
) => Uint8Array;

/** The object ids of uploads, 12 bytes each. */
export function uploadIds(
  identities: UploadIdentities,
  types: ArrayLike<string | undefined>,
  keys: ArrayLike<string>,
  times: Float64Array,
): Uint8Array {
  const noise = identities(types, keys, times);
  const ids = new Uint8Array(times.length * 12);
  const view = new DataView(ids.buffer);
  for (let row = 0; row < times.length; row++) {
    view.setUint32(row * 12, Math.floor(times[row]!));
    for (let index = 0; index < 8; index++) ids[row * 12 + 4 + index] = noise[row * 8 + index]!;
  }
  return ids;
}

/** Leaves that identify an upload. */
export const identityPaths = {
  type: ['metadata', 'type'],
  key: ['metadata', 'key'],
  time: ['metadata', 'write_ts'],
} as const;
