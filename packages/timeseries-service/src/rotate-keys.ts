import { createLogger, toSojournError } from '@sojourn/service-kit';
import { readConfig } from './config.js';
import { openEngine } from './engine/index.js';
import { rootKeyFile } from './keys/index.js';
import { rotateKeys } from './timeseries/index.js';

// Exchanges the root key and the store key of the store that the environment names, while no service owns it. Tells how
// far it is on stdout, line by line, and at the end `done` or the `problem`.
process.umask(0o077);
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
try {
  const config = await readConfig(process.env);
  const done = await rotateKeys(await openEngine(config), {
    folder: config.data,
    rootKey: rootKeyFile(config.rootKeyFile),
    onProgress: (people) => tell({ progress: { people } }),
  });
  tell({ done });
} catch (thrown) {
  const error = toSojournError(thrown);
  if (error.code === 'internal') createLogger({ name: 'rotate-keys' }).error({ err: thrown }, error.code);
  tell({ problem: error.toProblem() });
  process.exitCode = 1;
}
