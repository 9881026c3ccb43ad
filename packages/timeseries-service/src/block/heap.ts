import { exactUtf8 } from '@sojourn/datamodel/wire';
import type { ByteReader, ByteWriter } from './bytes.js';
import { damaged } from './damaged.js';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** All texts of a block, one after another; columns keep lengths only, in UTF-16 units. */
export class TextHeapWriter {
  readonly #texts: string[] = [];
  /** UTF-16 units so far. */
  length = 0;

  add(text: string): void {
    this.#texts.push(text);
    this.length += text.length;
  }

  /** UTF-8, or UTF-16 when a lone surrogate would not survive that. */
  writeTo(writer: ByteWriter): void {
    const text = this.#texts.join('');
    const bytes = exactUtf8(text);
    writer.byte(bytes === undefined ? 1 : 0);
    if (bytes !== undefined) {
      writer.unsigned(bytes.length);
      writer.raw(bytes);
      return;
    }
    writer.unsigned(text.length * 2);
    writer.reserve(text.length * 2);
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      writer.byte(unit & 255);
      writer.byte(unit >>> 8);
    }
  }
}

/** Reads the texts of a block back, from any position. */
export class TextHeap {
  readonly text: string;

  constructor(reader: ByteReader) {
    const wide = reader.byte();
    const bytes = reader.raw(reader.unsigned());
    if (wide > 1) throw damaged();
    this.text = wide ? decodeUnits(bytes) : utf8.decode(bytes);
  }

  slice(start: number, length: number): string {
    if (start + length > this.text.length) throw damaged();
    return this.text.substring(start, start + length);
  }
}

/** Decodes unit by unit where the decoder would replace lone surrogates. */
function decodeUnits(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length >> 1);
  for (let index = 0; index < units.length; index++)
    units[index] = bytes[index * 2]! | (bytes[index * 2 + 1]! << 8);
  let text = '';
  for (let start = 0; start < units.length; start += 8192) {
    text += String.fromCharCode(...units.subarray(start, start + 8192));
  }
  return text;
}
