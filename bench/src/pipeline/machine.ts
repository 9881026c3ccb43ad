import { availableParallelism, cpus } from 'node:os';

/** What figures depend on beside the data. */
export function machine(): Record<string, unknown> {
  return {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
  };
}
