import { parseArgs } from 'node:util';
import { openEngine } from './engine/index.js';
import { rootKeyFile } from './keys/index.js';
import { runStoreProgram } from './store-program.js';
import { restoreStore } from './timeseries/index.js';

// Usage: restore.js [--snapshot NAME] [--erasures FOLDER]… FOLDER. Puts a snapshot into an empty store.
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { snapshot: { type: 'string' }, erasures: { type: 'string', multiple: true } },
});
const [folder = ''] = positionals;
const { snapshot, erasures = [] } = values;
await runStoreProgram('restore', async (config, onProgress) => {
  const engine = await openEngine(config);
  try {
    return await restoreStore(engine, folder, {
      ...(snapshot === undefined ? {} : { snapshot }),
      rootKey: rootKeyFile(config.rootKeyFile),
      erasuresIn: erasures,
      onProgress,
    });
  } finally {
    await engine.close();
  }
});
