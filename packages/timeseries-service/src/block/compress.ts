import { ByteReader, ByteWriter } from './bytes.js';
import { damaged } from './damaged.js';
import { dictionaryText } from './dictionary-1.js';
import type { BlockPort } from './port.js';

/** Preset dictionary of new blocks. */
export const currentDictionary = 1;

const dictionaries = new Map([
  [0, new Uint8Array()],
  [1, new TextEncoder().encode(dictionaryText)],
]);

function dictionary(id: number): Uint8Array {
  const bytes = dictionaries.get(id);
  if (!bytes) throw damaged();
  return bytes;
}

/** The length of the content, then the content as raw deflate with the current preset dictionary. */
export function compress(content: Uint8Array, effort: 'fast' | 'small', port: BlockPort): Uint8Array {
  const packed = port.deflate(content, dictionary(currentDictionary), effort);
  const writer = new ByteWriter(packed.length + 8);
  writer.unsigned(content.length);
  writer.raw(packed);
  return writer.written();
}

/** Inverse of `compress`. */
export function decompress(bytes: Uint8Array, dictionaryId: number, port: BlockPort): Uint8Array {
  const reader = new ByteReader(bytes);
  const length = reader.unsigned();
  return port.inflate(bytes.subarray(reader.position), dictionary(dictionaryId), length);
}
