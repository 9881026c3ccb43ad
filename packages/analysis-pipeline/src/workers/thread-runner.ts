import { isErrorCode, SojournError } from '@sojourn/datamodel';
import { Piscina } from 'piscina';
import type { RunRequest } from '../runner/index.js';
import type { Runner, RunnerConfig } from './runner.js';
import type { ThreadAnswer, ThreadData } from './thread.js';

/** A runner that spreads people over worker threads; each run, its HTTP and JSON included, stays in one of them. */
export function createThreadRunner(config: RunnerConfig, threads: number, logLevel: string): Runner {
  const { timeseriesAddress, serviceTokenFile, settings } = config;
  const pool = new Piscina<RunRequest, ThreadAnswer>({
    filename: new URL('./thread.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
    workerData: { timeseriesAddress, serviceTokenFile, settings, logLevel } satisfies ThreadData,
  });
  return {
    async run(request) {
      const answer = await pool.run(request);
      if ('result' in answer) return answer.result;
      const { code, detail, errors } = answer.problem;
      const { retryAfter } = answer;
      throw new SojournError(isErrorCode(code) ? code : 'internal', { detail, errors, retryAfter });
    },
    close: () => pool.close({ force: false }),
  };
}
