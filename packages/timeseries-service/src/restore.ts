import { parseArgs } from 'node:util';
import { createLogger, toSojournError } from '@sojourn/service-kit';
import { readConfig } from './config.js';
import { openEngine } from './engine/index.js';
import { rootKeyFile } from './keys/index.js';
import { restoreStore } from './timeseries/index.js';

// Usage: restore.js [--snapshot NAME] [--erasures FOLDER]… FOLDER. Puts a snapshot into the empty store that the
// environment names, while no service owns it. Tells how far it is on stdout, line by line, and at the end `done` or the
// `problem`.
process.umask(0o077);
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { snapshot: { type: 'string' }, erasures: { type: 'string', multiple: true } },
});
const [folder = ''] = positionals;
const { snapshot, erasures = [] } = values;
try {
  const config = await readConfig(process.env);
  const engine = await openEngine(config);
  try {
    const done = await restoreStore(engine, folder, {
      ...(snapshot === undefined ? {} : { snapshot }),
      rootKey: rootKeyFile(config.rootKeyFile),
      erasuresIn: erasures,
      onProgress: (progress) => tell({ progress }),
    });
    tell({ done });
  } finally {
    await engine.close();
  }
} catch (thrown) {
  const error = toSojournError(thrown);
  if (error.code === 'internal') createLogger({ name: 'restore' }).error({ err: thrown }, error.code);
  tell({ problem: error.toProblem() });
  process.exitCode = 1;
}
