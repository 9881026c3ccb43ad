import { createInterface } from 'node:readline';

/** Where a command writes: results to `out`, everything else to `err`. */
export interface Terminal {
  /** Resolves when whoever reads the results can take more. */
  out(text: string | Uint8Array): Promise<void>;
  err(text: string): void;
  /** True when a person watches `err`, so that a line may be rewritten in place. */
  readonly interactive: boolean;
  /** Writes a question to `err` and reads a line; undefined when there is nobody to answer. */
  ask(question: string): Promise<string | undefined>;
}

export const processTerminal: Terminal = {
  out(text) {
    if (process.stdout.write(text)) return Promise.resolve();
    return new Promise((resolve) => process.stdout.once('drain', resolve));
  },
  err: (text) => void process.stderr.write(text),
  get interactive() {
    return process.stderr.isTTY === true;
  },
  async ask(question) {
    process.stderr.write(question);
    const lines = createInterface({ input: process.stdin });
    try {
      for await (const line of lines) return line;
      return undefined;
    } finally {
      lines.close();
    }
  },
};
