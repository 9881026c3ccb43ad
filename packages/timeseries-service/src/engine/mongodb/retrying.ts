import { setTimeout } from 'node:timers/promises';

/** Milliseconds before the first repetition; doubled for each further one, up to the longest. */
const firstPause = 20;
const longestPause = 1000;

/**
 * Repeats an operation that failed with an error that may pass, after pauses of random length that grow.
 * @param patience milliseconds after which it is not begun again
 */
export async function retrying<T>(
  operation: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
  patience: number,
): Promise<T> {
  const end = performance.now() + patience;
  for (let pause = firstPause; ; pause = Math.min(2 * pause, longestPause)) {
    try {
      return await operation();
    } catch (error) {
      if (!mayPass(error) || performance.now() + pause > end) throw error;
      // Of many who failed together, not all come back together.
      await setTimeout(pause * (0.5 + Math.random() / 2));
    }
  }
}
