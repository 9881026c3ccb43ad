import { workerData } from 'node:worker_threads';
import { isSojournError, type Problem } from '@sojourn/datamodel';
import { createLogger } from '@sojourn/service-kit';
import type { RunRequest, RunResult } from '../runner/index.js';
import { createRunner, type RunnerConfig } from './runner.js';

/** What a thread is started with. */
export interface ThreadData extends RunnerConfig {
  readonly logLevel: string;
}

/** How a run ended; errors do not cross threads with their code, so that it is put down. */
export type ThreadAnswer =
  | { readonly result: RunResult }
  | {
      readonly problem: Pick<Problem, 'code' | 'detail' | 'errors'>;
      readonly retryAfter: number | undefined;
    };

const config = workerData as ThreadData;
const logger = createLogger({ name: 'pipeline', level: config.logLevel });
const runner = createRunner(config, logger);

/** One task of the pool: a whole run of one person. */
export default async function run(request: RunRequest): Promise<ThreadAnswer> {
  try {
    return { result: await (await runner).run(request) };
  } catch (error) {
    if (!isSojournError(error)) {
      logger.error({ person: request.person, err: error }, 'a run failed');
      return { problem: { code: 'internal' }, retryAfter: undefined };
    }
    const { code, detail, errors } = error.toProblem();
    return {
      problem: {
        code,
        ...(detail === undefined ? {} : { detail }),
        ...(errors === undefined ? {} : { errors }),
      },
      retryAfter: error.retryAfter,
    };
  }
}
