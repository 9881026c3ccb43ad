import { createLogger, toSojournError } from '@sojourn/service-kit';
import { restoreSnapshot } from './backup/index.js';
import { readConfig } from './config.js';
import { openEngine } from './engine/index.js';

// Usage: restore.js FOLDER [SNAPSHOT]. Puts a snapshot into the empty store that the environment names, while no
// service owns it. Tells how far it is on stdout, line by line, and at the end `done` or the `problem`.
process.umask(0o077);
const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const [folder = '', snapshot] = process.argv.slice(2);
try {
  const engine = await openEngine(await readConfig(process.env));
  try {
    const done = await restoreSnapshot(engine, folder, {
      ...(snapshot === undefined ? {} : { snapshot }),
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
