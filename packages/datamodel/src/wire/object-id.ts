/** A 12-byte object id as it stands on the wire: 24 lower-case hexadecimal digits. */
export interface ObjectId {
  $oid: string;
}

/** The text of an object id as it is stored. */
export const objectIdPattern = /^[0-9a-f]{24}$/;

const digits = /^[0-9a-f]{24}$/i;

/** Whether a value is an object id in wire form. */
export function isObjectId(value: unknown): value is ObjectId {
  if (typeof value !== 'object' || value === null) return false;
  const { $oid } = value as { $oid?: unknown };
  return typeof $oid === 'string' && digits.test($oid);
}

/** An object id from 24 hexadecimal digits. */
export function objectId(hex: string): ObjectId {
  return { $oid: hex.toLowerCase() };
}

/** Unix seconds that the first four bytes of an object id hold. */
export function objectIdSeconds(id: ObjectId): number {
  return Number.parseInt(id.$oid.slice(0, 8), 16);
}

/**
 * A source of object ids that ascend in the order of the calls: 4 bytes of seconds, 5 random bytes that stay the
 * same for the source, 3 bytes counter.
 * @param clock Unix milliseconds
 * @param random fills the bytes it is given
 * @returns 24 hexadecimal digits a call
 */
export function createObjectIdSource(
  clock: () => number = Date.now,
  random: (bytes: Uint8Array<ArrayBuffer>) => unknown = (bytes) => crypto.getRandomValues(bytes),
): () => string {
  const bytes = new Uint8Array(8);
  random(bytes);
  const middle = hexOf(bytes.subarray(0, 5));
  // Starts low, so that a counter seldom runs over within a second; the carry goes to the seconds.
  let counter = ((bytes[5]! << 16) | (bytes[6]! << 8) | bytes[7]!) & 0x7fffff;
  let seconds = 0;
  return () => {
    seconds = Math.max(seconds, Math.floor(clock() / 1000));
    counter += 1;
    if (counter > 0xffffff) {
      counter = 0;
      seconds += 1;
    }
    const time = (seconds >>> 0).toString(16).padStart(8, '0');
    return time + middle + counter.toString(16).padStart(6, '0');
  };
}

function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}
