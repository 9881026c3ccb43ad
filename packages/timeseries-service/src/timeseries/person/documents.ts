import { createHash, type KeyObject } from 'node:crypto';
import { type PersonId, SojournError } from '@sojourn/datamodel';
import { stringifyWire } from '@sojourn/datamodel/wire';
import { type KeyDocument, openBytes, sealBytes, type VersionedKey } from '../../keys/index.js';

/** Length of the key version in front of a sealed document. */
const prefixLength = 4;

/**
 * A person's document as stored: the version of its data key, then the sealed JSON. Integers beyond exact doubles are
 * taken, and read back rounded.
 */
export function sealDocument(
  person: PersonId,
  name: string,
  value: unknown,
  { version, key }: VersionedKey,
): Uint8Array {
  const prefix = Buffer.alloc(prefixLength);
  prefix.writeUInt32BE(version);
  return Buffer.concat([prefix, sealBytes(key, context(person, name), Buffer.from(stringifyWire(value)))]);
}

/** Version of the data key that opens a stored document. */
export function keyVersionOf(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
}

/** @throws SojournError `head-damaged` when it was not sealed with this key for this person and name */
export function openDocument(person: PersonId, name: string, bytes: Uint8Array, key: KeyObject): unknown {
  const plain = openBytes(key, context(person, name), bytes.subarray(prefixLength));
  if (!plain) throw new SojournError('head-damaged');
  return JSON.parse(plain.toString());
}

/** The key document as stored: its parts are wrapped keys, so it is not sealed itself. */
export function keyDocumentBytes(document: KeyDocument): Uint8Array {
  return Buffer.from(JSON.stringify(document));
}

export function parseKeyDocument(bytes: Uint8Array): KeyDocument | undefined {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as KeyDocument;
  } catch {
    return undefined;
  }
}

/** What the head keeps of a document, so that an older one cannot take its place. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Hashes by name after some documents were written or, with null, removed. */
export function changedHashes(
  hashes: Readonly<Record<string, string>>,
  documents: Readonly<Record<string, Uint8Array | null>>,
): Record<string, string> {
  const next = { ...hashes };
  for (const [name, bytes] of Object.entries(documents)) {
    if (bytes) next[name] = hashOf(bytes);
    else delete next[name];
  }
  return next;
}

function context(person: PersonId, name: string): string {
  return `sojourn/document/1/${person}/${name}`;
}
