const encoder = new TextEncoder();

/** Pieces of JSON text, one after another with room behind each, so that they can be copied eight bytes at a time. */
export class Literals {
  bytes = new Uint8Array(8192);
  view = new DataView(this.bytes.buffer);
  #used = 0;

  /** Adds a text and returns where it starts; its length in bytes is `lengthOfLast`. */
  add(text: string): number {
    const start = this.#used;
    this.#reserve(text.length * 3 + 16);
    let position = start;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        position = start + encoder.encodeInto(text, this.bytes.subarray(start)).written;
        break;
      }
      this.bytes[position++] = code;
    }
    this.lengthOfLast = position - start;
    this.#used = (position + 15) & ~7;
    return start;
  }

  lengthOfLast = 0;

  clear(): void {
    this.#used = 0;
  }

  #reserve(more: number): void {
    if (this.#used + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.#used + more));
    grown.set(this.bytes.subarray(0, this.#used));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}

/**
 * Copies bytes of UTF-8 text, up to seven more than asked. Eight at a time through a double: no text has the bit
 * pattern of a NaN (its bytes would have to be F0 or above followed by 7F, or FF), so all bits survive.
 */
export function copyText(
  from: DataView,
  start: number,
  to: DataView,
  position: number,
  length: number,
): number {
  for (let offset = 0; offset < length; offset += 8) {
    to.setFloat64(position + offset, from.getFloat64(start + offset, true), true);
  }
  return position + length;
}
