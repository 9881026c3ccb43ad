const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Lower-case hexadecimal digits of some bytes. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += digits[byte];
  return text;
}

/** Value of a lower-case hexadecimal digit, -1 for any other character code. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  return code >= 97 && code <= 102 ? code - 87 : -1;
}

/** Whether a text is exactly `length` lower-case hexadecimal digits. */
export function isHex(text: unknown, length: number): text is string {
  if (typeof text !== 'string' || text.length !== length) return false;
  for (let index = 0; index < length; index++) if (hexDigit(text.charCodeAt(index)) < 0) return false;
  return true;
}

/** The bytes of a text for which `isHex` holds. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = hexDigit(text.charCodeAt(index * 2)) * 16 + hexDigit(text.charCodeAt(index * 2 + 1));
  }
  return bytes;
}
