import type { Terminal } from '../terminal.js';

/** A terminal that remembers what was written. */
export interface MemoryTerminal extends Terminal {
  readonly written: { readonly out: string; readonly err: string };
}

export function createMemoryTerminal(): MemoryTerminal {
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
  };
}
