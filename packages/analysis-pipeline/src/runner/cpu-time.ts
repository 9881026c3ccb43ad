import { performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

type CpuUsage = (previous?: NodeJS.CpuUsage) => NodeJS.CpuUsage;

/**
 * Milliseconds of processor time that this thread has used. Where Node cannot tell threads apart, a worker thread
 * takes the time on the clock: stages never wait, so that it differs only on an overloaded machine.
 */
export function cpuMilliseconds(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: CpuUsage };
  if (threadCpuUsage === undefined && !isMainThread) return performance.now();
  const { user, system } = (threadCpuUsage ?? process.cpuUsage).call(process);
  return (user + system) / 1000;
}
