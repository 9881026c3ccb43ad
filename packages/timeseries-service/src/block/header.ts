import {
  type BlockHeader,
  identityClasses,
  storeNames,
  type TimeField,
  type TimeRange,
  timeFields,
} from './block.js';
import { ByteReader, ByteWriter } from './bytes.js';
import { damaged } from './damaged.js';
import { fromHex, toHex } from './hex.js';

/** First bytes of every header. */
const magic = [0x53, 0x4a, 0x42, 0x4b]; // "SJBK"

/** Version of the header's layout. */
export const formatVersion = 1;
/** Version of the body's layout: 2 may have lists as columns, which 1 had not. */
export const codecVersion = 2;
/** Versions that can be read. */
export const knownCodecs: ReadonlySet<number> = new Set([1, codecVersion]);

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Header layout, version 1: magic, format, codec, dictionary, store and identity (one byte each but the magic), id
 * and person (16 bytes each), commit, generation, key version, count, invalid, overlays and body length (variable
 * length), keys with their counts, a bit set of the time fields present with count, min and max of each, the number
 * of id bounds (0 or 2) and the bounds (12 bytes each). Nothing may follow.
 */
export function writeHeader(header: BlockHeader): Uint8Array {
  const writer = new ByteWriter(256);
  for (const byte of magic) writer.byte(byte);
  writer.byte(header.format);
  writer.byte(header.codec);
  writer.byte(header.dictionary);
  writer.byte(storeNames.indexOf(header.store));
  writer.byte(identityClasses.indexOf(header.identity));
  writer.raw(fromHex(header.id));
  writer.raw(fromHex(header.person));
  writer.unsigned(header.commit);
  writer.unsigned(header.generation);
  writer.unsigned(header.keyVersion);
  writer.unsigned(header.count);
  writer.unsigned(header.invalid);
  writer.unsigned(header.overlays);
  writer.unsigned(header.bytes);
  writer.unsigned(header.keys.length);
  for (const [index, key] of header.keys.entries()) {
    const text = encoder.encode(key);
    writer.unsigned(text.length);
    writer.raw(text);
    writer.unsigned(header.keyCounts[index]!);
  }
  writer.byte(
    timeFields.reduce((bits, field, index) => (header.times[field] ? bits | (1 << index) : bits), 0),
  );
  for (const field of timeFields) {
    const range = header.times[field];
    if (!range) continue;
    writer.unsigned(range.count);
    writer.double(range.min);
    writer.double(range.max);
  }
  const bounds = header.ids[0] === '' ? [] : header.ids;
  writer.byte(bounds.length);
  for (const id of bounds) writer.raw(fromHex(id));
  return writer.bytes.slice(0, writer.length);
}

/**
 * Reads a header, without any key and therefore without proof that it is genuine: that comes with opening the block.
 * @throws SojournError `block-damaged`
 */
export function readHeader(bytes: Uint8Array): BlockHeader {
  const reader = new ByteReader(bytes);
  for (const byte of magic) if (reader.byte() !== byte) throw damaged();
  const format = reader.byte();
  if (format !== formatVersion) throw damaged();
  const codec = reader.byte();
  const dictionary = reader.byte();
  const store = storeNames[reader.byte()];
  const identity = identityClasses[reader.byte()];
  if (!store || !identity) throw damaged();
  const id = toHex(reader.raw(16));
  const person = toHex(reader.raw(16));
  const commit = reader.unsigned();
  const generation = reader.unsigned();
  const keyVersion = reader.unsigned();
  const count = reader.unsigned();
  const invalid = reader.unsigned();
  const overlays = reader.unsigned();
  const bodyLength = reader.unsigned();
  const keys: string[] = [];
  const keyCounts: number[] = [];
  for (let left = reader.unsigned(); left > 0; left--) {
    keys.push(decodeText(reader.raw(reader.unsigned())));
    keyCounts.push(reader.unsigned());
  }
  const times: Partial<Record<TimeField, TimeRange>> = {};
  const present = reader.byte();
  for (const [index, field] of timeFields.entries()) {
    if ((present & (1 << index)) === 0) continue;
    times[field] = { count: reader.unsigned(), min: reader.double(), max: reader.double() };
  }
  const bounds = reader.byte();
  if (bounds !== 0 && bounds !== 2) throw damaged();
  const ids: [string, string] = bounds === 0 ? ['', ''] : [toHex(reader.raw(12)), toHex(reader.raw(12))];
  if (reader.position !== bytes.length) throw damaged();
  return {
    format,
    codec,
    dictionary,
    id,
    person,
    store,
    identity,
    keys,
    keyCounts,
    commit,
    generation,
    keyVersion,
    count,
    invalid,
    overlays,
    times,
    ids,
    bytes: bodyLength,
  };
}

function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw damaged();
  }
}
