import type { Entry } from '@sojourn/datamodel';
import type { BlockAbout, ColumnBlock, SealedBlock } from './block.js';
import { type Group, gather } from './gather.js';
import type { UploadIdentities } from './identities.js';
import { nodeBlockPort } from './node-port.js';
import type { BlockPort, DataKey } from './port.js';
import { open, type Services, seal } from './seal.js';

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
export { writeExact } from './exact-json.js';
export { columnsOfRows, type EntryColumns } from './from-rows.js';
export { type Group, gather, type KnownTime, type KnownTimes, type ObjectList } from './gather.js';
export { readHeader } from './header.js';
export type { UploadIdentities } from './identities.js';
export type { CellKind } from './kinds.js';
export type { Leaves } from './leaves.js';
export { nodeBlockPort } from './node-port.js';
export type { BlockPort, DataKey } from './port.js';
export { localFields, objectText, type Shape, type ShapeTree, shapeOf } from './shape.js';

/** What blocks may be sealed and opened with beside the key. */
export interface BlockOptions {
  /** Default: Node's cipher, compression and random source. */
  readonly port?: BlockPort;
  /** The same for sealing and opening; upload ids then take no space. */
  readonly identities?: UploadIdentities | undefined;
}

/**
 * Turns entries of one person into one sealed block.
 * @param entries at least one, in the order to keep
 * @param key a 32-byte AES key and its version
 */
export function sealBlock(
  entries: readonly Entry[],
  about: BlockAbout,
  key: { readonly version: number; readonly key: DataKey },
  options: BlockOptions = {},
): SealedBlock {
  return sealGroups(gather(entries), about, key, options);
}

/**
 * The same for entries that have been taken apart already.
 * @param groups each row of the block in one of them
 */
export function sealGroups(
  groups: readonly Group[],
  about: BlockAbout,
  key: { readonly version: number; readonly key: DataKey },
  options: BlockOptions = {},
): SealedBlock {
  return seal(groups, about, key, services(options));
}

/**
 * Opens a sealed block.
 * @throws SojournError `block-damaged` when header, body and key do not belong together
 */
export function openBlock(
  header: Uint8Array,
  body: Uint8Array,
  key: DataKey,
  options: BlockOptions = {},
): ColumnBlock {
  return open(header, body, key, services(options));
}

function services(options: BlockOptions): Services {
  return { port: options.port ?? nodeBlockPort, identities: options.identities };
}
