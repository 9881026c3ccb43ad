/** Two decimal digits as one little-endian number, by value. */
export const digitPairs = Uint16Array.from(
  { length: 100 },
  (_, value) => (48 + Math.floor(value / 10)) | ((48 + (value % 10)) << 8),
);

/** Four decimal digits as one little-endian number, by value. */
const digitQuads = Uint32Array.from(
  { length: 10_000 },
  (_, value) => digitPairs[Math.floor(value / 100)]! | (digitPairs[value % 100]! << 16),
);

/** Two lower-case hexadecimal digits as one little-endian number, by byte. */
export const hexPairs = Uint16Array.from({ length: 256 }, (_, byte) => {
  const [high, low] = byte.toString(16).padStart(2, '0');
  return high!.charCodeAt(0) | (low!.charCodeAt(0) << 8);
});

/** Writes exactly `width` digits of a whole number below 2^31. Returns the position behind them. */
export function writePadded(view: DataView, position: number, value: number, width: number): number {
  const end = position + width;
  let at = end;
  let rest = value | 0;
  while (at - position >= 4) {
    const next = (rest / 10_000) | 0;
    at -= 4;
    view.setUint32(at, digitQuads[rest - next * 10_000]!, true);
    rest = next;
  }
  if (at - position >= 2) {
    const next = (rest / 100) | 0;
    at -= 2;
    view.setUint16(at, digitPairs[rest - next * 100]!, true);
    rest = next;
  }
  if (at > position) view.setUint8(position, 48 + (rest % 10));
  return end;
}

/** Writes a whole number of 0 to 2^53 - 1. */
export function writeUnsigned(view: DataView, position: number, value: number): number {
  if (value < 100) {
    if (value < 10) {
      view.setUint8(position, 48 + value);
      return position + 1;
    }
    view.setUint16(position, digitPairs[value]!, true);
    return position + 2;
  }
  if (value < 1e9) return writePadded(view, position, value, digitsOf(value));
  const high = Math.floor(value / 1e9);
  return writePadded(view, writeUnsigned(view, position, high), value - high * 1e9, 9);
}

/** Number of digits of a whole number from 100 to 999 999 999. */
function digitsOf(value: number): number {
  if (value < 1e5) return value < 1e3 ? 3 : value < 1e4 ? 4 : 5;
  if (value < 1e7) return value < 1e6 ? 6 : 7;
  return value < 1e8 ? 8 : 9;
}

/** Writes a text of ASCII characters. */
export function writeAscii(view: DataView, position: number, text: string): number {
  for (let index = 0; index < text.length; index++) view.setUint8(position + index, text.charCodeAt(index));
  return position + text.length;
}

/**
 * Writes units / 10^scale as JavaScript prints that number. For fewer than 2^52 units no two numbers of this scale
 * fall on one double, so the digits of the units are its shortest text.
 * @param power 10^scale
 */
export function writeDecimal(
  view: DataView,
  position: number,
  units: number,
  scale: number,
  power: number,
): number {
  if (units === 0) {
    view.setUint8(position, 48);
    return position + 1;
  }
  let at = position;
  let size = units;
  if (units < 0) {
    view.setUint8(at++, 45);
    size = -units;
  }
  // Below a millionth JavaScript writes exponents.
  if (size * 1e6 < power) return writeAscii(view, at, String(size / power));
  const whole = Math.floor(size / power);
  const fraction = size - whole * power;
  at = writeUnsigned(view, at, whole);
  if (fraction === 0) return at;
  view.setUint8(at++, 46);
  if (scale > 9) {
    const high = Math.floor(fraction / 1e9);
    at = writePadded(view, at, high, scale - 9);
    at = writePadded(view, at, fraction - high * 1e9, 9);
  } else at = writePadded(view, at, fraction, scale);
  while (view.getUint8(at - 1) === 48) at--;
  return at;
}
