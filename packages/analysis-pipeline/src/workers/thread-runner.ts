import { isErrorCode, SojournError } from '@sojourn/datamodel';
import { Piscina } from 'piscina';
import type { Runner, RunnerConfig } from './runner.js';
import { stagePortTo } from './stage-port.js';
import type { ThreadAnswer, ThreadData, ThreadTask } from './thread.js';
import { transitPortTo } from './transit-port.js';

/** While runs wait for the store, their thread goes on with others. */
const runsPerThread = 4;
/** Runs give way to whatever answers requests, the store first of all: while it waits for a processor, all of them do. */
const niceness = 10;

/** A runner that spreads people over worker threads; each run, its HTTP and JSON included, stays in one of them. */
export function createThreadRunner(config: RunnerConfig, threads: number, logLevel: string): Runner {
  const { timeseriesAddress, serviceTokenFile, settings } = config;
  const pool = new Piscina<ThreadTask, ThreadAnswer>({
    filename: new URL('./thread.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    concurrentTasksPerWorker: runsPerThread,
    niceIncrement: niceness,
    idleTimeout: 60_000,
    workerData: { timeseriesAddress, serviceTokenFile, settings, logLevel } satisfies ThreadData,
  });
  return {
    async run(request, { transitStops, onStage } = {}) {
      const asksForStops = { ...settings, ...request.settings }['transit.stops'] !== 'none';
      const transitPort = asksForStops && transitStops ? transitPortTo(transitStops) : undefined;
      const stagePort = onStage && stagePortTo(onStage);
      const ports = {
        ...(transitPort === undefined ? {} : { transitPort }),
        ...(stagePort === undefined ? {} : { stagePort }),
      };
      const answer = await pool.run({ request, ...ports }, { transferList: Object.values(ports) });
      if ('result' in answer) return answer.result;
      const { code, detail, errors } = answer.problem;
      const { retryAfter } = answer;
      throw new SojournError(isErrorCode(code) ? code : 'internal', { detail, errors, retryAfter });
    },
    close: () => pool.close({ force: false }),
  };
}
