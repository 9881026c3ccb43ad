export { type Connections, openConnections } from './connections.js';
export { createTemporaryDataFolder, prepareDataFolder } from './data-folder.js';
export { isWildcard, ownAddresses, ownNames } from './own-names.js';
export {
  type Door,
  forestTraining,
  type Places,
  type PlatformSettings,
  pipelineCommand,
  placesOf,
  storeProcess,
  timeseriesCommand,
} from './services.js';
export { type Platform, startPlatform } from './start.js';
export { usePlatform, useStore } from './use-services.js';
