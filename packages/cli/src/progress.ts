import type { Terminal } from './terminal.js';

/** Progress of one long piece of work, on stderr. */
export interface Progress {
  /** Reports how much is done; call as often as convenient. */
  update(done: number): void;
  /** Closes the line; further updates are ignored. */
  end(text?: string): void;
}

/** Lines in a log file would be too many otherwise. */
const STEP_WITHOUT_TERMINAL = 0.25;

/**
 * Starts to show progress: a line that is rewritten on a terminal, a few lines elsewhere.
 *
 * @param total the amount of work; progress is shown as a percentage of it
 */
export function showProgress(terminal: Terminal, title: string, total: number): Progress {
  let shown = -1;
  let ended = false;
  const percent = (done: number) => Math.min(100, Math.floor((100 * done) / Math.max(1, total)));
  if (!terminal.interactive) terminal.err(`${title}…\n`);
  return {
    update(done) {
      if (ended) return;
      const step = terminal.interactive ? 0.01 : STEP_WITHOUT_TERMINAL;
      const part = Math.floor(percent(done) / (100 * step));
      if (part <= shown) return;
      shown = part;
      if (terminal.interactive) terminal.err(`\r${title} ${percent(done)} %\u001b[K`);
      else if (done > 0 && done < total) terminal.err(`${title} ${percent(done)} %\n`);
    },
    end(text = 'done') {
      if (ended) return;
      ended = true;
      terminal.err(terminal.interactive ? `\r${title}: ${text}\u001b[K\n` : `${title}: ${text}\n`);
    },
  };
}
