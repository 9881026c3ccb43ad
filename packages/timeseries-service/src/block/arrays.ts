const chunkSize = 1 << 18;
/** Arrays from this size on stand by themselves. */
const largeArray = chunkSize >> 3;

let chunk = new ArrayBuffer(chunkSize);
let used = 0;
/** Where the array that was asked for last starts. */
let start = 0;

/**
 * Room for an array of a column that is read or written, in a buffer that many arrays share: to allocate and to collect
 * each by itself would take longer than to decode it. All zeros; no part of a buffer is handed out twice.
 */
function bufferFor(size: number): ArrayBuffer {
  start = 0;
  if (size >= largeArray) return new ArrayBuffer(size);
  if (used + size > chunkSize) {
    chunk = new ArrayBuffer(chunkSize);
    used = 0;
  }
  start = used;
  used = (used + size + 7) & ~7;
  return chunk;
}

/** Each type has a function of its own, which the engine can make fast. */
export const float64Array = (length: number) => new Float64Array(bufferFor(length * 8), start, length);
export const int32Array = (length: number) => new Int32Array(bufferFor(length * 4), start, length);
export const uint32Array = (length: number) => new Uint32Array(bufferFor(length * 4), start, length);
export const int8Array = (length: number) => new Int8Array(bufferFor(length), start, length);
export const uint8Array = (length: number) => new Uint8Array(bufferFor(length), start, length);
