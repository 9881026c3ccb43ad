import type { Logger } from 'pino';
import type { TimeseriesStore } from './timeseries/index.js';

/**
 * Goes over everybody's blocks now and then, one round at a time. The store itself merges what is worth it right
 * after an upload; the rounds get the rest.
 */
export interface CompactionSchedule {
  /** Waits for the round under way and begins no other. */
  stop(): Promise<void>;
}

/** @param seconds between the end of one round and the beginning of the next; 0 for none */
export function scheduleCompaction(
  store: Pick<TimeseriesStore, 'compact'>,
  seconds: number,
  logger: Logger,
): CompactionSchedule {
  let stopped = seconds === 0;
  let timer: NodeJS.Timeout | undefined;
  let round = Promise.resolve();

  const wait = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      round = compact();
    }, seconds * 1000);
    timer.unref();
  };
  const compact = async () => {
    try {
      const outcome = await store.compact();
      if (outcome.merged > 0) logger.info(outcome, 'compacted');
    } catch (error) {
      logger.error({ err: error }, 'compaction failed');
    }
    wait();
  };

  wait();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await round;
    },
  };
}
