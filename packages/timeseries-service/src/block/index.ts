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
export { openBlock, sealBlock } from './seal.js';
