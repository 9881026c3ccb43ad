import type { Terminal } from '../terminal.js';

/** A terminal that remembers what was written. */
export interface MemoryTerminal extends Terminal {
  readonly written: { readonly out: string; readonly err: string };
}

/** @param answers lines that somebody types, one a question */
export function createMemoryTerminal(answers: readonly string[] = []): MemoryTerminal {
  const left = [...answers];
  const decoder = new TextDecoder();
  const written = { out: '', err: '' };
  return {
    written,
    interactive: false,
    out(text) {
      written.out += typeof text === 'string' ? text : decoder.decode(text, { stream: true });
      return Promise.resolve();
    },
    err(text) {
      written.err += text;
    },
    ask(question) {
      written.err += question;
      return Promise.resolve(left.shift());
    },
  };
}
