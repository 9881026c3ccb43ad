import type { Logger } from 'pino';

export interface ShutdownOptions {
  readonly logger: Logger;
  /** Milliseconds after which the process ends even if a step still hangs; default 10 000. */
  readonly patience?: number;
  /** Also stop when standard input ends: a supervisor that is killed takes its children along. */
  readonly withStandardInput?: boolean;
}

/**
 * Runs the steps one after the other on SIGTERM or SIGINT, then ends the process: status 0, or 1 when a step
 * failed or hung. A second signal ends it at once. A failing step does not keep the later ones from running.
 * @returns a function that starts the same shutdown
 */
export function onShutdown(
  steps: readonly (() => Promise<unknown> | unknown)[],
  options: ShutdownOptions,
): (reason: string) => Promise<void> {
  const { logger } = options;
  let stopping = false;

  const stop = async (reason: string): Promise<void> => {
    if (stopping) {
      logger.warn({ reason }, 'stopping at once');
      process.exit(1);
    }
    stopping = true;
    logger.info({ reason }, 'stopping');
    const patience = setTimeout(() => {
      logger.error('stopping took too long');
      process.exit(1);
    }, options.patience ?? 10_000);
    patience.unref();
    let failed = false;
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        failed = true;
        logger.error({ err: error }, 'a step of the shutdown failed');
      }
    }
    process.exit(failed ? 1 : 0);
  };

  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  if (options.withStandardInput === true) {
    process.stdin.on('end', () => void stop('standard input ended'));
    process.stdin.on('error', () => void stop('standard input ended'));
    process.stdin.resume();
  }
  return stop;
}
