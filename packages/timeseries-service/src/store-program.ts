import { createLogger, toSojournError } from '@sojourn/service-kit';
import { readConfig, type TimeseriesServiceConfig } from './config.js';

/**
 * Runs a program that works on the store that the environment names, while no service owns it. Tells how far it is on
 * stdout, line by line, and at the end `done` or the `problem`.
 * @param name in the log
 */
export async function runStoreProgram(
  name: string,
  work: (config: TimeseriesServiceConfig, onProgress: (progress: object) => void) => Promise<object>,
): Promise<void> {
  process.umask(0o077);
  const tell = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
  try {
    const done = await work(await readConfig(process.env), (progress) => tell({ progress }));
    tell({ done });
  } catch (thrown) {
    const error = toSojournError(thrown);
    if (error.code === 'internal') createLogger({ name }).error({ err: thrown }, error.code);
    tell({ problem: error.toProblem() });
    process.exitCode = 1;
  }
}
