export {
  type Custody,
  type CustodyChange,
  type KeyDocument,
  PersonKeys,
  type Secret,
  type VersionedKey,
} from './person-keys.js';
export { type RootKeySource, rootKeyFile } from './root-key.js';
export { openBytes, sealBytes } from './seal.js';
export {
  beginRotation,
  endRotation,
  openStoreKeys,
  readStoreKeys,
  type StoreKeys,
  storeKeysDocument,
} from './store-keys.js';
