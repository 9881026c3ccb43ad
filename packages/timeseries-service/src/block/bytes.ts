import { damaged } from './damaged.js';

/** Growing buffer of little-endian numbers and variable-length integers (7 bits a byte, low bits first). */
export class ByteWriter {
  bytes: Uint8Array;
  length = 0;
  #view: DataView;

  constructor(capacity = 4096) {
    this.bytes = new Uint8Array(capacity);
    this.#view = new DataView(this.bytes.buffer);
  }

  /** Makes room for `more` bytes, so that they may be written to `bytes` directly. */
  reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** An integer of 0 to 2^53 - 1. */
  unsigned(value: number): void {
    this.reserve(8);
    let rest = value;
    while (rest >= 0x10000000) {
      this.bytes[this.length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest >= 128) {
      this.bytes[this.length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.length++] = rest;
  }

  double(value: number): void {
    this.reserve(8);
    this.#view.setFloat64(this.length, value, true);
    this.length += 8;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** What was written, without copying. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

/** Writers that nobody uses at the moment. */
const spare: ByteWriter[] = [];
/** A writer that has grown beyond this is not kept. */
const largestSpare = 1 << 20;

/** An empty writer with room that others have used: making room takes longer than writing a few columns. */
export function borrowWriter(): ByteWriter {
  const writer = spare.pop() ?? new ByteWriter(1 << 14);
  writer.length = 0;
  return writer;
}

/** Gives back what `borrowWriter` has handed out; nobody may use it, or what it has written, any more. */
export function giveBack(writer: ByteWriter): void {
  if (writer.bytes.length <= largestSpare) spare.push(writer);
}

/** Reads what `ByteWriter` wrote; anything beyond the end is damage. */
export class ByteReader {
  position: number;
  /** Made when the first double is read: most readers read none. */
  #view: DataView | undefined;

  constructor(
    readonly bytes: Uint8Array,
    start = 0,
    readonly end = bytes.length,
  ) {
    this.position = start;
  }

  byte(): number {
    if (this.position >= this.end) throw damaged();
    return this.bytes[this.position++]!;
  }

  unsigned(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 8; count++) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      factor *= 128;
    }
    throw damaged();
  }

  double(): number {
    if (this.position + 8 > this.end) throw damaged();
    this.#view ??= new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    const value = this.#view.getFloat64(this.position, true);
    this.position += 8;
    return value;
  }

  /** A view of the next bytes. */
  raw(length: number): Uint8Array {
    if (this.position + length > this.end) throw damaged();
    const view = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    return view;
  }
}
