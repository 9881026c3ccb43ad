import { workerData } from 'node:worker_threads';
import { isSojournError, type Problem } from '@sojourn/datamodel';
import { createLogger } from '@sojourn/service-kit';
import type { RunRequest, RunResult } from '../runner/index.js';
import { createRunner, type RunLinks, type RunnerConfig } from './runner.js';
import type { StagePort } from './stage-port.js';
import { type TransitPort, transitStopsThrough } from './transit-port.js';

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

/** What a thread has to do. */
export interface ThreadTask {
  readonly request: RunRequest;
  /** Leads to whoever looks transit stops up; left out where nobody does. */
  readonly transitPort?: TransitPort;
  /** Leads to whoever wants to know how stages went. */
  readonly stagePort?: StagePort;
}

/** One task of the pool: a whole run of one person. */
export default async function run({ request, transitPort, stagePort }: ThreadTask): Promise<ThreadAnswer> {
  try {
    const links: RunLinks = {
      ...(transitPort === undefined ? {} : { transitStops: transitStopsThrough(transitPort) }),
      ...(stagePort === undefined ? {} : { onStage: (outcome) => stagePort.postMessage(outcome) }),
    };
    return { result: await (await runner).run(request, links) };
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
  } finally {
    transitPort?.close();
    stagePort?.close();
  }
}
