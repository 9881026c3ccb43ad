import { createHmac, type KeyObject } from 'node:crypto';
import { type BlockHeader, readHeader, type SealedBlock } from '../../block/index.js';
import type { StoredBlock, StoredHeader } from '../../engine/index.js';

const tagLength = 16;

/** What is known of a stored block without opening it. */
export interface IndexedBlock {
  readonly id: string;
  readonly header: BlockHeader;
  /** Clear header as sealed into the body. */
  readonly headerBytes: Uint8Array;
  /** Last 16 bytes of the body, the tag of its seal. */
  readonly tag: Uint8Array;
  /** The block's share of the person's live-set sum. */
  readonly share: bigint;
}

/**
 * The engine keeps a block's tag behind its header: together they stand for the whole block, so that the set of live
 * blocks can be checked without reading any body.
 */
export function toStored(block: SealedBlock): StoredBlock {
  return { id: block.id, header: Buffer.concat([block.header, tagOf(block.body)]), body: block.body };
}

export function indexSealed(block: SealedBlock, setKey: KeyObject): IndexedBlock {
  const tag = Uint8Array.from(tagOf(block.body));
  return indexed(block.id, block.header, tag, setKey);
}

/** @throws SojournError `block-damaged` when the header is unreadable or of another block */
export function indexStored({ id, bytes }: StoredHeader, setKey: KeyObject): IndexedBlock | undefined {
  try {
    const block = indexed(id, bytes.subarray(0, -tagLength), bytes.subarray(-tagLength), setKey);
    return block.header.id === id ? block : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a stored header is the one that was indexed. */
export function isHeaderOf({ headerBytes, tag }: IndexedBlock, stored: Uint8Array): boolean {
  if (stored.length !== headerBytes.length + tagLength) return false;
  return (
    Buffer.compare(stored.subarray(0, -tagLength), headerBytes) === 0 &&
    Buffer.compare(stored.subarray(-tagLength), tag) === 0
  );
}

/** Whether a body is the one that was indexed; the seal itself is checked on opening. */
export function isBodyOf(block: IndexedBlock, body: Uint8Array): boolean {
  return body.length >= block.header.bytes && Buffer.compare(tagOf(body), block.tag) === 0;
}

function indexed(id: string, headerBytes: Uint8Array, tag: Uint8Array, setKey: KeyObject): IndexedBlock {
  const digest = createHmac('sha256', setKey).update(headerBytes).update(tag).digest('hex');
  const share = BigInt(`0x${digest.slice(0, 32)}`);
  return { id, header: readHeader(headerBytes), headerBytes, tag, share };
}

function tagOf(body: Uint8Array): Uint8Array {
  return body.subarray(body.length - tagLength);
}
