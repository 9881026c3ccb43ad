import { SojournError } from '../errors.js';

/** Ends something that takes too long, or that the caller no longer wants. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Starts the time anew. */
  restart(): void;
  /** Stops the time while the other side is not to blame. */
  pause(): void;
  /** Lets go of timer and caller. Must be called in the end. */
  dispose(): void;
  /** What a failure means: ours, the caller's, or the network's. */
  explain(cause: unknown): SojournError;
}

/** @param milliseconds time without progress after which the signal aborts */
export function createDeadline(milliseconds: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController();
  let expired = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const abort = () => controller.abort();
  const expire = () => {
    expired = true;
    abort();
  };
  const pause = () => clearTimeout(timer);
  const restart = () => {
    pause();
    timer = setTimeout(expire, milliseconds);
  };

  if (outer?.aborted === true) abort();
  outer?.addEventListener('abort', abort, { once: true });
  restart();

  return {
    signal: controller.signal,
    restart,
    pause,
    dispose() {
      pause();
      outer?.removeEventListener('abort', abort);
    },
    explain(cause) {
      if (outer?.aborted === true) return new SojournError('aborted', { cause });
      return new SojournError(expired ? 'timed-out' : 'network-failed', { cause });
    },
  };
}
