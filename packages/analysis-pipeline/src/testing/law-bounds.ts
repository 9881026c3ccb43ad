/** Laws are tried for longer where there is time for it. */
const factor = Number(process.env.SOJOURN_TEST_LAW_FACTOR ?? 1);

/**
 * How long fast-check tries a law: so many times, but not for longer than so many seconds.
 * @param seconds on a quiet machine, in an ordinary test
 */
export function lawBounds(runs: number, seconds: number) {
  return {
    endOnFailure: false,
    interruptAfterTimeLimit: seconds * 1000 * factor,
    numRuns: runs * factor,
  } as const;
}
