const firstDelay = 30;
const longestDelay = 6 * 3600;

/** Seconds to wait after a number of failures in a row, doubled with every one. */
export function retryDelay(failures: number): number {
  return Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - 1, 20));
}
