import type { Entry } from '@sojourn/datamodel';
import type { BlockAbout, ColumnBlock, SealedBlock } from './block.js';
import { nodeBlockPort } from './node-port.js';
import type { BlockPort, DataKey } from './port.js';
import { open, seal } from './seal.js';

export {
  type BlockAbout,
  type BlockHeader,
  type ColumnBlock,
  type IdentityClass,
  type SealedBlock,
  type StoreName,
  storeNames,
  type TimeField,
  type TimeRange,
  timeFields,
} from './block.js';
export { readHeader } from './header.js';
export { nodeBlockPort } from './node-port.js';
export type { BlockPort, DataKey } from './port.js';

/**
 * Turns entries of one person into one sealed block.
 * @param entries at least one, in the order to keep
 * @param key a 32-byte AES key and its version
 */
export function sealBlock(
  entries: readonly Entry[],
  about: BlockAbout,
  key: { readonly version: number; readonly key: DataKey },
  port: BlockPort = nodeBlockPort,
): SealedBlock {
  return seal(entries, about, key, port);
}

/**
 * Opens a sealed block.
 * @throws SojournError `block-damaged` when header, body and key do not belong together
 */
export function openBlock(
  header: Uint8Array,
  body: Uint8Array,
  key: DataKey,
  port: BlockPort = nodeBlockPort,
): ColumnBlock {
  return open(header, body, key, port);
}
