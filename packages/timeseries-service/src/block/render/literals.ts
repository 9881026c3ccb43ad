const encoder = new TextEncoder();

/** From here on a call of the runtime takes less time than copying eight bytes at a time. */
const longLiteral = 56;

/** Pieces of JSON text, one after another with room behind each, so that they can be copied eight bytes at a time. */
export class Literals {
  bytes = new Uint8Array(2048);
  /** The same bytes, eight at a time. */
  words = new Float64Array(this.bytes.buffer);
  view = new DataView(this.bytes.buffer);
  #used = 0;

  /** Adds a text and returns the word where it starts; its length in bytes is `lengthOfLast`. */
  add(text: string): number {
    const start = this.#used;
    this.#ensure(text.length * 3 + 16);
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
    return start >> 3;
  }

  lengthOfLast = 0;

  /** Makes room for a text of at most so many bytes that is yet to come, and returns the word where it will start. */
  reserve(length: number): number {
    const start = this.#used;
    this.#ensure(length + 16);
    this.#used = (start + length + 15) & ~7;
    return start >> 3;
  }

  /** The bytes of a literal, if it is long enough for them to be copied as a whole. */
  block(word: number, length: number): Uint8Array | undefined {
    return length < longLiteral ? undefined : this.bytes.subarray(word * 8, word * 8 + length);
  }

  #ensure(more: number): void {
    if (this.#used + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, (this.#used + more + 7) & ~7));
    grown.set(this.bytes.subarray(0, this.#used));
    this.bytes = grown;
    this.words = new Float64Array(grown.buffer);
    this.view = new DataView(grown.buffer);
  }
}

/**
 * Copies a literal to an output, and up to seven bytes more. Eight bytes at a time through a double: no UTF-8 text
 * has the bit pattern of a NaN (a byte FF, or 7F behind one of F0 and above), so all bits survive.
 */
export function copyLiteral(
  words: Float64Array,
  start: number,
  length: number,
  to: DataView,
  position: number,
): number {
  const end = position + length;
  for (let at = position, word = start; at < end; at += 8, word++) to.setFloat64(at, words[word]!, true);
  return end;
}

/** Copies text within an output, and up to seven bytes more. */
export function copyWithin(view: DataView, start: number, length: number, position: number): number {
  for (let offset = 0; offset < length; offset += 8) {
    view.setFloat64(position + offset, view.getFloat64(start + offset, true), true);
  }
  return position + length;
}
