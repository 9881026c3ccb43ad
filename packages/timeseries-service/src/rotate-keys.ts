import { openEngine } from './engine/index.js';
import { rootKeyFile } from './keys/index.js';
import { runStoreProgram } from './store-program.js';
import { rotateKeys } from './timeseries/index.js';

// Exchanges the root key and the store key of a store.
await runStoreProgram('rotate-keys', async (config, onProgress) =>
  rotateKeys(await openEngine(config), {
    folder: config.data,
    rootKey: rootKeyFile(config.rootKeyFile),
    onProgress: (people) => onProgress({ people }),
  }),
);
